// Requests that ask for what they may not have: actions, methods, parameters, keys.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { SECRET, said } from "../support/gateway/ask.mjs";
import { KEY } from "../support/sandbox.mjs";
import { EVENT, PLAIN, bearer, inEachHost } from "../support/gateway/suite.mjs";

const ALL = [
  "verify_key", "get_account_info", "identify_user", "list_contacts", "get_contact", "delete_contact", "list_segments",
  "add_contact_to_segment", "remove_contact_from_segment", "track_event", "list_forms", "publish_form", "duplicate_form", "archive_form",
  "list_form_history", "list_responses", "store_response", "tag_response", "get_reporting",
];
const VARIANTS = { r: PLAIN, all: { ...PLAIN, actions: ALL } };
/** What concerns the caller alone and destroys nothing. */
const OWN = ["identify_user", "get_contact", "add_contact_to_segment", "track_event", "store_response"];

/** How each action is called: method, path, and what else it needs. */
const CALLS = {
  verify_key: ["GET", "/"],
  get_account_info: ["GET", "/account"],
  identify_user: ["POST", "/identify-user", { plan: "pro" }],
  list_contacts: ["GET", "/contacts"],
  get_contact: ["GET", "/contact"],
  delete_contact: ["DELETE", "/contact"],
  list_segments: ["GET", "/segments"],
  add_contact_to_segment: ["POST", "/sync-segment", { segment_uuid: "s" }],
  remove_contact_from_segment: ["DELETE", "/sync-segment?segment_uuid=s"],
  track_event: ["POST", "/track-event", EVENT],
  list_forms: ["GET", "/forms"],
  publish_form: ["POST", "/forms/publish", { form_uuid: "f" }],
  duplicate_form: ["POST", "/forms/duplicate", { form_uuid: "f", name: "x" }],
  archive_form: ["DELETE", "/forms?form_uuid=f"],
  list_form_history: ["GET", "/forms/history?form_uuid=f"],
  list_responses: ["GET", "/responses"],
  store_response: ["POST", "/responses", { form_uuid: "f", nps: 9 }],
  tag_response: ["POST", "/responses/tags", { uuid: "r", tags: ["a"] }],
  get_reporting: ["GET", "/reporting?type=count"],
};

inEachHost(VARIANTS, ({ ask, sandbox }) => {
  const call = async (action, claims, at = "all") => {
    const [method, path, json] = CALLS[action];
    return ask(`/${at}${path}`, { method, headers: await bearer(claims), json });
  };
  const refused = async (answer, expected) => {
    assert.deepEqual(said(await answer), expected);
    assert.deepEqual(await sandbox.requests(), []);
  };

  test("of all actions, only those of the list are offered", async () => {
    for (const action of ALL) {
      const { status } = await call(action, { actions: ALL }, "r");
      assert.equal(status, ["identify_user", "track_event"].includes(action) ? 200 : 403, action);
    }
    assert.deepEqual((await sandbox.requests()).map(({ path }) => path), ["/v1/identify-user", "/v1/track-event"]);
  });

  test("a token that names no actions does what concerns its user alone, and destroys nothing", async () => {
    for (const action of ALL) assert.equal((await call(action)).status === 403, !OWN.includes(action), action);
  });

  test("a token that names actions does those, and no others", async () => {
    for (const action of ALL) {
      assert.notEqual((await call(action, { actions: [action] })).status, 403, action);
      assert.equal((await call(action, { actions: ALL.filter((each) => each !== action) })).status, 403, action);
    }
    await sandbox.clear();
    await refused(call("track_event", { actions: [] }), [403, "permission"]);
  });

  test("every action that has a user gets the caller, and none gets another one", async () => {
    for (const action of ALL) {
      const [method, path, json] = CALLS[action];
      await sandbox.clear();
      await call(action, { actions: ALL });
      const requests = await sandbox.requests();
      assert.equal(requests.length, 1, action);
      const [{ query, body }] = requests;
      const sent = method === "POST" ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(query));
      if (sent.id === undefined) continue;
      assert.equal(sent.id, "u-1", action);
      await sandbox.clear();
      for (const [name, value] of [["id", "u-2"], ["uuid", "x"], ["email", "other@example.com"], ["id", ""]]) {
        // There it is a trait.
        if (action === "identify_user" && name === "email") continue;
        const with_ = `${path}${path.includes("?") ? "&" : "?"}${name}=${encodeURIComponent(value)}`;
        const request = method === "POST" ? { json: { ...json, [name]: value } } : {};
        const answer = await ask(`/all${method === "POST" ? path : with_}`, { method, headers: await bearer({ actions: ALL }), ...request });
        // A free key is named with the field that it goes into.
        assert.deepEqual([answer.status, answer.json.kind, answer.json.path.split(".").at(-1)], [403, "permission", name], action);
        assert.deepEqual(await sandbox.requests(), []);
      }
    }
  });

  test("an email names the user only if the token has it; for identify_user it is a trait", async () => {
    const track = async (claims) => ask("/r/track-event", { method: "POST", headers: await bearer(claims), json: { ...EVENT, email: "jane@awesome.com" } });
    await refused(track(), [403, "permission", "email"]);
    await refused(track({ email: "other@awesome.com" }), [403, "permission", "email"]);
    assert.deepEqual(said(await track({ email: "jane@awesome.com" })), [200]);
    assert.deepEqual(said(await ask("/r/identify-user", { method: "POST", headers: await bearer(), json: { email: "new@awesome.com" } })), [200]);
  });

  test("what the contract refuses goes nowhere, and its path is told", async () => {
    for (const [action, json, path] of [
      ["track-event", {}, "event"],
      ["track-event", { event: "" }, "event"],
      ["track-event", { event: 7 }, "event"],
      ["track-event", { ...EVENT, plan: "pro" }, "plan"],
      ["identify-user", { account: {} }, "account.id"],
      ["identify-user", { account: "acme" }, "account"],
      ["identify-user", { nested: { a: 1 } }, "attributes.nested"],
      ["identify-user", { account: { id: "acme", nested: [] } }, "account.attributes.nested"],
    ]) {
      await refused(ask(`/r/${action}`, { method: "POST", headers: await bearer(), json }), [400, "input", path]);
    }
    const get = async (query) => ask(`/all/responses?${query}`, { headers: await bearer({ actions: ALL }) });
    for (const [query, path] of [
      ["page_length=0", "page_length"],
      ["page_length=1e3", "page_length"],
      ["page_length=x", "page_length"],
      ["include=everything", "include"],
      ["with_attributes=yes", "with_attributes"],
      ["form_uuids=a", "form_uuids"],
      ["form_uuids[0]=a", "form_uuids[0]"],
      ["response_data[a][b]=1", "response_data[a][b]"],
      ["nonsense=1", "nonsense"],
      ["__proto__=1", "__proto__"],
      ["page=1&page=2", "page"],
      ["response_data[nps]=1&response_data[nps]=2", "response_data[nps]"],
      ["form_uuid[]=a", "form_uuid[]"],
    ]) {
      const { json, status } = await get(query);
      assert.deepEqual([status, json.kind, json.path.replace(/^\["(.*)"\]$/, "$1")], [400, "input", path], query);
    }
    assert.deepEqual(await sandbox.requests(), []);
  });

  test("every form of parameter arrives as it was sent", async () => {
    const query = "form_uuids[]=a&form_uuids[]=b&include=all&response_data[nps]=9&response_data[a%5Bb]=x&with_attributes=1&page_length=20&search=a%26b";
    await ask(`/all/responses?${query.replace("&response_data[a%5Bb]=x", "")}`, { headers: await bearer({ actions: ALL }) });
    const [{ query: sent }] = await sandbox.requests();
    assert.deepEqual(
      [...new URLSearchParams(sent)].sort(),
      [["form_uuids[]", "a"], ["form_uuids[]", "b"], ["include", "all"], ["page_length", "20"], ["response_data[nps]", "9"], ["search", "a&b"], ["with_attributes", "1"]],
    );
  });

  describe("a key of the caller's", () => {
    for (const name of ["api_key", "API_KEY", "Api_Key", "apiKey", "api-key", "api.key", "api_key[]", "api_key[x]", "x[api_key]", "api%5Fkey", "%61pi_key", "api%20key"]) {
      test(`in a query, as ${name}, is refused`, async () => {
        const headers = await bearer({ actions: ALL });
        for (const [method, path] of [["GET", "/all/responses"], ["DELETE", "/all/contact"], ["GET", "/all/"]]) {
          const { status, json } = await ask(`${path}?${name}=${KEY}`, { method, headers });
          assert.deepEqual([status, json.kind], [400, "input"]);
        }
        const posted = await ask(`/r/track-event?${name}=x`, { method: "POST", headers, json: EVENT });
        assert.deepEqual([posted.status, posted.json.kind], [400, "input"]);
        assert.deepEqual(await sandbox.requests(), []);
      });
    }

    for (const json of [
      { ...EVENT, api_key: KEY },
      { ...EVENT, API_KEY: KEY },
      { ...EVENT, "api_key[]": KEY },
      { ...EVENT, "x[api_key]": KEY },
      { ...EVENT, attributes: { api_key: KEY } },
      { ...EVENT, account: { api_key: KEY } },
      { ...EVENT, list: [{ deep: { ApiKey: KEY } }] },
      { ...EVENT, "api\u0000_key": KEY },
    ]) {
      test(`in JSON, as ${JSON.stringify(json).replace(KEY, "…")}, is refused`, async () => {
        for (const path of ["track-event", "identify-user"]) {
          const { status, json: said_ } = await ask(`/r/${path}`, { method: "POST", headers: await bearer(), json });
          assert.deepEqual([status, said_.kind], [400, "input"]);
        }
        assert.deepEqual(await sandbox.requests(), []);
      });
    }

    test("in a form is refused with the form", async () => {
      const headers = { ...(await bearer()), "content-type": "application/x-www-form-urlencoded" };
      await refused(ask("/r/track-event", { method: "POST", headers, body: `event=x&api_key=${KEY}` }), [415, "rejected"]);
    });

    test("as a bearer or as Basic is no token", async () => {
      for (const authorization of [`Bearer ${KEY}`, `Basic ${Buffer.from(`${KEY}:`).toString("base64")}`]) {
        await refused(ask("/r/track-event", { method: "POST", headers: { authorization }, json: EVENT }), [401, "auth"]);
      }
    });
  });

  test("what overrides a method overrides nothing", async () => {
    const headers = { ...(await bearer({ actions: ALL })), "x-http-method-override": "DELETE", "x-http-method": "DELETE", "x-method-override": "DELETE" };
    assert.equal((await ask("/all/contact", { headers })).status, 404);
    assert.deepEqual((await sandbox.requests()).map(({ method }) => method), ["GET"]);
    await sandbox.clear();
    await refused(ask("/all/contact?_method=DELETE", { headers }), [400, "input", "_method"]);
    await refused(ask("/all/contact", { method: "POST", headers, json: {} }), [405, "rejected"]);
  });

  for (const method of ["HEAD", "OPTIONS", "TRACE", "PUT", "PATCH", "GET", "DELETE"]) {
    test(`${method} of an action that is a POST is refused, and says what there is`, async () => {
      const { status, headers, text } = await ask("/r/track-event", { method, headers: await bearer() });
      assert.equal(status, 405);
      assert.equal(headers.allow, "POST");
      assert.equal(text === "", method === "HEAD");
      assert.deepEqual(await sandbox.requests(), []);
    });
  }

  test("HEAD of a list is refused too", async () => {
    const { status, text } = await ask("/all/responses", { method: "HEAD", headers: await bearer({ actions: ALL }) });
    assert.deepEqual([status, text], [405, ""]);
    assert.deepEqual(await sandbox.requests(), []);
  });

  for (const path of ["/r/nothing", "/r", "/r/track-event/", "/r//track-event", "/r/Track-Event", "/r/track%2Devent", "/r/batch/", "/r/track-event;x=1", "/r/v1/track-event"]) {
    test(`${path} is no path`, async () => refused(ask(path, { method: "POST", headers: await bearer(), json: EVENT }), [404, "not_found"]));
  }

  test("a body where none belongs is refused", async () => {
    const headers = await bearer({ actions: ALL });
    await refused(ask("/all/contact", { method: "DELETE", headers, json: { id: "u-2" } }), [400, "input", ""]);
  });

  test("no request of a caller's reaches Refiner with a header of the caller's", async () => {
    const headers = { ...(await bearer()), cookie: "a=b", "x-forwarded-for": "1.2.3.4", "x-evil": SECRET, "user-agent": "evil", referer: "https://a.b/" };
    assert.deepEqual(said(await ask("/r/track-event", { method: "POST", headers, json: EVENT })), [200]);
    const [{ headers: sent }] = await sandbox.requests();
    assert.equal(sent.authorization, `Bearer ${KEY}`);
    for (const name of ["cookie", "x-forwarded-for", "x-evil", "referer", "origin"]) assert.equal(sent[name], undefined, name);
    assert.notEqual(sent["user-agent"], "evil");
  });

  test("a caller's header twice does no harm", async () => {
    const headers = { ...(await bearer()), "content-type": ["application/json", "text/plain"], "idempotency-key": ["a", "b"] };
    const { status } = await ask("/r/track-event", { method: "POST", headers, body: JSON.stringify(EVENT) });
    assert.ok([400, 415].includes(status), String(status));
    assert.deepEqual(await sandbox.requests(), []);
  });
});
