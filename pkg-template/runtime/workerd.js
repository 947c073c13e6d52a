// @ts-check
// Cloudflare Workers. They compile no bytes at run time: the modules come compiled with the Worker.
import { refinerFor } from "../client.js";
import client from "../core/refiner_wasm_bg.wasm";

export { RefinerError, isRefinerError } from "../error.js";

export const Refiner = /* @__PURE__ */ refinerFor({
  client: () => client,
  // Lazy: a Worker that only calls does not have it compiled.
  insight: async () => (await import("../core/refiner_insight_bg.wasm")).default,
});
