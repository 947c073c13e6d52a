// @ts-check
// Browsers, and bundlers that follow `new URL(…, import.meta.url)`: they look for exactly that, with the path written out.
import { refinerFor } from "../client.js";

export { RefinerError, isRefinerError } from "../error.js";

export const Refiner = /* @__PURE__ */ refinerFor({
  client: () => new URL("../core/refiner_wasm_bg.wasm", import.meta.url),
  insight: () => new URL("../core/refiner_insight_bg.wasm", import.meta.url),
});
