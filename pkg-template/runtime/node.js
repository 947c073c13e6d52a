// @ts-check
// Node and Bun, and server code that a bundler made.
import { fileOr } from "../internal/base64.js";
import { refinerFor } from "../internal/client.js";
import { lazy } from "../internal/lazy.js";

export { RefinerError, isRefinerError } from "../internal/error.js";

// Lazy, so that importing the package loads nothing. Node's fetch does not support file: URLs. The address is made here too, because
// a bundler may leave no usable `import.meta.url`.
const read = async (/** @type {() => URL} */ url) => (await import("node:fs/promises")).readFile(url());

export const Refiner = /* @__PURE__ */ refinerFor(
  {
    client: () =>
      fileOr(
        () => read(() => new URL("../wasm/refiner_wasm_bg.wasm", import.meta.url)),
        () => import("../wasm/refiner_wasm_base64.js"),
      ),
    insight: () =>
      fileOr(
        () => read(() => new URL("../wasm/refiner_insight_bg.wasm", import.meta.url)),
        () => import("../wasm/refiner_insight_base64.js"),
      ),
  },
  lazy,
);
