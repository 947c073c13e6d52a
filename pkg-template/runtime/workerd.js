// @ts-check
// Cloudflare Workers.
import { Client } from "../client.js";
import { insight, load } from "../load/workerd.js";

export { RefinerError, isRefinerError } from "../error.js";

export class Refiner extends Client {
  /** @param {import("../index.js").RefinerOptions} options */
  constructor(options) {
    super(options, load, insight);
  }
}
