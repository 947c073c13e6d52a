// A small sandbox for a test file, and clients of it.

import { after, before, beforeEach } from "node:test";
import { Refiner } from "refiner-wasm";
import { KEY, startSandbox } from "./sandbox.mjs";

/** An event that is always valid. */
export const EVENT = { id: "u-1", event: "Upgraded" };

/**
 * Starts it before the file's tests and stops it after them; each test begins without recorded requests. The result is
 * filled in once the tests run.
 */
export function smallSandbox() {
  /** @type {{ sandbox: Awaited<ReturnType<typeof startSandbox>>, client: (options?: object) => Refiner }} */
  const small = {
    sandbox: /** @type {any} */ (undefined),
    client: (options = {}) => new Refiner({ apiKey: KEY, baseUrl: small.sandbox.url, ...options }),
  };
  before(async () => {
    small.sandbox = await startSandbox(["--contacts", "10", "--responses", "50"]);
  });
  after(() => small.sandbox.stop());
  beforeEach(() => small.sandbox.clear());
  return small;
}
