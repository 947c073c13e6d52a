// @ts-check
// One file, with both modules inside: for bundlers that lose track of a .wasm file.
import { refinerFor } from "../internal/client.js";

export { RefinerError, isRefinerError } from "../internal/error.js";

const decode = (/** @type {{ default: string }} */ base64) => Uint8Array.from(atob(base64.default), (character) => character.charCodeAt(0));

// Lazy, so that importing the package decodes nothing; a bundler puts them into the same file.
export const Refiner = /* @__PURE__ */ refinerFor({
  client: async () => decode(await import("../wasm/refiner_wasm_base64.js")),
  insight: async () => decode(await import("../wasm/refiner_insight_base64.js")),
});
