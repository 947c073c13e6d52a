// @ts-check
// Vercel's edge runtime. It compiles no bytes at run time: `?module` asks its bundler for the compiled module.
import { refinerFor } from "../client.js";
import client from "../core/refiner_wasm_bg.wasm?module";
import insight from "../core/refiner_insight_bg.wasm?module";

export { RefinerError, isRefinerError } from "../error.js";

export const Refiner = /* @__PURE__ */ refinerFor({ client: () => client, insight: () => insight });
