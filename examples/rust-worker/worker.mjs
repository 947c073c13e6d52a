// The Worker's entry: starts the module, and hands requests to it. `worker-build` makes such a file too.
import module from "./build/refiner_rust_worker_bg.wasm";
import { fetch, initSync } from "./build/refiner_rust_worker.js";

initSync({ module });

export default { fetch };
