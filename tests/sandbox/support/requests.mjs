// The requests of the conformance tests: what is sent, and what must come of it at every door.

export const KEY = "sandbox-key-00000000000000000000";
const AUTH = { authorization: `Bearer ${KEY}` };

/** A call with the key. @param {string} method @param {string} path @param {unknown} [json] @param {object} [headers] */
const call = (method, path, json, headers) => ({
  method,
  path: `/v1${path}`,
  headers: { ...AUTH, ...(json !== undefined && { "content-type": "application/json" }), ...headers },
  body: json === undefined ? undefined : JSON.stringify(json),
});

/** A request with a raw body. @param {string} path @param {string} type @param {string | Uint8Array} body */
const raw = (path, type, body) => ({ method: "POST", path: `/v1${path}`, headers: { ...AUTH, "content-type": type }, body });

/** Without the key. @param {string} method @param {string} path @param {object} [headers] @param {string} [body] */
const bare = (method, path, headers, body) => ({ method, path, headers, body });

const control = (method, path, json) => bare(method, `/_sandbox/${path}`, {}, json === undefined ? undefined : JSON.stringify(json));

/** Every action, in an order in which each works. `says`: what the body holds, besides its status. */
export const ACTIONS = [
  [call("GET", "/"), 200, '"message":"Authentication successful"'],
  [call("GET", "/account"), 200, '"subscription"'],
  [call("POST", "/identify-user", { id: "ü-1", email: "jane@awesome.com", plan: "pro", seats: 5, share: 0.1, renewed_at: 1664582400 }), 200, "contact_uuid"],
  [call("POST", "/identify-user", { id: "ü-1", account: { id: "acme", name: "Acme" } }), 200, "contact_uuid"],
  [call("POST", "/track-event", { id: "ü-1", event: "Upgraded" }), 200, '"message":"ok"'],
  [call("GET", `/contact?id=${encodeURIComponent("ü-1")}`), 200, '"remote_id":"acme"'],
  [call("GET", "/contacts?page_length=7&order_by=email"), 200, '"items_count":41'],
  [call("GET", "/contacts?page=2&page_length=7"), 200, '"current_page":2'],
  [call("GET", "/segments"), 200, '"items"'],
  [call("GET", "/forms?list=all_with_archived"), 200, '"items"'],
  [call("GET", "/responses?page_length=1000&include=all"), 200, '"items_count":150'],
  [call("GET", "/responses?page_length=10&with_attributes=1"), 200, '"next_page_cursor":"'],
  [call("GET", "/reporting?type=nps"), 200, "{"],
  [call("DELETE", "/contact", { id: "ü-1" }), 200, '"'],
  [call("GET", "/contact?id=%C3%BC-1"), 404, "Contact not found"],
];

/** What is wrong about a request, and how that is said. */
export const REFUSALS = [
  [bare("GET", "/v1/"), 401, "No API key found in headers"],
  [bare("GET", "/v1/", { authorization: "Bearer 8-charac" }), 401, "API key does not look valid"],
  [bare("GET", "/v1/", { authorization: "Bearer sandbox-key-00000000000000000001" }), 404, "does not exist"],
  [bare("GET", "/v1/", { authorization: "Bearer ninet\xe9en-letters-and-more" }), 401, "API key does not look valid"],
  [bare("GET", `/v1/?api_key=${KEY}`), 200, "Authentication successful"],
  [bare("GET", "/v1/", { authorization: `Basic ${btoa(`${KEY}:`)}` }), 200, "Authentication successful"],
  [call("GET", "/nope"), 404, "No such endpoint"],
  [call("GET", "//contacts"), 404, "No such endpoint"],
  [call("GET", "/contacts/%2e%2e/%ZZ?%ZZ=1&=&a[b"), 404, "No such endpoint"],
  [call("PUT", "/contact"), 405, "PUT is not allowed here"],
  [call("HEAD", "/contacts"), 405, ""],
  [raw("/track-event", "application/json", "{"), 400, "not a JSON object"],
  [raw("/track-event", "application/json", "[]"), 400, "not a JSON object"],
  [raw("/track-event", "application/json", Uint8Array.of(0xff, 0xfe, 0x00)), 400, "not a JSON object"],
  [raw("/track-event", "text/plain", "id=u-1"), 415, "text/plain"],
  [raw("/track-event", "application/x-www-form-urlencoded", "id=u-9&event=A%20b+c&event_properties[a][]=1"), 200, "ok"],
  [call("POST", "/track-event", { event: "nobody" }), 422, "error"],
  [call("POST", "/track-event", { id: "u-9", event: "x".repeat(200_000) }), 200, "ok"],
  [call("POST", "/identify-user", { id: "u-9", big: 1e300, small: 5e-324, odd: 0.30000000000000004, list: [1, null, true] }), 200, "contact_uuid"],
  [call("GET", "/contact?id=u-9"), 200, "0.30000000000000004"],
  [call("GET", "/contacts?page_length=0"), 422, "page_length"],
  [call("GET", "/contacts?page_cursor=nonsense"), 422, "page_cursor is not a cursor"],
  [call("GET", "/responses?form_uuid=nope"), 404, "Form not found"],
  [raw("/track-event", "application/json", `"${"x".repeat(10 * 1024 * 1024)}"`), 413, "too large"],
  [bare("GET", "/"), 404, "No such endpoint"],
  [bare("GET", "/v2/contacts"), 404, "No such endpoint"],
];

/** The control side. */
export const CONTROL = [
  [control("GET", "nope"), 404, "No such endpoint"],
  [control("GET", "faults"), 405, "GET is not allowed here, POST is"],
  [control("PATCH", "requests"), 405, "GET, DELETE"],
  [control("POST", "faults", [{ kind: "explode" }]), 400, "index 0"],
  [control("POST", "faults", ["stall", { fault: "html", on: "no_action" }]), 400, "index 1"],
  [control("POST", "faults", {}), 400, "JSON array"],
  [control("POST", "reset", { sead: 1 }), 400, "sead"],
  [control("POST", "reset", { now: "later" }), 400, "later"],
  [control("POST", "reset", { seed: 9, response_times: "iso", tags: "texts", no_account: "null" }), 200, "ok"],
  [call("GET", "/responses?page_length=20"), 200, ".000000Z"],
  [call("GET", "/contacts?page_length=1000"), 200, '"account":null'],
  [control("POST", "reset", { now: "clock" }), 200, "ok"],
  [control("POST", "reset", { empty: true }), 200, "ok"],
  [call("GET", "/contacts"), 200, '"items_count":0'],
  [control("POST", "reset"), 200, "ok"],
  [call("GET", "/contacts"), 200, '"items_count":40'],
  [bare("GET", "/_sandbox/requests", { origin: "http://example.com" }), 403, "Origin"],
  [control("DELETE", "requests"), 200, "ok"],
];

/** Pages: CORS. */
export const PAGES = [
  ["http://localhost:8787", "http://localhost:8787"],
  ["https://[::1]:3000", "https://[::1]:3000"],
  ["https://example.com", undefined],
  ["null", undefined],
].flatMap(([origin, allowed]) => [
  [bare("OPTIONS", "/v1/contact", { origin, "access-control-request-method": "DELETE" }), 204, "", { "access-control-allow-origin": allowed }],
  [call("GET", "/", undefined, { origin }), 200, "Authentication", { "access-control-allow-origin": allowed, vary: "origin" }],
]);

export { call, control };
