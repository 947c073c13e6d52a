// POST …/batch: each entry answered on its own, in order.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createGateway } from "refiner-wasm/gateway";
import { SECRET, said } from "../support/gateway/ask.mjs";
import { EVENT, PLAIN, bearer, inEachHost } from "../support/gateway/suite.mjs";

const VARIANTS = {
  r: { ...PLAIN, actions: ["identify_user", "track_event", "store_response", "list_responses", "delete_contact"] },
  few: { ...PLAIN, limits: { perUser: 3, perAddress: false, perKey: false } },
};

const entry = (id, action = "track_event", input = EVENT) => ({ id, at: Date.now(), action, input });

inEachHost(VARIANTS, ({ ask, sandbox, log }) => {
  const send = async (entries, { at = "r", claims } = {}) =>
    ask(`/${at}/batch`, { method: "POST", headers: await bearer({ sub: `u-${at}`, ...claims }), json: { entries } });
  const results = async (...given) => (await send(...given)).json.results;
  const short = (all) => all.map(({ id, status, kind, path }) => [id, status, ...(kind === undefined ? [] : [kind]), ...(path === undefined ? [] : [path])]);
  const events = async () => (await sandbox.requests()).map(({ path, body }) => [path.replace("/v1/", ""), JSON.parse(body).event]);

  test("entries are sent in order, and each is answered", async () => {
    const sent = [
      entry("a-1", "identify_user", { email: "jane@awesome.com", attributes: { plan: "pro" }, account: { id: "acme" } }),
      entry("a-2"),
      { ...entry("a-3", "track_event", { event: "Left", id: "u-r" }), at: "2026-01-31T10:00:00Z" },
      entry("a-4", "store_response", { form_uuid: "f", answers: { nps: 9 } }),
    ];
    const { status, json } = await send(sent);
    assert.equal(status, 200);
    assert.deepEqual(short(json.results).slice(0, 3), [["a-1", "accepted"], ["a-2", "accepted"], ["a-3", "accepted"]]);
    assert.deepEqual(json.results.length, 4);
    assert.deepEqual((await events()).slice(0, 3), [["identify-user", undefined], ["track-event", "Upgraded"], ["track-event", "Left"]]);
    assert.deepEqual(JSON.parse((await sandbox.requests())[0].body), { email: "jane@awesome.com", plan: "pro", account: { id: "acme" }, id: "u-r" });
  });

  test("a repeat is a duplicate, in one batch, in the next, and beside it", async () => {
    assert.deepEqual(short(await results([entry("b-1"), entry("b-1")])), [["b-1", "accepted"], ["b-1", "duplicate"]]);
    assert.deepEqual(short(await results([entry("b-1")])), [["b-1", "duplicate"]]);
    const both = await Promise.all([results([entry("b-2")]), results([entry("b-2")])]);
    assert.deepEqual(both.flatMap(short).map(([, status]) => status).sort(), ["accepted", "duplicate"]);
    // Another user's entry of the same id is another entry.
    assert.deepEqual(short(await results([entry("b-1")], { claims: { sub: "u-2" } })), [["b-1", "accepted"]]);
    assert.equal((await events()).length, 3);
  });

  test("what is wrong with an entry is said of that entry, and the others go", async () => {
    const wrong = [
      [{ id: "c-1", action: "track_event", input: {} }, ["c-1", "rejected", "input", "event"]],
      [entry("c-2", "track_event", { ...EVENT, id: "u-2" }), ["c-2", "rejected", "permission", "id"]],
      [entry("c-3", "archive_form", { form_uuid: "f" }), ["c-3", "rejected", "permission"]],
      [entry("c-4", "nonsense"), ["c-4", "rejected", "input", "action"]],
      [entry("c-5", "list_responses", {}), ["c-5", "rejected", "input", "action"]],
      [entry("c-6", "delete_contact", {}), ["c-6", "rejected", "permission"]],
      [entry("c-7", "track_event", []), ["c-7", "rejected", "input", "input"]],
      [{ ...entry("c-8"), more: 1 }, ["c-8", "rejected", "input", "more"]],
      [{ ...entry("c-9"), at: "yesterday" }, ["c-9", "rejected", "input", "at"]],
      [{ ...entry("c-10"), at: {} }, ["c-10", "rejected", "input", "at"]],
      [entry(""), ["", "rejected", "input", "id"]],
      [entry("a b"), ["a b", "rejected", "input", "id"]],
      [entry("x".repeat(129)), ["x".repeat(128), "rejected", "input", "id"]],
      [entry(7), [null, "rejected", "input", "id"]],
      ["text", [null, "rejected", "input", ""]],
      [null, [null, "rejected", "input", ""]],
      [entry("__proto__", "__proto__"), ["__proto__", "rejected", "input", "action"]],
      [{ ...entry("c-9b"), at: "1" }, ["c-9b", "rejected", "input", "at"]],
      [entry("c-13", "identify_user", { attributes: { big: 2 ** 60 } }), ["c-13", "rejected", "input", "input.attributes.big"]],
      [entry("c-14", "identify_user", { attributes: { "API Key": "x" } }), ["c-14", "rejected", "input", "input.attributes.API Key"]],
      [{ ...entry("c-15"), at: -8.64e18 }, ["c-15", "rejected", "input", "at"]],
      [entry("c-16", "identify_user", { attributes: { deep: JSON.parse("[".repeat(70) + "]".repeat(70)) } }), ["c-16", "rejected", "input", ""]],
      [entry("c-17", "identify_user", { attributes: { "\u0000id\u200b": "u-2" } }), ["c-17", "rejected", "permission", "attributes.\u0000id\u200b"]],
      [entry("c-11", "identify_user", { attributes: { uuid: "x" } }), ["c-11", "rejected", "permission", "attributes.uuid"]],
      [entry("c-12", "identify_user", { attributes: { id: "u-2" } }), ["c-12", "rejected", "input", "attributes.id"]],
    ];
    const found = await results([...wrong.map(([sent]) => sent), entry("c-99")]);
    assert.deepEqual(short(found), [...wrong.map(([, expected]) => expected), ["c-99", "accepted"]]);
    assert.equal((await events()).length, 1);
    assert.deepEqual((await log()).at(-1).entries, { rejected: wrong.length, accepted: 1 });
  });

  test("a hundred entries are taken, and none or more are not", async () => {
    const many = (count) => Array.from({ length: count }, (_, index) => entry(`d-${index}`));
    assert.deepEqual(new Set((await results(many(100))).map(({ status }) => status)), new Set(["accepted"]));
    await sandbox.clear();
    for (const entries of [many(101), [], "x", {}, null]) assert.deepEqual(said(await send(entries)), [400, "input", "entries"]);
    const ask_ = async (json) => said(await ask("/r/batch", { method: "POST", headers: await bearer(), json }));
    assert.deepEqual(await ask_({}), [400, "input", "entries"]);
    assert.deepEqual(await ask_({ entries: many(1), more: 1 }), [400, "input", "more"]);
    assert.deepEqual(await ask_({ entries: many(1), api_key: "x" }), [400, "input", "api_key"]);
    assert.deepEqual(short(await results([{ ...entry("d"), input: { api_key: "x" } }])), [["d", "rejected", "input", "input.api_key"]]);
    assert.deepEqual(await events(), []);
  });

  test("after an entry that must come later, all that follow it come later too", async () => {
    await sandbox.faults({ kind: "pass" }, { kind: "status", status: 429, headers: { "Retry-After": "7" }, body: {} });
    const found = await results([entry("e-1"), entry("e-2"), entry("e-3"), { ...entry("e-4"), action: "nonsense" }, entry("e-5")]);
    assert.deepEqual(short(found), [
      ["e-1", "accepted"],
      ["e-2", "later", "rate_limited"],
      ["e-3", "later", "rate_limited"],
      ["e-4", "rejected", "input", "action"],
      ["e-5", "later", "rate_limited"],
    ]);
    for (const index of [1, 2, 4]) assert.equal(found[index].retry_after_ms, 7000);
    assert.equal((await events()).length, 2);
    // Sent again as they are, only what is missing is sent.
    assert.deepEqual((await results([entry("e-1"), entry("e-2"), entry("e-3")])).map(({ status }) => status), ["duplicate", "accepted", "accepted"]);
  });

  test("Refiner's failures: what was not done comes later, what it refused does not, and what nobody knows is said so", async () => {
    const one = async (id, fault, action, input) => {
      await sandbox.faults(fault);
      const [{ status, kind, retry_after_ms }] = await results([entry(id, action, input)]);
      return [status, kind, typeof retry_after_ms];
    };
    assert.deepEqual(await one("f-1", { kind: "status", status: 503, body: {} }), ["later", "server", "number"]);
    assert.deepEqual(await one("f-2", { kind: "status", status: 500, body: {} }), ["later", "server", "number"]);
    assert.deepEqual(await one("f-3", { kind: "status", status: 401, body: { error: "API key does not look valid" } }), ["later", "config", "number"]);
    assert.deepEqual(await one("f-4", { kind: "status", status: 422, body: { error: "no" } }), ["rejected", "rejected", "undefined"]);
    assert.deepEqual(await one("f-5", { kind: "truncate", bytes: 5 }), ["unknown", "network", "undefined"]);
    assert.deepEqual(await one("f-5", { kind: "pass" }), ["unknown", "timeout", "undefined"]);
    assert.deepEqual(await one("f-6", { kind: "html" }), ["unknown", "decode", "undefined"]);
    assert.deepEqual(await one("f-7", { kind: "truncate", bytes: 5 }, "identify_user", {}), ["later", "network", "number"]);
    assert.deepEqual(await one("f-7", { kind: "pass" }, "identify_user", {}), ["accepted", undefined, "undefined"]);
    assert.deepEqual(await one("f-4", { kind: "pass" }), ["rejected", "rejected", "undefined"]);
  });

  test("at the edge of the user's limit, the rest comes later, and says when", async () => {
    const claims = { sub: `u-${Math.random()}` };
    const found = await results(["g-1", "g-2", "g-3", "g-4", "g-5"].map((id) => entry(id)), { at: "few", claims });
    assert.deepEqual(found.map(({ status, kind }) => [status, kind]), [
      ["accepted", undefined], ["accepted", undefined], ["accepted", undefined], ["later", "rate_limited"], ["later", "rate_limited"],
    ]);
    assert.ok(found[3].retry_after_ms > 0 && found[3].retry_after_ms <= 60_000);
    const single = await ask("/few/track-event", { method: "POST", headers: await bearer(claims), json: EVENT });
    assert.deepEqual(said(single), [429, "rate_limited"]);
    assert.ok(Number(single.headers["retry-after"]) >= 1 && Number(single.headers["retry-after"]) <= 60);
    assert.equal((await events()).length, 3);
  });

  test("a batch needs a caller", async () => {
    assert.deepEqual(said(await ask("/r/batch", { method: "POST", json: { entries: [entry("h-1")] } })), [401, "auth"]);
  });
});

describe("with a queue", () => {
  const stage = ({ fails = false } = {}) => {
    const sent = [];
    const requests = [];
    const fetch = async (url, { body }) => {
      requests.push([url.replace(/.*\//, ""), JSON.parse(body)]);
      return Response.json({ message: "ok" });
    };
    const sendBatch = async (messages) => {
      if (fails) throw new Error("the queue is full");
      sent.push(...messages);
    };
    const env = { REFINER_QUEUE: { sendBatch } };
    const gateway = createGateway({ apiKey: "k", ...PLAIN, tokens: { secret: SECRET }, onLog: () => {}, fetch });
    const post = async (path, json) => {
      const headers = { ...(await bearer()), "content-type": "application/json" };
      const answer = await gateway.fetch(new Request(`https://g.example${path}`, { method: "POST", headers, body: JSON.stringify(json) }), env);
      return { status: answer.status, json: await answer.json() };
    };
    return { sent, requests, gateway, post, env };
  };

  test("entries are checked, accepted at once, and delivered from the queue", async () => {
    const { sent, requests, gateway, post, env } = stage();
    const { json } = await post("/batch", { entries: [entry("q-1", "identify_user", { attributes: { plan: "pro" } }), entry("q-2", "track_event", {}), entry("q-3")] });
    assert.deepEqual(json.results.map(({ id, status, path }) => [id, status, path]), [["q-1", "accepted", undefined], ["q-2", "rejected", "event"], ["q-3", "accepted", undefined]]);
    assert.deepEqual(requests, []);
    const done = [];
    const messages = sent.map(({ body }, index) => ({ id: String(index), body, attempts: 1, ack: () => done.push(index), retry: () => assert.fail("retried") }));
    await gateway.queue({ messages }, env);
    assert.deepEqual(requests, [["identify-user", { plan: "pro", id: "u-1" }], ["track-event", { event: "Upgraded", id: "u-1" }]]);
    assert.equal(done.length, messages.length);
  });

  test("a single event is accepted too; a user is identified at once", async () => {
    const { sent, requests, post } = stage();
    assert.deepEqual(await post("/track-event", EVENT), { status: 202, json: { message: "ok" } });
    assert.deepEqual([sent.length, requests.length], [1, 0]);
    assert.equal((await post("/track-event", {})).status, 400);
    assert.equal((await post("/identify-user", {})).status, 200);
    assert.deepEqual(requests, [["identify-user", { id: "u-1" }]]);
  });

  test("what the queue does not take comes later", async () => {
    const { post } = stage({ fails: true });
    const { json } = await post("/batch", { entries: [entry("q-4"), entry("q-5", "track_event", {})] });
    assert.deepEqual(json.results.map(({ status }) => status), ["later", "rejected"]);
    const single = await post("/track-event", EVENT);
    assert.deepEqual([single.status, single.json.kind], [503, "server"]);
  });
});
