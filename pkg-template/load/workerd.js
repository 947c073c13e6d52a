// @ts-check
import { loader } from "./core.js";
// Workers compile no bytes at run time: the module comes compiled with the Worker.
import module from "../core/refiner_wasm_bg.wasm";

export const load = loader(() => module);

// Imported late: who only calls does not load what counts and exports.
export const insight = () => import("./insight/workerd.js").then(({ load }) => load());
