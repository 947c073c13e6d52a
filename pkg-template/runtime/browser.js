// @ts-check
// Browsers, and bundlers that follow `new URL(…, import.meta.url)`.
import { Client } from "../client.js";
import { insight, load } from "../load/browser.js";

export { RefinerError, isRefinerError } from "../error.js";

export class Refiner extends Client {
  /** @param {import("../index.js").RefinerOptions} options */
  constructor(options) {
    super(options, load, insight);
  }
}
