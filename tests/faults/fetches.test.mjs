// What a caller's own fetch may do: give promises that are none, throw what looks like a fault of ours, or never let anything else
// run. Each call ends, with a kind and in time, and no other call notices.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { runInNewContext } from "node:vm";
import { Refiner } from "refiner-wasm";
import { all } from "../support/bulk.mjs";
import { failure, settled } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { DONE, page } from "../support/scripted.mjs";
import { unhandledRejections } from "../support/unhandled.mjs";

const EVENT = { id: "u-1", event: "Upgraded" };
const boom = (thrown = new Error("boom")) => {
  throw thrown;
};
const list = () => Response.json(page([]));

/** The doors of the package. */
const DOORS = {
  listResponses: (refiner) => refiner.listResponses(),
  summarizeResponses: (refiner) => refiner.summarizeResponses({}, { metrics: ["count"] }),
  exportResponses: (refiner) => all(refiner.exportResponses({}, { format: "csv" })),
  syncResponses: (refiner) => all(refiner.syncResponses()),
};

/** A promise of the host's own whose `then` is another. */
const withThen = (then) => Object.assign(Promise.resolve(list()), { then });

describe("fetch gives", () => {
  for (const [what, give, kind] of [
    ["what is only thenable", () => ({ then: (resolve) => resolve(list()) })],
    ["a promise of another realm", () => runInNewContext("Promise.resolve(response)", { response: list() })],
    ["a thenable that resolves twice", () => ({ then: (resolve) => (resolve(list()), resolve(list())) })],
    ["a thenable that resolves, and then throws", () => ({ then: (resolve) => (resolve(list()), boom()) })],
    ["a thenable of a thenable", () => ({ then: (resolve) => resolve({ then: (inner) => inner(list()) }) })],
    ["a promise with another then, which resolves at once", () => withThen((resolve) => resolve(list()))],
    ["a promise with another then, which resolves twice", () => withThen((resolve) => (resolve(list()), resolve(list())))],
    ["a promise with another then, which resolves and throws", () => withThen((resolve) => (resolve(list()), boom()))],
    ["a promise with another then, which throws", () => withThen(boom), "network"],
    ["a promise with another then, which never answers", () => withThen(() => {}), "timeout"],
    ["a promise whose constructor throws", () => Object.defineProperty(Promise.resolve(list()), "constructor", { get: boom }), "network"],
    ["a thenable that throws nothing at all", () => ({ then: () => boom(undefined) }), "network"],
    ["a function", () => () => list(), "network"],
  ]) {
    test(what, async (t) => {
      const unhandled = unhandledRejections(t);
      for (const call of Object.values(DOORS)) {
        const outcome = call(new Refiner({ apiKey: KEY, fetch: /** @type {any} */ (give), maxRetries: 0, timeoutMs: 300 }));
        if (kind === undefined) await settled(outcome);
        else await failure(outcome, { kind, attempts: 1 });
      }
      assert.deepEqual(unhandled, []);
    });
  }
});

describe("what fetch throws is not taken for a fault of the module", () => {
  for (const [what, thrown] of [
    ["an error about recursion", new Error("too much recursion")],
    ["an exhausted stack", new RangeError("Maximum call stack size exceeded")],
    ["a trap of another module", new WebAssembly.RuntimeError("unreachable")],
    ["an object that looks like an error of ours", { kind: "aborted", message: "call stack", attempts: 7 }],
    ["nothing", undefined],
    ["what cannot be changed", Object.freeze(new Error("frozen"))],
  ]) {
    test(what, async () => {
      let answer = (/** @type {Response} */ _) => {};
      const waiting = new Refiner({ apiKey: KEY, fetch: () => new Promise((resolve) => (answer = resolve)) });
      await waiting.preload();
      const underWay = waiting.trackEvent(EVENT);
      for (const call of Object.values(DOORS)) {
        for (const fetch of [() => boom(thrown), () => Promise.reject(thrown)]) {
          await failure(call(new Refiner({ apiKey: KEY, fetch, maxRetries: 0 })), { kind: "network", attempts: 1 });
        }
      }
      answer(Response.json(DONE));
      assert.deepEqual(await settled(underWay), DONE);
    });
  }

  test("nor is what Refiner says", async () => {
    const refused = () => Response.json({ message: "the maximum call stack of recursion" }, { status: 422 });
    for (const call of Object.values(DOORS)) await failure(call(new Refiner({ apiKey: KEY, fetch: refused })), { kind: "rejected", status: 422 });
  });
});

test("a fetch may call the client again before it answers", async () => {
  let depth = 0;
  /** @type {Refiner} */
  let refiner;
  const fetch = () => (depth++ < 20 ? refiner.listResponses().then(list) : list());
  refiner = new Refiner({ apiKey: KEY, fetch });
  for (const call of Object.values(DOORS)) {
    depth = 0;
    await settled(call(refiner));
    assert.equal(depth, 21);
  }
});

test("an abort while fetch is called ends the call", async () => {
  for (const answer of [list, boom, () => new Promise(() => {})]) {
    const controller = new AbortController();
    const fetch = () => (controller.abort("enough"), answer());
    const refiner = new Refiner({ apiKey: KEY, fetch });
    await failure(refiner.listResponses({}, { signal: controller.signal }), { kind: "aborted", attempts: 1, cause: "enough" });
  }
});

describe("a body that never lets anything else run ends at the deadline", () => {
  const empty = new Uint8Array(0);
  for (const [what, read] of [
    ["of promises", async () => ({ done: false, value: empty })],
    ["of plain results", () => ({ done: false, value: empty })],
    ["of thenables", () => ({ then: (resolve) => resolve({ done: false, value: empty }) })],
  ]) {
    test(`chunks without bytes, ${what}`, async () => {
      const fetch = async () => /** @type {any} */ ({ status: 200, headers: new Headers(), body: { getReader: () => ({ read, cancel() {} }) } });
      for (const call of Object.values(DOORS)) {
        await failure(call(new Refiner({ apiKey: KEY, fetch, maxRetries: 0, timeoutMs: 200 })), { kind: "timeout" });
      }
    });
  }
});
