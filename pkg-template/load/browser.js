// @ts-check
import { loader } from "./core.js";

// Written out in full, because that is what bundlers look for.
export const load = loader(() => new URL("../core/refiner_wasm_bg.wasm", import.meta.url));
