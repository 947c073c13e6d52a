// @ts-check
import * as glue from "../../core/refiner_insight.js";
import { loaderOf } from "../core.js";

// Written out in full, because that is what bundlers look for.
export const load = loaderOf(glue, "report", () => new URL("../../core/refiner_insight_bg.wasm", import.meta.url));
