// The Worker's entry point: starts the wasm module and passes requests to it. `worker-build` generates one like it.
import module from "./build/refiner_rust_worker_bg.wasm";
import { fetch, initSync } from "./build/refiner_rust_worker.js";

initSync({ module });

export default { fetch };
