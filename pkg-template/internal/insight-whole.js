// @ts-check
// Summaries and exports, with everything that they would otherwise load late: for hosts without import().
import { filesWith } from "./export-file.js";
import * as workbook from "./workbook.js";

export { default } from "../wasm/refiner_insight.js";
export { summarize } from "./summarize.js";

export const exportFile = /* @__PURE__ */ filesWith(() => workbook);
