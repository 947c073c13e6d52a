// @ts-check
// One file, with the wasm inside: for bundlers that lose track of a .wasm file.
import { Client } from "../client.js";
import { insight, load } from "../load/inline.js";

export { RefinerError, isRefinerError } from "../error.js";

export class Refiner extends Client {
  /** @param {import("../index.js").RefinerOptions} options */
  constructor(options) {
    super(options, load, insight);
  }
}
