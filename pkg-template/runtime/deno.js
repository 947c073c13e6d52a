// @ts-check
// Deno.
import { Client } from "../client.js";
import { insight, load } from "../load/deno.js";

export { RefinerError, isRefinerError } from "../error.js";

export class Refiner extends Client {
  /** @param {import("../index.js").RefinerOptions} options */
  constructor(options) {
    super(options, load, insight);
  }
}
