// Running an action for a model: what is refused, and what it returns.

import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { after, before, beforeEach, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import contract from "refiner-wasm/contract";
import { run } from "refiner-wasm/tools";
import { failure } from "../support/failure.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { samples } from "./samples.mjs";
import { never, ok, page, scripted, status } from "../support/scripted.mjs";

let sandbox;
let refiner;

before(async () => {
  sandbox = await startSandbox(["--contacts", "10", "--responses", "40"]);
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
});
after(() => sandbox?.stop());
beforeEach(() => sandbox.clear());

/** An object with a getter that throws. */
const thrower = (name = "value") => Object.defineProperty({}, name, { enumerable: true, get: () => assert.fail(Error("no")) });

/** An object that cannot even be looked at. */
const hostile = () => new Proxy({}, { getPrototypeOf: () => assert.fail(Error("no")) });

/** A client whose fetch follows a script. */
const playing = (...answers) => new Refiner({ apiKey: KEY, fetch: scripted(...answers), maxRetries: 0 });

test("gives the data and everything known about the run", async () => {
  const { data, meta } = await run(refiner, "verify_key");
  assert.equal(data.untrusted_text.project_name, "Production");
  const { durationMs, executionId, ...rest } = meta;
  assert.deepEqual(rest, { action: "verify_key", effect: "read", attempts: 1 });
  assert.ok(Number.isInteger(durationMs) && durationMs >= 0);
  assert.match(executionId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.notEqual((await run(refiner, "verify_key")).meta.executionId, executionId);
});

test("accepts every alias, and gives the action's own name", async () => {
  for (const { name, aliases } of contract.actions.filter(({ effect }) => effect === "read")) {
    const inputs = { ...(await samples((what) => refiner.call(`list_${what}`))), get_contact: { email: "nobody@nowhere" } };
    for (const alias of aliases) {
      const outcome = await run(refiner, alias, inputs[name]).catch((error) => error);
      assert.equal(outcome.meta?.action ?? outcome.action, name, alias);
    }
  }
});

test("counts the requests it took", async () => {
  await sandbox.faults({ kind: "status", status: 503, headers: { "retry-after": "0" } });
  assert.equal((await run(refiner, "list_forms")).meta.attempts, 2);
});

test("says where a list continues, and nothing at its end", async () => {
  const first = await run(refiner, "list_contacts", { page_length: 6 });
  assert.equal(first.meta.truncated, undefined);
  assert.deepEqual(Object.keys(first.meta.next), ["page_cursor"]);
  const last = await run(refiner, "list_contacts", { page_length: 6, ...first.meta.next });
  assert.equal(first.data.items.length + last.data.items.length, last.data.pagination.items_count);
  assert.equal("next" in last.meta, false);
});

test("returns odd data unchanged, and says what is odd", async () => {
  const { data, meta } = await run(playing(ok(page([{ uuid: 7, name: "x", is_manual: "yes" }]))), "list_segments");
  assert.equal(data.items[0].uuid, 7);
  assert.deepEqual(meta.anomalies.map(({ path }) => path).sort(), ["items[0].is_manual", "items[0].uuid"]);
});

test("a list that leads back to itself is not reported as complete", async () => {
  const stuck = page([{ uuid: "a", name: "x", is_manual: true }], { last_page: 3, items_count: 3, next_page_cursor: "c" });
  const { meta } = await run(playing(ok(stuck)), "list_segments", { page_cursor: "c" });
  assert.equal("next" in meta, false);
  assert.deepEqual(meta.anomalies.map(({ path }) => path), ["pagination.next_page_cursor"]);
});

describe("a destructive action", () => {
  const destructive = contract.actions.filter(({ effect }) => effect === "destructive");

  for (const { name, aliases } of destructive) {
    test(`${name} is refused without a confirmation: nothing is sent, and the error shows what would be`, async () => {
      const input = (await samples((what) => refiner.call(`list_${what}`)))[name];
      await sandbox.clear();
      for (const [called, options] of [[name], [name, {}], [name, { confirm: false }], ...aliases.map((alias) => [alias])]) {
        const error = await failure(run(refiner, called, input, options), { kind: "permission", action: name, attempts: 0 });
        assert.deepEqual(error.plan, await refiner.plan(name, input));
        assert.match(error.message, /destructive, and not confirmed.*nothing was sent.*confirm: true/);
        assert.ok(error.message.includes(error.plan.url));
        assert.doesNotMatch(JSON.stringify(error.plan), new RegExp(KEY));
      }
      assert.deepEqual(await sandbox.requests(), []);
    });
  }

  test("says what it destroys", async () => {
    await failure(run(refiner, "delete_contact", { id: "x" }), { message: /It destroys all responses of the contact\./ });
  });

  test("with a wrong input gets that error first", async () => {
    await failure(run(refiner, "delete_contact", { idd: "x" }), { kind: "input", path: "idd" });
  });

  test("cannot be confirmed by the model: the confirmation is not a parameter", async () => {
    await failure(run(refiner, "delete_contact", { id: "x", confirm: true }), { kind: "input", path: "confirm" });
  });

  test("is carried out when confirmed", async () => {
    await run(refiner, "identify_user", { id: "gone" });
    const { meta } = await run(refiner, "delete_contact", { id: "gone" }, { confirm: true });
    assert.equal(meta.effect, "destructive");
    await failure(run(refiner, "get_contact", { id: "gone" }), { kind: "not_found" });
  });
});

describe("what is wrong is an error before anything is sent", () => {
  for (const [what, call, expected] of [
    ["an unknown action", (r) => run(r, "list_respnses"), { kind: "input", path: "action", message: /did you mean list_responses\?/ }],
    ["no action", (r) => run(r), { kind: "input", path: "action" }],
    ["a name of JavaScript's own", (r) => run(r, "toString"), { kind: "input", path: "action" }],
    ["text as input", (r) => run(r, "get_contact", "the contact a"), { kind: "input", path: "", message: /must be an object, got text/ }],
    ["a list as input", (r) => run(r, "get_contact", []), { kind: "input", path: "" }],
    ["a Date inside", (r) => run(r, "identify_user", { id: "a", attributes: new Date() }), { kind: "input", path: "attributes" }],
    ["an unknown option", (r) => run(r, "verify_key", {}, { confrim: true }), { kind: "config", message: /did you mean confirm\?/ }],
    ["options that throw", (r) => run(r, "verify_key", {}, thrower("signal")), { kind: "config", message: /cannot be read: Error: no$/ }],
    ["a name that cannot be text", (r) => run(r, Object.create(null)), { kind: "input", path: "action" }],
    ["an input that throws", (r) => run(r, "identify_user", { id: "a", attributes: thrower("b") }), { kind: "input", path: "attributes.b" }],
    ["a pair that throws", (r) => run(r, "identify_user", { id: "a", attributes: [Object.assign(thrower(), { key: "b" })] }), { kind: "input", path: "attributes[0]" }],
    ["a summary that throws", (r) => run(r, "summarize_responses", thrower("metrics")), { kind: "input", path: "metrics" }],
    ["a proxy that throws", (r) => run(r, "verify_key", hostile()), { kind: "input", path: "", message: /cannot be read: no/ }],
    ["a confirmation in words", (r) => run(r, "delete_contact", { id: "a" }, { confirm: "yes" }), { kind: "config" }],
    ["a limit in words", (r) => run(r, "verify_key", {}, { maxResultBytes: "1" }), { kind: "config" }],
    ["a limit of nothing", (r) => run(r, "verify_key", {}, { maxResultBytes: 0 }), { kind: "config" }],
    ["a wrong timeout", (r) => run(r, "verify_key", {}, { timeoutMs: 0 }), { kind: "input", path: "options.timeoutMs" }],
    ["options that are none", (r) => run(r, "verify_key", {}, null), { kind: "config" }],
    ["no client", () => run({}, "verify_key"), { kind: "config", message: /needs a Refiner/ }],
    ["nothing at all", () => run(), { kind: "config" }],
  ]) {
    test(what, async () => {
      await failure(call(refiner), { attempts: 0, ...expected });
      assert.deepEqual(await sandbox.requests(), []);
    });
  }
});

describe("a confirmation counts only as an option of its own", () => {
  const answer = ok({ message: "ok" });

  test("not one that is inherited", async () => {
    const client = new Refiner({ apiKey: KEY, fetch: scripted(answer) });
    await failure(run(client, "delete_contact", { id: "u" }, Object.create({ confirm: true })), { kind: "config" });
  });

  test("nor one that is on the prototype of all objects", async (t) => {
    const fetch = scripted(answer);
    t.after(() => delete Object.prototype.confirm);
    Object.prototype.confirm = true;
    await failure(run(new Refiner({ apiKey: KEY, fetch }), "delete_contact", { id: "u" }, {}), { kind: "permission" });
    await failure(run(new Refiner({ apiKey: KEY, fetch }), "delete_contact", { id: "u" }), { kind: "permission" });
    assert.equal(fetch.calls.length, 0);
  });
});

test("a page on plain http, which has no crypto.randomUUID, gets ids all the same", async (t) => {
  t.mock.getter(globalThis, "crypto", () => ({ getRandomValues: (bytes) => webcrypto.getRandomValues(bytes) }));
  const ids = [];
  for (let count = 0; count < 20; count++) ids.push((await run(playing(ok({})), "verify_key")).meta.executionId);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(new Set(ids).size, ids.length);
});

describe("signal, deadline and retries are the call's", () => {
  test("an aborted run ends", async () => {
    const signal = AbortSignal.timeout(20);
    await failure(run(playing(never), "verify_key", {}, { signal }), { kind: "aborted" });
  });

  test("a run that takes too long ends", async () => {
    await failure(run(playing(never), "verify_key", {}, { timeoutMs: 20 }), { kind: "timeout" });
  });

  test("failures keep their kind and count", async () => {
    const busy = status(503, { "retry-after": "0" });
    const client = new Refiner({ apiKey: KEY, fetch: scripted(busy, busy) });
    await failure(run(client, "verify_key", {}, { maxRetries: 1 }), { kind: "server", attempts: 2 });
  });
});
