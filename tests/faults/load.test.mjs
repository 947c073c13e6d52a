// Many calls at once, many failures in a row, and a misbehaving fetch. `memory.mjs` watches the memory of the core.

import { coreSize, heapUsed } from "../support/memory.mjs";
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { failure, settled } from "../support/failure.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { DONE, countedBody, ok, page, raw, rejects, scripted, status } from "../support/scripted.mjs";
import { noTimersBeyond, timers } from "../support/signal.mjs";

const EVENT = { id: "u-1", event: "Upgraded" };

let sandbox;

before(async () => {
  sandbox = await startSandbox(["--contacts", "10", "--responses", "50"]);
});
after(() => sandbox.stop());

describe("1,000 calls at once through one client", () => {
  test("against the sandbox all arrive, once", async () => {
    const before = timers();
    const refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
    const ids = Array.from({ length: 1000 }, (_, index) => `u-${index}`);
    const results = await Promise.all(ids.map((id) => refiner.trackEvent({ id, event: "e" })));
    assert.equal(results.filter(({ message }) => message === "ok").length, 1000);
    const received = (await sandbox.requests()).map(({ body }) => JSON.parse(body).id);
    assert.deepEqual(received.sort(), ids.sort());
    await noTimersBeyond(before);
  });

  test("each gets its own reply, in whatever order they come", async () => {
    const waiting = [];
    const fetch = (_, init) => new Promise((resolve) => waiting.push(() => resolve(Response.json({ message: JSON.parse(init.body).id }))));
    const refiner = new Refiner({ apiKey: KEY, fetch });
    const calls = Array.from({ length: 1000 }, (_, index) => refiner.trackEvent({ id: `u-${index}`, event: "e" }));
    while (waiting.length < 1000) await new Promise((resolve) => setImmediate(resolve));
    for (const answer of waiting.reverse()) answer();
    const messages = (await settled(Promise.all(calls))).map(({ message }) => message);
    assert.deepEqual(messages, Array.from({ length: 1000 }, (_, index) => `u-${index}`));
  });

  test("half of which fail, in every way", async () => {
    const answers = [ok(DONE), status(422), ok(DONE), rejects(new TypeError("x")), ok(DONE), raw("<"), ok(DONE), status(302)];
    const fetch = scripted((url, init, index) => answers[index % 8](url, init, index));
    const refiner = new Refiner({ apiKey: KEY, fetch, maxRetries: 0 });
    const calls = Array.from({ length: 1000 }, () => refiner.trackEvent(EVENT));
    const results = await settled(Promise.allSettled(calls));
    const kinds = {};
    for (const { status, reason } of results) {
      const kind = status === "fulfilled" ? "ok" : reason.kind;
      kinds[kind] = (kinds[kind] ?? 0) + 1;
    }
    assert.deepEqual(kinds, { ok: 500, rejected: 125, network: 125, decode: 125, redirect: 125 });
  });
});

describe("memory is flat", () => {
  /** Runs `once` many times, and fails if the core or the heap has grown after the first thousand. */
  async function flat(once, times = 10_000) {
    for (let count = 0; count < 1000; count++) await once();
    const [core, heap] = [coreSize(), await heapUsed()];
    for (let count = 0; count < times; count++) await once();
    assert.deepEqual(coreSize(), core, "the core has grown");
    const grown = (await heapUsed()) - heap;
    // A leak of one small object per call would exceed this.
    assert.ok(grown < times * 50, `${grown} bytes stay after ${times} calls`);
  }

  test("over 10,000 bad inputs, and then a good one works", async () => {
    const fetch = scripted(ok(DONE));
    const refiner = new Refiner({ apiKey: KEY, fetch });
    const bad = [{}, { event: 1n, id: "u" }, { event: "e", id: "u", attributes: { x: NaN } }, null, { event: Symbol("s") }, { id: "u", evnt: "x".repeat(1000) }];
    let index = 0;
    await flat(async () => {
      const error = await refiner.trackEvent(bad[index++ % bad.length]).catch((error) => error);
      assert.equal(error.kind, "input");
    });
    assert.equal(fetch.calls.length, 0);
    assert.deepEqual(await settled(refiner.trackEvent(EVENT)), DONE);
  });

  test("over 10,000 good calls", async () => {
    const refiner = new Refiner({ apiKey: KEY, fetch: async () => Response.json(DONE) });
    await flat(() => refiner.trackEvent(EVENT));
  });

  test("over failures of every kind", async () => {
    const answers = [status(422, {}, "x".repeat(50_000)), rejects(new Error("x")), raw("<"), status(302), () => undefined];
    let index = 0;
    const fetch = async (...args) => answers[index++ % answers.length](...args);
    const refiner = new Refiner({ apiKey: () => KEY, fetch, maxRetries: 0, timeoutMs: 1000 });
    await flat(() => refiner.trackEvent(EVENT).catch(() => {}), 5_000);
  });

  test("over a list of many pages", async () => {
    let number = 0;
    const items = Array.from({ length: 20 }, () => ({ uuid: "r", data: { text: "x".repeat(1000) } }));
    const fetch = async () => Response.json(page(items, { current_page: 1, last_page: 1e9, next_page_cursor: `c-${number++}` }));
    const iterator = new Refiner({ apiKey: KEY, fetch }).listResponses().pages();
    await flat(async () => assert.equal((await iterator.next()).done, false), 1_000).catch((error) => {
      // A walk keeps the cursors that it has seen: some bytes per page. Anything more is a leak.
      const kept = /^(\d+) bytes stay after 1000/.exec(error.message)?.[1];
      if (!kept || Number(kept) > 1_000 * 500) throw error;
    });
    await iterator.return();
  });
});

describe("a fetch that", () => {
  const call = (fetch, options = {}) => new Refiner({ apiKey: KEY, fetch, maxRetries: 0, ...options }).trackEvent(EVENT);

  for (const [name, reason, message] of [
    ["text", "went away", /went away/],
    ["undefined", undefined, /no reason/],
    ["null", null, /no reason/],
    ["a number", 7, /no reason/],
    ["a symbol", Symbol("s"), /no reason/],
    ["a frozen object", Object.freeze({ message: "frozen" }), /frozen/],
    ["a frozen error", Object.freeze(new Error("frozen")), /frozen/],
    ["an object without a prototype", Object.create(null), /no reason/],
    ["an object whose message is none", { message: { a: 1 }, cause: 7, code: {} }, /no reason/],
    ["an object that throws", new Proxy({}, { get: () => { throw new Error("again"); } }), /no reason/],
    ["an error of 1 MB", new Error("x".repeat(1_000_000)), /xxx/],
    ["its own cause", (() => { const error = new Error("loop"); error.cause = error; return error; })(), /loop/],
  ]) {
    for (const [how, fetch] of [
      ["rejects with", () => Promise.reject(reason)],
      ["throws", () => { throw reason; }],
    ]) {
      test(`${how} ${name}`, async () => {
        const error = await settled(call(fetch).then(() => assert.fail("it was to fail"), (error) => error));
        assert.deepEqual([error.name, error.kind, error.attempts, error.status], ["RefinerError", "network", 1, undefined]);
        assert.match(error.message, message);
        assert.ok(error.message.length < 600, `${error.message.length} characters`);
        if (reason instanceof Error) assert.ok(error.cause instanceof Error);
        JSON.stringify(error);
      });
    }
  }

  for (const [name, reason] of [
    ["in its message", () => new Error(`cannot send Bearer ${KEY}`)],
    ["in its cause", () => new Error("no", { cause: new Error("no", { cause: new Error(KEY) }) })],
    ["in its stack", () => Object.assign(new Error("no"), { stack: `at ${KEY}` })],
    ["as it is", () => `Bearer ${KEY}`],
    ["in the request it carries", () => Object.assign(new Error("no"), { request: { headers: { Authorization: `Bearer ${KEY}` } } })],
    ["in a list of errors", () => new AggregateError([new Error(KEY)], "no")],
    ["deep in its causes", () => [1, 2, 3, 4, 5, 6].reduce((cause) => new Error("no", { cause }), new Error(KEY))],
    ["in a hidden property", () => Object.defineProperty(new Error("no"), "config", { value: { key: KEY } })],
  ]) {
    test(`fails with the key ${name}`, async () => {
      await failure(call(() => Promise.reject(reason())), { kind: "network", attempts: 1 });
    });
  }

  for (const [name, value] of [
    ["undefined", undefined],
    ["null", null],
    ["a number", 200],
    ["text", '{"message":"ok"}'],
    ["an empty object", {}],
    ["an object with a status alone", { status: 200 }],
    ["an object with a body that is none", { status: 200, body: {} }],
    ["an object with wrong headers", { status: 429, headers: {} }],
    ["an object with headers that throw", { status: 429, headers: { get() { throw new Error("x"); } } }],
    ["an object that throws", new Proxy({}, { get: (_, name) => { if (name === "then") return undefined; throw new Error("again"); } })],
    ["an object whose status is text", { status: "200", headers: new Headers(), body: null }],
  ]) {
    test(`gives ${name}`, async () => {
      const error = await failure(call(() => value), { attempts: 1 });
      assert.ok(error.status === undefined || error.status >= 200, `${error.status} is not a status`);
    });
  }

  test("gives its response at once, without a promise", async () => {
    assert.deepEqual(await settled(call(() => Response.json(DONE))), DONE);
  });

  test("gives a response without a stream, as some do", async () => {
    const bytes = new TextEncoder().encode('{"message":"ok"}');
    for (const arrayBuffer of [async () => bytes.buffer, () => bytes.buffer]) {
      assert.deepEqual(await settled(call(() => ({ status: 200, headers: new Headers(), arrayBuffer }))), DONE);
    }
    const long = { status: 200, arrayBuffer: async () => new ArrayBuffer(1000) };
    await failure(call(() => long, { maxBodyBytes: 999 }), { kind: "too_large" });
    const failing = { status: 200, arrayBuffer: async () => Promise.reject(new Error("gone")) };
    await failure(call(() => failing), { kind: "network", message: /gone/ });
  });

  test("gives a response whose body is locked, or was read before", async () => {
    const locked = Response.json(DONE);
    locked.body.getReader();
    await failure(call(() => locked), { kind: "network", attempts: 1 });
    const used = Response.json(DONE);
    await used.text();
    const error = await failure(call(() => used), { attempts: 1 });
    assert.ok(["network", "decode"].includes(error.kind), error.kind);
  });

  test("gives one response for two calls", async () => {
    const shared = Response.json(DONE);
    assert.deepEqual(await settled(call(() => shared)), DONE);
    await failure(call(() => shared), { attempts: 1 });
  });

  for (const [name, chunk] of [
    ["text", '{"message":"ok"}'],
    ["numbers", 7],
    ["null", null],
    ["undefined", undefined],
  ]) {
    test(`gives a body of ${name} instead of bytes`, async () => {
      const body = new ReadableStream({ start: (controller) => (controller.enqueue(chunk), controller.close()) });
      await failure(call(() => ({ status: 200, headers: new Headers(), body })), { kind: "network", status: 200, message: /not bytes/ });
    });
  }

  test("gives bytes in odd pieces", async () => {
    const bytes = new TextEncoder().encode('{"message":"é🎉"}');
    const pieces = [...bytes].flatMap((byte) => [new Uint8Array(0), new Uint8Array([9, byte, 9]).subarray(1, 2)]);
    const body = new ReadableStream({ pull: (controller) => (pieces.length ? controller.enqueue(pieces.shift()) : controller.close()) });
    assert.deepEqual(await settled(call(() => new Response(body))), { message: "é🎉" });
  });

  for (const View of [ArrayBuffer, DataView, Uint8ClampedArray, Int8Array, Uint16Array]) {
    test(`gives bytes as ${View.name}`, async () => {
      const { buffer } = new TextEncoder().encode('{"message":"é🎉"}  ');
      const chunk = View === ArrayBuffer ? buffer : new View(buffer);
      const body = new ReadableStream({ start: (controller) => (controller.enqueue(chunk), controller.close()) });
      assert.deepEqual(await settled(call(() => ({ status: 200, body }))), { message: "é🎉" });
    });
  }

  test("answers after the deadline: its response is released", async () => {
    const body = countedBody("x");
    let answer;
    const fetch = () => new Promise((resolve) => (answer = () => resolve(new Response(body.stream))));
    await failure(call(fetch, { timeoutMs: 20 }), { kind: "timeout", attempts: 1 });
    answer();
    for (let turns = 0; turns < 20 && !body.cancelled; turns++) await new Promise((resolve) => setImmediate(resolve));
    assert.ok(body.cancelled, "a body that nobody will read stays open");
  });

  test("is not called as a method of the client", async () => {
    const receivers = [];
    const fetch = function () {
      "use strict";
      receivers.push(this);
      return Promise.resolve(Response.json(DONE));
    };
    await settled(call(fetch));
    assert.deepEqual(receivers, [undefined]);
  });

  test("is the host's own, as it is at the time of the call", async (t) => {
    const refiner = new Refiner({ apiKey: KEY });
    t.mock.method(globalThis, "fetch", async () => Response.json({ message: "mine" }));
    assert.deepEqual(await settled(refiner.trackEvent(EVENT)), { message: "mine" });
    t.mock.restoreAll();
  });
});
