// @ts-check
import * as glue from "../../core/refiner_insight.js";
import { loaderOf } from "../core.js";
// Vercel's edge compiles no bytes at run time: `?module` asks its bundler for the compiled module.
import module from "../../core/refiner_insight_bg.wasm?module";

export const load = loaderOf(glue, "report", () => module);
