// The first call waits for the wasm. That counts against its deadline, and its error names the time that was asked for.

import { test } from "node:test";
import { Refiner } from "refiner-wasm";
import { failure } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { never } from "../support/scripted.mjs";

test("a first call that times out names its own deadline, not what loading left of it", async (t) => {
  const { now } = Date;
  const { instantiate } = WebAssembly;
  t.after(() => Object.assign(Date, { now }));
  WebAssembly.instantiate = /** @type {any} */ (
    async (...input) => {
      // To the clock, loading takes a while.
      Date.now = () => now() + 40;
      return /** @type {any} */ (instantiate)(...input);
    }
  );
  const refiner = new Refiner({ apiKey: KEY, fetch: never, timeoutMs: 100 });
  await failure(refiner.verifyKey(), { kind: "timeout", attempts: 1, message: /no reply came within 100 ms/ });
});
