// @ts-check
import * as glue from "../../core/refiner_insight.js";
import { loaderOf } from "../core.js";
// Workers compile no bytes at run time: the module comes compiled with the Worker.
import module from "../../core/refiner_insight_bg.wasm";

export const load = loaderOf(glue, "report", () => module);
