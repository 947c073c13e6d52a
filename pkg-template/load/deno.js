// @ts-check
import { loader } from "./core.js";

export const load = loader(() => {
  const url = new URL("../core/refiner_wasm_bg.wasm", import.meta.url);
  // Read, not fetched: a fetched file has no content type, and the glue would warn.
  // @ts-expect-error Deno is known to Deno alone.
  return url.protocol === "file:" ? Deno.readFile(url) : fetch(url);
});

// Imported late: who only calls does not load what counts and exports.
export const insight = () => import("./insight/deno.js").then(({ load }) => load());
