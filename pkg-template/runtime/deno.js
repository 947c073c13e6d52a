// @ts-check
// Deno.
import { refinerFor } from "../internal/client.js";

export { RefinerError, isRefinerError } from "../internal/error.js";

// Deno reads its own files: fetched, they have no content type, and the glue would warn.
// @ts-expect-error Deno is known to Deno alone.
const read = (/** @type {URL} */ url) => (url.protocol === "file:" ? Deno.readFile(url) : fetch(url));

export const Refiner = /* @__PURE__ */ refinerFor({
  client: () => read(new URL("../wasm/refiner_wasm_bg.wasm", import.meta.url)),
  insight: () => read(new URL("../wasm/refiner_insight_bg.wasm", import.meta.url)),
});
