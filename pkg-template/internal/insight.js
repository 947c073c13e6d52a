// @ts-check
// Summaries and exports. Loaded, with the bindings of their module, at the first of them.
import { filesWith } from "./export-file.js";

/** @typedef {import("./page-job.js").Call} Call */
/** @typedef {import("./page-job.js").Sink} Sink */

// The loader instantiates the module through this.
export { default } from "../wasm/refiner_insight.js";
export { summarize } from "./summarize.js";

export const exportFile = /* @__PURE__ */ filesWith(() => import("./workbook.js"));
