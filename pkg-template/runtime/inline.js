// @ts-check
// One file that contains both modules: for bundlers that do not bundle .wasm files.
import { refinerFor } from "../internal/client.js";

export { RefinerError, isRefinerError } from "../internal/error.js";

const decode = (/** @type {{ default: string }} */ base64) => Uint8Array.from(atob(base64.default), (character) => character.charCodeAt(0));

// Lazy, so that importing the package decodes nothing. A bundler puts both into one file.
export const Refiner = /* @__PURE__ */ refinerFor({
  client: async () => decode(await import("../wasm/refiner_wasm_base64.js")),
  insight: async () => decode(await import("../wasm/refiner_insight_base64.js")),
});
