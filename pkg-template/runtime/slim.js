// @ts-check
// Bring your own wasm: for runtimes and bundlers that none of the other entries fits.
import { Client } from "../client.js";
import { insight, load, setInsightModule, setModule } from "../load/slim.js";

export { RefinerError, isRefinerError } from "../error.js";
export { setInsightModule, setModule };

export class Refiner extends Client {
  /** @param {import("../index.js").RefinerOptions} options */
  constructor(options) {
    super(options, load, insight);
  }
}
