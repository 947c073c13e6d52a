// @ts-check
import { loader } from "./core.js";

// Written out in full, because that is what bundlers look for.
export const load = loader(() => new URL("../core/refiner_wasm_bg.wasm", import.meta.url));

// Imported late: who only calls does not load what counts and exports.
export const insight = () => import("./insight/browser.js").then(({ load }) => load());
