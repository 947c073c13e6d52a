// @ts-check
// Node and Bun.
import { refinerFor } from "../internal/client.js";

export { RefinerError, isRefinerError } from "../internal/error.js";

// Lazy, so that importing the package loads nothing. Node's fetch does not support file: URLs.
const read = async (/** @type {URL} */ url) => (await import("node:fs/promises")).readFile(url);

export const Refiner = /* @__PURE__ */ refinerFor({
  client: () => read(new URL("../wasm/refiner_wasm_bg.wasm", import.meta.url)),
  insight: () => read(new URL("../wasm/refiner_insight_bg.wasm", import.meta.url)),
});
