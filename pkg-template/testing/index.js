// @ts-check
// The sandbox for tests. From base64, so that it needs no file, no permission and no bundler's help: nobody waits for its bytes.
import { decode } from "../internal/base64.js";
import { creatorFor } from "./create.js";

export const createSandbox = /* @__PURE__ */ creatorFor(async () => decode(await import("../wasm/refiner_sandbox_base64.js")));
