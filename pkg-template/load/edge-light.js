// @ts-check
import { loader } from "./core.js";
// Vercel's edge compiles no bytes at run time: `?module` asks its bundler for the compiled module.
import module from "../core/refiner_wasm_bg.wasm?module";

export const load = loader(() => module);

// Imported late: who only calls does not load what counts and exports.
export const insight = () => import("./insight/edge-light.js").then(({ load }) => load());
