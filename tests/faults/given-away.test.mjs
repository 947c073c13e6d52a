// Values of the host that throw when they are touched: bytes whose buffer was given away, proxies, promises and signals
// that are not what they seem. Each call still ends, with a kind, and the calls after it work.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all } from "../support/bulk.mjs";
import { failure, settled } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { DONE, ok, page, scripted } from "../support/scripted.mjs";
import { unhandledRejections } from "../support/unhandled.mjs";

const EVENT = { id: "u-1", event: "Upgraded" };

const give = (/** @type {any} */ bytes) => (structuredClone(bytes.buffer ?? bytes, { transfer: [bytes.buffer ?? bytes] }), bytes);
const throws = () => {
  throw new Error("do not touch");
};
const json = () => new TextEncoder().encode(JSON.stringify(page([])));

/** Things that are no bytes, although they look like it. */
const CHUNKS = {
  "a Uint8Array whose buffer was given away": () => give(new Uint8Array(8)),
  "a Uint16Array whose buffer was given away": () => give(new Uint16Array(8)),
  "a DataView whose buffer was given away": () => {
    const { buffer } = new Uint8Array(8);
    const view = new DataView(buffer);
    give(buffer);
    return view;
  },
  "an ArrayBuffer that was given away": () => give(new ArrayBuffer(8)),
  "a proxy of a Uint8Array": () => new Proxy(json(), {}),
  "a proxy of a Uint8Array that passes on what it is asked": () =>
    new Proxy(json(), {
      get(bytes, name) {
        const value = Reflect.get(bytes, name, bytes);
        return typeof value === "function" ? value.bind(bytes) : value;
      },
    }),
  "a proxy of an ArrayBuffer": () => new Proxy(json().buffer, {}),
  "a proxy of an ArrayBuffer that passes on what it is asked": () =>
    new Proxy(json().buffer, { get: (buffer, name) => Reflect.get(buffer, name, buffer) }),
  "a Uint8Array whose getters throw": () => Object.defineProperties(json(), { byteLength: { get: throws }, length: { get: throws }, buffer: { get: throws } }),
  "a Uint8Array that says it is longer": () => Object.defineProperty(json(), "byteLength", { value: 100_000 }),
};

const head = () => ({ status: 200, headers: new Headers() });

/** Ways to hand a chunk over. */
const BODIES = {
  "a stream": (make) => ({ ...head(), body: { getReader: () => ({ read: async () => ({ done: false, value: make() }), cancel: async () => {} }) } }),
  "arrayBuffer()": (make) => ({ ...head(), arrayBuffer: async () => make() }),
};

/** The doors of the package. */
const DOORS = {
  trackEvent: (refiner) => refiner.trackEvent(EVENT),
  listResponses: (refiner) => refiner.listResponses(),
  summarizeResponses: (refiner) => refiner.summarizeResponses({}, { metrics: ["count"] }),
  exportResponses: (refiner) => all(refiner.exportResponses({}, { format: "csv" })),
};

for (const [body, reply] of Object.entries(BODIES)) {
  describe(`from ${body}`, () => {
    for (const [what, make] of Object.entries(CHUNKS)) {
      test(`${what} is a lost connection, in every door`, async (t) => {
        const unhandled = unhandledRejections(t);
        for (const [door, call] of Object.entries(DOORS)) {
          const refiner = new Refiner({ apiKey: KEY, fetch: scripted(() => reply(make)), maxRetries: 0, timeoutMs: 5_000 });
          await failure(call(refiner), { kind: "network", status: 200, attempts: 1 }, KEY);
          // The next one works.
          const next = new Refiner({ apiKey: KEY, fetch: scripted(ok(door === "trackEvent" ? DONE : page([]))) });
          await settled(call(next));
        }
        assert.deepEqual(unhandled, []);
      });
    }
  });
}

test("a stream that gives its buffer away after it has enqueued it", async () => {
  const fetch = async () =>
    new Response(
      new ReadableStream({
        pull(controller) {
          const bytes = new Uint8Array(8);
          controller.enqueue(bytes);
          give(bytes);
        },
      }),
    );
  for (const call of Object.values(DOORS)) {
    await failure(call(new Refiner({ apiKey: KEY, fetch, maxRetries: 0 })), { kind: "network", status: 200 });
  }
});

test("bytes of every kind are read", async () => {
  const bytes = new TextEncoder().encode(JSON.stringify(DONE));
  const even = bytes.length % 2 ? new TextEncoder().encode(`${JSON.stringify(DONE)} `) : bytes;
  const inside = new Uint8Array(bytes.length + 6);
  inside.set(bytes, 3);
  const { runInNewContext } = await import("node:vm");
  const foreign = runInNewContext("new Uint8Array(list)", { list: [...bytes] });
  for (const chunk of [bytes, Buffer.from(bytes), bytes.slice().buffer, new Uint16Array(even.slice().buffer), new DataView(inside.buffer, 3, bytes.length), inside.subarray(3, 3 + bytes.length), foreign]) {
    const reads = [{ done: false, value: chunk }, { done: true }];
    const body = { getReader: () => ({ read: async () => reads.shift(), cancel: async () => {} }) };
    const refiner = new Refiner({ apiKey: KEY, fetch: async () => /** @type {any} */ ({ ...head(), body }) });
    assert.deepEqual(await settled(refiner.trackEvent(EVENT)), DONE);
  }
});

/** A native promise that throws when it is used: `constructor` when it is resolved again, `then` when it is awaited. */
const trap = (name, value) => Object.defineProperty(Promise.resolve(value), name, { get: throws });

describe("a promise that throws when it is touched", () => {
  for (const name of ["constructor", "then"]) {
    test(`${name}, from fetch`, async () => {
      const refiner = new Refiner({ apiKey: KEY, fetch: () => trap(name, Response.json(DONE)), maxRetries: 0 });
      await failure(refiner.trackEvent(EVENT), { kind: "network", attempts: 1, message: /do not touch/ });
    });

    test(`${name}, from the function that gives the key`, async () => {
      const refiner = new Refiner({ apiKey: () => trap(name, KEY), fetch: scripted(ok(DONE)) });
      await failure(refiner.trackEvent(EVENT), { kind: "config", attempts: 0, message: /do not touch/ });
    });

    test(`${name}, from a reader, its cancellation and that of a body`, async (t) => {
      const unhandled = unhandledRejections(t);
      const reader = { read: () => trap(name, { done: true }), cancel: () => trap(name, undefined) };
      const body = { getReader: () => reader, cancel: () => trap(name, undefined) };
      const refiner = new Refiner({ apiKey: KEY, fetch: scripted({ ...head(), body }), maxRetries: 0 });
      await failure(refiner.trackEvent(EVENT), { kind: "network", status: 200, message: /do not touch/ });
      const redirected = new Refiner({ apiKey: KEY, fetch: scripted({ ...head(), status: 302, body }) });
      await failure(redirected.trackEvent(EVENT), { kind: "redirect", status: 302 });
      assert.deepEqual(unhandled, []);
    });

    test(`${name}, from a fetch that answers too late`, async (t) => {
      const unhandled = unhandledRejections(t);
      const controller = new AbortController();
      const fetch = () => {
        controller.abort("enough");
        return trap(name, Response.json(DONE));
      };
      const aborted = new Refiner({ apiKey: KEY, fetch, maxRetries: 0 }).trackEvent(EVENT, { signal: controller.signal });
      const error = await failure(aborted, {});
      assert.ok(["aborted", "network"].includes(error.kind), error.kind);
      assert.deepEqual(unhandled, []);
    });
  }
});

describe("a clock, dice and timers that throw or say nonsense", () => {
  for (const [what, value] of [["throws", throws], ["gives no number", () => "soon"], ["gives a Symbol", () => Symbol("now")], ["gives an object that throws", () => ({ valueOf: throws })]]) {
    test(`Math.random ${what}`, async (t) => {
      const { random } = Math;
      t.after(() => Object.assign(Math, { random }));
      const refiner = new Refiner({ apiKey: KEY, fetch: scripted(ok(DONE)) });
      await refiner.preload();
      Math.random = /** @type {any} */ (value);
      assert.deepEqual(await settled(refiner.trackEvent(EVENT)), DONE);
    });

    test(`Date.now ${what}`, async (t) => {
      const { now } = Date;
      t.after(() => Object.assign(Date, { now }));
      const refiner = new Refiner({ apiKey: KEY, fetch: scripted(ok(DONE)) });
      await settled(refiner.trackEvent(EVENT));
      Date.now = /** @type {any} */ (value);
      const done = refiner.trackEvent(EVENT);
      const outcome = settled(done);
      Date.now = now;
      assert.deepEqual(await outcome, DONE);
    });
  }

  test("a wait between two attempts does not last for ever without timers", async (t) => {
    const { setTimeout } = globalThis;
    t.after(() => Object.assign(globalThis, { setTimeout }));
    const busy = () => new Response(null, { status: 503, headers: { "retry-after": "0" } });
    const fetch = scripted(busy, busy, ok(page([])));
    const refiner = new Refiner({ apiKey: KEY, fetch });
    await refiner.preload();
    globalThis.setTimeout = /** @type {any} */ (throws);
    const outcome = refiner.listResponses().then(({ items }) => items);
    const done = await Promise.resolve(outcome);
    assert.deepEqual(done, []);
    assert.equal(fetch.calls.length, 3);
  });
});

describe("a signal", () => {
  const signal = (properties) => Object.assign(Object.create(null), { addEventListener() {}, removeEventListener() {}, aborted: false, ...properties });

  test("whose listener methods throw does not hinder a call", async () => {
    const hostile = signal({ addEventListener: throws, removeEventListener: throws });
    const refiner = new Refiner({ apiKey: KEY, fetch: scripted(ok(DONE)) });
    assert.deepEqual(await settled(refiner.trackEvent(EVENT, { signal: hostile })), DONE);
    assert.deepEqual(await settled(refiner.trackEvent(EVENT, { signal: hostile })), DONE);
  });

  for (const name of ["aborted", "reason"]) {
    test(`whose ${name} throws ends no process`, async () => {
      const hostile = Object.defineProperty(signal({ aborted: true }), name, { get: throws });
      const refiner = new Refiner({ apiKey: KEY, fetch: scripted(ok(DONE)) });
      await settled(refiner.preload());
      const outcome = refiner.trackEvent(EVENT, { signal: hostile });
      if (name === "aborted") assert.deepEqual(await settled(outcome), DONE);
      else await failure(outcome, { kind: "aborted", attempts: 0 });
    });
  }

  test("that forty calls at once share has one listener of ours, and none afterwards", async (t) => {
    const warnings = [];
    const warn = (warning) => warnings.push(warning.name);
    process.on("warning", warn);
    t.after(() => process.off("warning", warn));
    const controller = new AbortController();
    let most = 0;
    let now = 0;
    const { addEventListener, removeEventListener } = controller.signal;
    controller.signal.addEventListener = (...given) => ((most = Math.max(most, ++now)), Reflect.apply(addEventListener, controller.signal, given));
    controller.signal.removeEventListener = (...given) => (now--, Reflect.apply(removeEventListener, controller.signal, given));
    const refiner = new Refiner({ apiKey: KEY, fetch: scripted(ok(DONE)) });
    await refiner.preload();
    const options = { signal: controller.signal };
    await settled(Promise.all(Array.from({ length: 40 }, () => refiner.trackEvent(EVENT, options))));
    assert.deepEqual([most, now], [1, 0]);
    // And an abort reaches every one of them.
    const stalled = new Refiner({ apiKey: KEY, fetch: () => new Promise(() => {}) });
    await stalled.preload();
    const calls = Array.from({ length: 40 }, () => failure(stalled.trackEvent(EVENT, options), { kind: "aborted", cause: "enough" }));
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([most, now], [1, 1]);
    controller.abort("enough");
    await Promise.all(calls);
    assert.deepEqual([most, now], [1, 0]);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(warnings, []);
  });
});

describe("headers that are none", () => {
  for (const [what, headers] of [["throw", { get: throws }], ["give a number", { get: () => 5 }], ["give a Symbol", { get: () => Symbol("x") }], ["give an object that throws", { get: () => ({ toString: throws, get length() { return throws(); } }) }]]) {
    test(`and ${what}`, async () => {
      const answer = { status: 429, headers, body: null };
      const refiner = new Refiner({ apiKey: KEY, fetch: scripted(answer), maxRetries: 0 });
      await failure(refiner.trackEvent(EVENT), { kind: "rate_limited", retryAfterMs: undefined });
    });
  }
});

describe("a body that is no web stream", () => {
  const text = JSON.stringify(DONE);
  const arrayBuffer = async () => new TextEncoder().encode(text).buffer;
  for (const [what, body] of [["Node's", async () => (await import("node:stream")).Readable.from([text])], ["a plain object", async () => ({})], ["text", async () => text], ["a getReader that is no function", async () => ({ getReader: 1 })]]) {
    test(`${what}: read with arrayBuffer(), within the limit`, async () => {
      const fetch = async () => /** @type {any} */ ({ ...head(), body: await body(), arrayBuffer });
      assert.deepEqual(await settled(new Refiner({ apiKey: KEY, fetch }).trackEvent(EVENT)), DONE);
      const small = new Refiner({ apiKey: KEY, fetch, maxBodyBytes: text.length - 1 });
      await failure(small.trackEvent(EVENT), { kind: "too_large", status: 200, attempts: 1 });
    });
  }

  test("and without arrayBuffer() is an error that says so", async () => {
    const fetch = async () => /** @type {any} */ ({ ...head(), body: {} });
    await failure(new Refiner({ apiKey: KEY, fetch, maxRetries: 0 }).trackEvent(EVENT), { kind: "network", status: 200, message: /no body that can be read/ });
  });
});
