// @ts-check
// Vercel's edge runtime. It cannot compile bytes at run time: `?module` asks its bundler for the compiled module.
import { creatorFor } from "./create.js";
import module from "../wasm/refiner_sandbox_bg.wasm?module";

export const createSandbox = /* @__PURE__ */ creatorFor(() => module);
