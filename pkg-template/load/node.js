// @ts-check
import { loader } from "./core.js";

export const load = loader(async () => {
  // Imported late, so that importing the package loads nothing. Node's fetch does not take file: addresses.
  const { readFile } = await import("node:fs/promises");
  return readFile(new URL("../core/refiner_wasm_bg.wasm", import.meta.url));
});

// Imported late: who only calls does not load what counts and exports.
export const insight = () => import("./insight/node.js").then(({ load }) => load());
