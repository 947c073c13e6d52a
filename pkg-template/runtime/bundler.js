// @ts-check
// Bundlers of pages that follow `new URL(…, import.meta.url)`. They find exactly this expression, with a literal path. For pages without a
// bundler, the build makes one file of this: runtime/browser.js.
import { refinerFor } from "../internal/client.js";
import { lazy } from "../internal/lazy.js";

export { RefinerError, isRefinerError } from "../internal/error.js";

export const Refiner = /* @__PURE__ */ refinerFor(
  {
    client: () => new URL("../wasm/refiner_wasm_bg.wasm", import.meta.url),
    insight: () => new URL("../wasm/refiner_insight_bg.wasm", import.meta.url),
  },
  lazy,
);
