// @ts-check
import * as glue from "../../core/refiner_insight.js";
import { loaderOf } from "../core.js";

export const load = loaderOf(glue, "report", async () => {
  // Imported late, so that importing the package decodes nothing; a bundler puts it into the same file.
  const { default: base64 } = await import("../../core/insight-base64.js");
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
});
