// @ts-check
// Deno.
import { refinerFor } from "../internal/client.js";

export { RefinerError, isRefinerError } from "../internal/error.js";

// Deno reads files itself: a fetched file has no content type, and the bindings would warn.
// @ts-expect-error Only Deno knows the name Deno.
const read = (/** @type {URL} */ url) => (url.protocol === "file:" ? Deno.readFile(url) : fetch(url));

export const Refiner = /* @__PURE__ */ refinerFor({
  client: () => read(new URL("../wasm/refiner_wasm_bg.wasm", import.meta.url)),
  insight: () => read(new URL("../wasm/refiner_insight_bg.wasm", import.meta.url)),
});
