// @ts-check
// No file besides the code: for bundlers that do not bundle .wasm files.
import { decode } from "../internal/base64.js";
import { refinerFor } from "../internal/client.js";
import { lazy } from "../internal/lazy.js";

export { RefinerError, isRefinerError } from "../internal/error.js";

// Lazy, so that importing the package decodes nothing. A bundler puts both into one file.
export const Refiner = /* @__PURE__ */ refinerFor(
  {
    client: async () => decode(await import("../wasm/refiner_wasm_base64.js")),
    insight: async () => decode(await import("../wasm/refiner_insight_base64.js")),
  },
  lazy,
);
