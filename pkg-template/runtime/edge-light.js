// @ts-check
// Vercel's edge runtime. It cannot compile bytes at run time: `?module` asks its bundler for the compiled module.
import { refinerFor } from "../internal/client.js";
import { lazy } from "../internal/lazy.js";
import client from "../wasm/refiner_wasm_bg.wasm?module";
import insight from "../wasm/refiner_insight_bg.wasm?module";

export { RefinerError, isRefinerError } from "../internal/error.js";

export const Refiner = /* @__PURE__ */ refinerFor({ client: () => client, insight: () => insight }, lazy);
