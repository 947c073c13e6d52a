// @ts-check
import * as glue from "../../core/refiner_insight.js";
import { loaderOf } from "../core.js";

export const load = loaderOf(glue, "report", async () => {
  // Imported late, so that importing the package loads nothing. Node's fetch does not take file: addresses.
  const { readFile } = await import("node:fs/promises");
  return readFile(new URL("../../core/refiner_insight_bg.wasm", import.meta.url));
});
