// Every fault, by name and by kind, and what a caller sees of it.

const whole = (status, more) => ({ status, end: "whole", ...more });
const json = { "content-type": "application/json" };
const cut = "TypeError: terminated";

/** What is seen of a fault, and whether the request was carried out. `half`: the body is the beginning of the normal one. */
export const BY_NAME = {
  pass: [{ normal: true }, true],
  bad_request: [whole(400), false],
  unauthorized: [whole(401), false],
  forbidden: [whole(403), false],
  not_found: [whole(404), false],
  conflict: [whole(409), false],
  invalid: [whole(422), false],
  rate_limited: [whole(429, { headers: { ...json, "retry-after": "1" } }), false],
  server_error: [whole(500), false],
  unavailable: [whole(503, { headers: { ...json, "retry-after": "1" } }), false],
  gateway_timeout: [whole(504), true],
  html: [whole(200, { headers: { "content-type": "text/html; charset=utf-8" } }), false],
  empty: [whole(200, { body: "" }), false],
  not_json: [whole(200, { body: "{" }), false],
  cut_body: [{ status: 200, half: true, end: cut }, true],
  close_midway: [{ status: 200, half: true, end: "whole" }, true],
  endless: [{ status: 200, end: "endless" }, false],
  slow: [{ normal: true }, true],
  stall: [{ status: 200, body: "", end: "stalled" }, true],
  stall_before_headers: [{ failed: "stalled" }, true],
  reset: [{ failed: "TypeError: fetch failed (ECONNRESET)" }, false],
  reset_in_body: [{ status: 200, half: true, end: cut }, true],
  lost_reply: [{ failed: "TypeError: fetch failed (ECONNRESET)" }, true],
  redirect: [whole(302, { headers: { location: "https://example.com/" } }), false],
};

/** Faults with details. */
export const BY_KIND = [
  [{ kind: "status", status: 418, headers: { "X-Odd": "é" }, body: "text" }, whole(418, { body: "text", headers: { "x-odd": "\xc3\xa9" } }), false],
  [{ kind: "status", status: 503, body: { error: "x" }, carried_out: true }, whole(503, { body: '{"error":"x"}' }), true],
  [{ kind: "status", status: 204 }, whole(204, { body: "" }), false],
  [{ kind: "redirect", status: 307, location: "/v1/" }, whole(307, { headers: { location: "/v1/" } }), false],
  [{ kind: "redirect", status: 304 }, whole(304, { body: "" }), false],
  [{ kind: "html", status: 502, carried_out: true }, whole(502), true],
  [{ kind: "empty", status: 202 }, whole(202, { body: "" }), false],
  [{ kind: "body", body: "77u/e30=", base64: true, content_type: "text/x" }, whole(200, { body: "\xef\xbb\xbf{}" }), false],
  [{ kind: "delay", ms: 1 }, { normal: true }, true],
  [{ kind: "drip", ms: 0 }, { normal: true }, true],
  [{ kind: "truncate", bytes: 0 }, { status: 200, body: "", end: cut }, true],
  [{ kind: "truncate", bytes: 7 }, { status: 200, half: true, end: cut }, true],
  // All of it, and so no fault.
  [{ kind: "truncate", bytes: 1e6 }, { normal: true }, true],
  [{ kind: "reset", carried_out: true }, { failed: "TypeError: fetch failed (ECONNRESET)" }, true],
];
