// @ts-check
// One file, with both modules inside: for bundlers that lose track of a .wasm file.
import { refinerFor } from "../client.js";

export { RefinerError, isRefinerError } from "../error.js";

const decode = (/** @type {{ default: string }} */ base64) => Uint8Array.from(atob(base64.default), (character) => character.charCodeAt(0));

// Lazy, so that importing the package decodes nothing; a bundler puts them into the same file.
export const Refiner = /* @__PURE__ */ refinerFor({
  client: async () => decode(await import("../core/module-base64.js")),
  insight: async () => decode(await import("../core/insight-base64.js")),
});
