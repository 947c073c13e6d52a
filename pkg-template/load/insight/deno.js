// @ts-check
import * as glue from "../../core/refiner_insight.js";
import { loaderOf } from "../core.js";

export const load = loaderOf(glue, "report", () => {
  const url = new URL("../../core/refiner_insight_bg.wasm", import.meta.url);
  // Read, not fetched: a fetched file has no content type, and the glue would warn.
  // @ts-expect-error Deno is known to Deno alone.
  return url.protocol === "file:" ? Deno.readFile(url) : fetch(url);
});
