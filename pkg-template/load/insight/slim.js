// @ts-check
import * as glue from "../../core/refiner_insight.js";
import { loaderOf } from "../core.js";
import { insightModule } from "../slim.js";

export const load = loaderOf(glue, "report", insightModule);
