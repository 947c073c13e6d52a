// @ts-check
// Browsers, and bundlers that follow `new URL(…, import.meta.url)`. Bundlers find exactly this expression, with a literal path.
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
