// @ts-check
// Makes sandboxes: loads the module once, at the first.
import { loaderOf } from "../internal/loader.js";
import { Sandbox } from "./sandbox.js";
import { readOptions } from "./options.js";

/** What only the sandbox's module exports. */
const MARKER = "sandbox_open";

/**
 * The `createSandbox` of a runtime.
 *
 * @param {import("../internal/loader.js").Giver} source Where the module is.
 * @returns {(options?: import("../testing.js").SandboxOptions) => Promise<Sandbox>}
 */
export function creatorFor(source) {
  const load = loaderOf(() => import("../wasm/refiner_sandbox.js"), MARKER, source);
  return async (options) => {
    // Read at the call. What is changed later changes nothing.
    const asked = readOptions(options);
    const bindings = await load();
    return new Sandbox(bindings, asked);
  };
}
