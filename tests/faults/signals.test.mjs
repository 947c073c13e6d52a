// A caller's signal in everything that takes one: it may be shared by many at once, throw when it is touched, or live for ever.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all } from "../support/bulk.mjs";
import { failure, settled } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { DONE, page } from "../support/scripted.mjs";
import { countingController } from "../support/signal.mjs";
import { unhandledRejections } from "../support/unhandled.mjs";

const METRICS = { metrics: ["count"] };
const QUESTION = { config: { identifier: "q", type: "nps" } };
const limited = { totalTimeoutMs: 60_000 };

/** Everything that takes a signal. */
const DOORS = {
  "a call": (refiner, signal) => refiner.trackEvent({ id: "u-1", event: "Upgraded" }, { signal }),
  "a list": (refiner, signal) => all(refiner.listResponses({}, { signal })),
  "a preload": (refiner, signal) => refiner.preload({ signal, insight: true }),
  "a summary": (refiner, signal) => refiner.summarizeResponses({}, { ...METRICS, signal }),
  "a summary by segment": (refiner, signal) => refiner.summarizeResponses({}, { ...METRICS, group_by: "segment", signal }),
  "a summary without a question": (refiner, signal) => refiner.summarizeResponses({}, { metrics: ["nps"], signal }),
  "a summary with a deadline": (refiner, signal) => refiner.summarizeResponses({}, { ...METRICS, ...limited, signal }),
  "an export": (refiner, signal) => all(refiner.exportResponses({}, { format: "csv", signal })),
  "an export with a deadline": (refiner, signal) => all(refiner.exportContacts({}, { format: "json", ...limited, signal })),
  "a sync": (refiner, signal) => all(refiner.syncResponses({}, { signal })),
  "a sync with a deadline": (refiner, signal) => all(refiner.syncResponses({}, { ...limited, signal })),
};

const answers = async (/** @type {string} */ url) => Response.json(/track/.test(url) ? DONE : page([{ uuid: "r-1", ...QUESTION }]));
const client = (fetch) => new Refiner({ apiKey: KEY, fetch, maxRetries: 0, timeoutMs: 5_000 });
const stalled = () => new Promise(() => {});

describe("one signal for forty at once has one listener of ours, and none afterwards", () => {
  for (const [door, call] of Object.entries(DOORS)) {
    test(door, async (t) => {
      const warnings = [];
      const warn = (warning) => warnings.push(warning.message);
      process.on("warning", warn);
      t.after(() => process.off("warning", warn));
      const controller = countingController();
      let most = 0;
      const fetch = async (url) => {
        most = Math.max(most, controller.listening());
        return answers(url);
      };
      await client(answers).preload({ insight: true });
      await settled(Promise.all(Array.from({ length: 40 }, () => call(client(fetch), controller.signal))));
      assert.equal(most, door === "a preload" ? 0 : 1);
      assert.equal(controller.listening(), 0);
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(warnings, []);
    });
  }
});

describe("a signal that throws when it is touched", () => {
  const touched = () => {
    throw new Error("do not touch");
  };
  /** As much of a signal as is needed. `abort` calls those who listen. */
  const signal = (properties = {}) => {
    const listeners = new Set();
    const add = (_, listener) => listeners.add(listener);
    const remove = (_, listener) => listeners.delete(listener);
    const made = { aborted: false, addEventListener: add, removeEventListener: remove, abort: () => [...listeners].forEach((each) => each()) };
    return Object.defineProperties(made, Object.getOwnPropertyDescriptors(properties));
  };
  const KINDS = {
    "when it is listened to": () => signal({ addEventListener: touched, removeEventListener: touched }),
    "when it is no longer listened to": () => signal({ removeEventListener: touched }),
    "for want of a method": () => signal({ removeEventListener: undefined }),
    "when it is asked whether it is aborted": () => signal({ get aborted() { return touched(); } }),
    "and cannot be changed": () => Object.freeze(signal()),
  };

  for (const [what, make] of Object.entries(KINDS)) {
    test(`${what} hinders nothing`, async (t) => {
      const unhandled = unhandledRejections(t);
      for (const call of Object.values(DOORS)) await settled(call(client(answers), make()));
      assert.deepEqual(unhandled, []);
    });
  }

  test("when it is asked why it is aborted: it is aborted all the same", async (t) => {
    const unhandled = unhandledRejections(t);
    for (const [door, call] of Object.entries(DOORS)) {
      const early = signal({ aborted: true, get reason() { return touched(); } });
      await failure(call(client(answers), early), { kind: "aborted" });
      if (door === "a preload") continue;
      const late = signal({ get reason() { return touched(); } });
      const fetch = () => {
        setImmediate(() => (Object.assign(late, { aborted: true }), late.abort()));
        return stalled();
      };
      await failure(call(client(fetch), late), { kind: "aborted" });
    }
    assert.deepEqual(unhandled, []);
  });
});
