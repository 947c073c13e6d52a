// @ts-check
// Cloudflare Workers. They cannot compile bytes at run time: the module comes compiled with the Worker.
import { creatorFor } from "./create.js";
import module from "../wasm/refiner_sandbox_bg.wasm";

export const createSandbox = /* @__PURE__ */ creatorFor(() => module);
