// Node, end to end: what the methods send, in Refiner's terms, and what they return.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { failure } from "../support/failure.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";

// The sandbox has no such forms and segments. If only the query matters, this answers instead.
const PAGINATION = { items_count: 0, current_page: 1, last_page: 1, page_length: 100, next_page_cursor: null };
const NO_ITEMS = { kind: "body", body: JSON.stringify({ items: [], pagination: PAGINATION }) };

let sandbox;
let refiner;

before(async () => {
  sandbox = await startSandbox(["--contacts", "20", "--responses", "100"]);
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
});
after(() => sandbox.stop());
beforeEach(() => sandbox.clear());

/** The one request that was made. */
async function sent() {
  const requests = await sandbox.requests();
  assert.equal(requests.length, 1, `one request was to be made, ${requests.length} were`);
  return requests[0];
}

/** The decoded query, in order. */
const query = (request) => [...new URLSearchParams(request.query)];

test("identify_user lays traits flat beside id and email, and account traits flat beside the account's id", async () => {
  const identified = await refiner.identifyUser({
    id: "u-1",
    email: "jane@awesome.com",
    attributes: { plan: "pro", seats: 3, ratio: 0.5, active: true, churned_at: null, "Größe 🎉": 'a "b" \\ \n c' },
    account: { id: "acme", attributes: { tier: "gold", employees: 250 } },
  });
  assert.equal(identified.message, "ok");
  assert.match(identified.contact_uuid, /^[0-9a-f-]{36}$/);
  const request = await sent();
  assert.equal(request.method, "POST");
  assert.equal(request.path, "/v1/identify-user");
  assert.equal(request.query, "");
  assert.deepEqual(JSON.parse(request.body), {
    id: "u-1",
    email: "jane@awesome.com",
    plan: "pro",
    seats: 3,
    ratio: 0.5,
    active: true,
    churned_at: null,
    "Größe 🎉": 'a "b" \\ \n c',
    account: { id: "acme", tier: "gold", employees: 250 },
  });
});

test("identify_user with an email alone, and its aliases", async () => {
  await refiner.identifyUser({ email: "joe@awesome.com" });
  assert.deepEqual(JSON.parse((await sent()).body), { email: "joe@awesome.com" });
  for (const alias of ["update_contact", "REFINER_UPDATE_CONTACT", "identify_user"]) {
    await sandbox.clear();
    await refiner.call(alias, { id: alias });
    const request = await sent();
    assert.deepEqual([request.path, JSON.parse(request.body)], ["/v1/identify-user", { id: alias }]);
  }
});

test("track_event", async () => {
  assert.deepEqual(await refiner.trackEvent({ id: "u-1", event: "Upgraded" }), { message: "ok" });
  const request = await sent();
  assert.equal(request.method, "POST");
  assert.equal(request.path, "/v1/track-event");
  assert.equal(request.query, "");
  assert.deepEqual(JSON.parse(request.body), { id: "u-1", event: "Upgraded" });
});

test("verify_key", async () => {
  const verified = await refiner.verifyKey();
  assert.deepEqual(Object.keys(verified).sort(), ["message", "project_name", "project_uuid"]);
  assert.equal(verified.message, "Authentication successful");
  const request = await sent();
  assert.deepEqual([request.method, request.path, request.query, request.body], ["GET", "/v1/", "", null]);
});

test("list_responses spells nesting with brackets and booleans as 1 and 0, and always sends the page length", async () => {
  await sandbox.faults(NO_ITEMS);
  const page = await refiner.listResponses({
    form_uuids: ["a", "b"],
    segment_uuids: ["s&t"],
    date_range_start: "2026-01-01",
    date_range_end: "2026-02-01T10:00:00Z",
    include: "all",
    search: "a b+c&d=é%",
    response_data: { "how likely?": 9, nps: null },
    contact_data: { vip: true, spam: false },
    account_data: { tier: "gold" },
    with_attributes: true,
    page: 2,
  });
  assert.deepEqual(page.items, []);
  const request = await sent();
  assert.deepEqual([request.method, request.path, request.body], ["GET", "/v1/responses", null]);
  assert.deepEqual(query(request), [
    ["form_uuids[]", "a"],
    ["form_uuids[]", "b"],
    ["segment_uuids[]", "s&t"],
    ["date_range_start", "2026-01-01"],
    ["date_range_end", "2026-02-01T10:00:00Z"],
    ["include", "all"],
    ["search", "a b+c&d=é%"],
    ["response_data[how likely?]", "9"],
    ["response_data[nps]", ""],
    ["contact_data[vip]", "1"],
    ["contact_data[spam]", "0"],
    ["account_data[tier]", "gold"],
    ["with_attributes", "1"],
    ["page", "2"],
    ["page_length", "100"],
  ]);
});

test("list_responses returns the envelope unchanged", async () => {
  const page = await refiner.listResponses({ include: "all", page_length: 7, with_attributes: true });
  assert.equal(page.items.length, 7);
  assert.equal(page.pagination.page_length, 7);
  const direct = await fetch(`${sandbox.url}/responses?include=all&page_length=7&with_attributes=1`, {
    headers: { Authorization: `Bearer ${KEY}` },
  });
  assert.deepEqual(page, await direct.json());
});

test("the cache option is set only in pages, in their workers, and for the fetch of Next", async (t) => {
  const asked = [];
  const fetch = async (_, init) => (asked.push("cache" in init ? init.cache : "nothing"), Response.json({ message: "ok" }));
  const ask = () => new Refiner({ token: "t", fetch }).trackEvent({ id: "u-1", event: "Upgraded" });
  t.after(() => ["document", "importScripts", "location"].forEach((name) => delete globalThis[name]));
  await ask();
  globalThis.importScripts = () => {};
  await ask();
  globalThis.location = {};
  await ask();
  delete globalThis.importScripts;
  globalThis.document = {};
  await ask();
  delete globalThis.document;
  const { fetch: host } = globalThis;
  t.after(() => (globalThis.fetch = host));
  // As Next does, after a client was made. A fetch of the caller's may end in Next's too.
  const before = new Refiner({ token: "t", fetch });
  globalThis.fetch = Object.assign(() => assert.fail("this is not the fetch that was given"), { __nextPatched: true });
  await before.trackEvent({ id: "u-1", event: "Upgraded" });
  assert.deepEqual(asked, ["nothing", "nothing", "no-store", "no-store", "no-store"]);
});

test("what a framework's fetch throws keeps its digest, by which the framework knows it", async () => {
  const thrown = Object.assign(new Error("Dynamic server usage"), { digest: "DYNAMIC_SERVER_USAGE" });
  const refiner = new Refiner({ apiKey: KEY, maxRetries: 0, fetch: () => Promise.reject(thrown) });
  for (const call of [refiner.listForms(), refiner.summarizeResponses({}, { metrics: ["count"] })]) {
    const error = await failure(Promise.resolve(call), { kind: "network", attempts: 1 });
    assert.equal(error.digest, "DYNAMIC_SERVER_USAGE");
  }
  for (const odd of [7, undefined, { get digest() { throw new Error("no"); } }, Object.create(null)]) {
    const failing = new Refiner({ apiKey: KEY, maxRetries: 0, fetch: () => Promise.reject(odd) });
    assert.equal("digest" in (await failure(failing.verifyKey(), { kind: "network", attempts: 1 })), false);
  }
});

describe("the headers", () => {
  const ours = ({ headers }) => {
    // Node's fetch adds these.
    const { host, connection, "accept-language": _, "accept-encoding": __, "user-agent": ___, ...rest } = headers;
    const { "sec-fetch-mode": ____, "content-length": _____, ...named } = rest;
    return named;
  };

  test("of a read", async () => {
    await refiner.verifyKey();
    assert.deepEqual(ours(await sent()), { accept: "application/json", authorization: `Bearer ${KEY}` });
  });

  test("of a write", async () => {
    await refiner.trackEvent({ id: "u-1", event: "Upgraded" });
    assert.deepEqual(ours(await sent()), {
      accept: "application/json",
      authorization: `Bearer ${KEY}`,
      "content-type": "application/json",
    });
  });

  test("are the only place with the key", async () => {
    await refiner.listResponses({ search: "x" });
    await refiner.identifyUser({ id: "u-1" });
    const requests = await sandbox.requests();
    assert.equal(requests.length, 2);
    for (const { headers, ...rest } of requests) {
      const { authorization, ...others } = headers;
      assert.equal(authorization, `Bearer ${KEY}`);
      assert.ok(!JSON.stringify([rest, others]).includes(KEY));
    }
  });
});

describe("plan", () => {
  test("shows what would be sent, hides the key and sends nothing", async () => {
    const plan = await refiner.plan("identify_user", { id: "u-1", attributes: { plan: "pro" }, account: { id: "acme" } });
    const { Authorization, ...headers } = plan.headers;
    assert.deepEqual(
      { ...plan, headers },
      {
        method: "POST",
        url: `${sandbox.url}/identify-user`,
        headers: { Accept: "application/json", "Content-Type": "application/json" },
        body: { id: "u-1", plan: "pro", account: { id: "acme" } },
      },
    );
    assert.ok(Authorization && !JSON.stringify(plan).includes(KEY));
    assert.deepEqual(await sandbox.requests(), []);
  });

  test("is what a call then sends", async () => {
    const input = { form_uuids: ["a", "b"], response_data: { nps: 9 }, with_attributes: false };
    const plan = await refiner.plan("list_responses", input);
    await sandbox.faults(NO_ITEMS);
    await refiner.listResponses(input);
    const request = await sent();
    const { host } = new URL(sandbox.url);
    assert.equal(plan.url, `http://${host}${request.path}?${request.query}`);
    assert.equal(plan.method, request.method);
    assert.equal(plan.body, null);
  });

  test("checks the input as a call does", async () => {
    await failure(refiner.plan("track_event", { id: "u-1" }), { kind: "input", path: "event", action: "track_event" });
    await failure(refiner.plan("track_evnt", {}), { kind: "input", message: /track_event/ });
  });
});

describe("an unknown action", () => {
  for (const [wrong, meant] of [
    ["track_evnt", "track_event"],
    ["listResponses", "list_responses"],
    ["identify_usr", "identify_user"],
  ]) {
    test(`${wrong} suggests ${meant}`, async () => {
      const error = await failure(refiner.call(wrong, {}), { kind: "input", attempts: 0, action: wrong, path: "action" });
      assert.ok(error.message.includes(`did you mean ${meant}?`), error.message);
      assert.deepEqual(await sandbox.requests(), []);
    });
  }

  test("without a near name suggests none", async () => {
    const error = await failure(refiner.call("make_coffee", {}), { kind: "input" });
    assert.ok(!error.message.includes("did you mean"), error.message);
  });

  for (const name of ["__proto__", "constructor", "toString", "", "a".repeat(10_000)]) {
    test(`${name.slice(0, 12) || "(empty)"} is no action`, async () => {
      const error = await failure(refiner.call(name, {}), { kind: "input", path: "action" });
      assert.ok(error.message.length < 300);
    });
  }
});
