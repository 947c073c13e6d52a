// @ts-check
// Cloudflare Workers. They cannot compile bytes at run time: the modules come compiled with the Worker.
import { refinerFor } from "../internal/client.js";
import { lazy } from "../internal/lazy.js";
import client from "../wasm/refiner_wasm_bg.wasm";

export { RefinerError, isRefinerError } from "../internal/error.js";

export const Refiner = /* @__PURE__ */ refinerFor(
  {
    client: () => client,
    // Lazy: a Worker that only calls does not load it.
    insight: async () => (await import("../wasm/refiner_insight_bg.wasm")).default,
  },
  lazy,
);
