// How often the module of calls calls the host during one call. Each costs time, and each kind of them bytes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DONE, page } from "../support/scripted.mjs";

/** The most calls to the host, by action. Raise one only with a reason. */
const MOST = {
  identify_user: 26,
  list_responses: 23,
  get_contact: 23,
};

const INPUTS = {
  identify_user: { id: "u-1", email: "jane@awesome.com", attributes: { plan: "pro", seats: 3 }, account: { id: "acme" } },
  list_responses: { form_uuid: "f-1", page_length: 10 },
  get_contact: { id: "u-1" },
};

const REPLIES = { identify_user: DONE, list_responses: page([{ uuid: "r-1" }]), get_contact: { uuid: "c-1" } };

/** What the modules call, in order. */
const crossed = [];
const { instantiate } = WebAssembly;
WebAssembly.instantiate = /** @type {any} */ (
  (/** @type {any} */ module, /** @type {any} */ imports) => {
    for (const names of Object.values(imports)) {
      for (const [name, original] of Object.entries(names)) {
        if (typeof original !== "function") continue;
        names[name] = function (...given) {
          crossed.push(name);
          return Reflect.apply(original, this, given);
        };
      }
    }
    return instantiate(module, imports);
  }
);
const { Refiner } = await import("refiner-wasm");

for (const [action, most] of Object.entries(MOST)) {
  test(`${action} crosses into the host at most ${most} times`, async () => {
    const refiner = new Refiner({ apiKey: "any-key", fetch: async () => Response.json(REPLIES[action]) });
    // The first call also loads the module, and prepares what later ones share.
    await refiner.call(action, INPUTS[action]);
    crossed.length = 0;
    await refiner.call(action, INPUTS[action]);
    // Whatever the call leaves to later counts too.
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(crossed.length > 5, `only ${crossed.length} were seen`);
    assert.ok(crossed.length <= most, `${crossed.length}: ${crossed.sort().join(", ")}`);
  });
}
