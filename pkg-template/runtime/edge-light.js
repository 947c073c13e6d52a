// @ts-check
// Vercel's edge runtime.
import { Client } from "../client.js";
import { insight, load } from "../load/edge-light.js";

export { RefinerError, isRefinerError } from "../error.js";

export class Refiner extends Client {
  /** @param {import("../index.js").RefinerOptions} options */
  constructor(options) {
    super(options, load, insight);
  }
}
