// The Worker's entry: starts the module and passes requests to it. `worker-build` generates a similar file.
import module from "./build/refiner_rust_worker_bg.wasm";
import { fetch, initSync } from "./build/refiner_rust_worker.js";

initSync({ module });

export default { fetch };
