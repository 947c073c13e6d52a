// @ts-check
// The parts of the client that otherwise load late, loaded with it: for hosts without import().
import load from "../wasm/refiner_insight.js";
import { filesWith } from "./export-file.js";
import { summarize } from "./summarize.js";
import * as sync from "./sync.js";
import * as workbook from "./workbook.js";

const exportFile = /* @__PURE__ */ filesWith(() => workbook);

/** @type {import("./lazy.js").Parts} */
export const eager = { insight: () => ({ default: load, summarize, exportFile }), sync: () => sync };
