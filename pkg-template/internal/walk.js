// @ts-check
// Walks a list for summaries and exports: page after page as bytes. One page is prefetched while another is processed.
import { operationDefaults } from "../generated/operations.js";
import { Written, isAborted, listen, reasonOf } from "../wasm/refiner_wasm.js";
import { RefinerError } from "./error.js";
import { List } from "./list.js";
import { observe } from "./observe.js";

/** @typedef {import("./list.js").Reading & { bytes: number }} Reading */

/**
 * @template T
 * @typedef {object} Job
 * @property {keyof typeof operationDefaults} name
 * @property {(input: any, signal: AbortSignal) => Promise<Reading>} read Reads a page.
 * @property {() => void} take Moves the page that was read to where it is processed. The job holds no other pages than these two.
 * @property {(page: Reading) => T} add Processes it.
 * @property {() => number} replaced How many characters of the file had to be replaced so far.
 */

/** Counts how far walks have got, and reports it. */
export class Progress {
  pages = 0;
  items = 0;
  bytes = 0;
  /** Requests sent, retries included. */
  attempts = 0;
  /** NUL characters in the texts of a CSV file, which became U+FFFD. */
  replaced = 0;
  /** Where the list continues after these pages. @type {{ page_cursor?: string, page?: number } | undefined} */
  next;
  /** Items of earlier walks, which the total of this one does not include. */
  #before = 0;
  /** @type {number | undefined} */
  #total;
  #last = true;
  #started = Date.now();
  #report;

  /** @param {((progress: import("../index.js").Progress) => void) | undefined} report */
  constructor(report) {
    this.#report = report;
  }

  /** @param {boolean} last Whether this is the last walk. Only then does its total tell how much is left. */
  walk(last) {
    this.#before = this.items;
    this.#total = undefined;
    this.#last = last;
  }

  /** @param {Reading} reading */
  add({ items = 0, total, bytes, attempts, next }) {
    this.pages += 1;
    this.attempts += attempts;
    this.items += items;
    this.bytes += bytes;
    this.#total = total ?? this.#total;
    this.next = next;
  }

  report() {
    if (!this.#report) return;
    const total = this.#last && this.#total !== undefined ? this.#before + this.#total : undefined;
    const left = total === undefined ? undefined : Math.max(0, total - this.items);
    const etaMs = left === undefined || this.items === 0 ? undefined : Math.round(((Date.now() - this.#started) / this.items) * left);
    const { pages, items, bytes, attempts, replaced, next } = this;
    observe(this.#report, { pages, items, total, bytes, attempts, replaced, etaMs, ...(next && { next }) });
  }

  get soFar() {
    return { pages: this.pages, items: this.items };
  }
}

/**
 * Yields what the job makes of each page.
 *
 * @template T
 * @param {Job<T>} job
 * @param {Written} query
 * @param {Progress} progress
 * @param {{ signal?: AbortSignal, controller?: AbortController, last?: boolean }} options
 */
export async function* walk(job, query, progress, { signal, controller = new AbortController(), last = true }) {
  // A consumer that leaves early must also end the request in flight.
  const abort = () => controller.abort(reasonOf(signal));
  // Whatever ends the walk aborts the controller, also where nobody asks for the rest.
  controller.signal.addEventListener("abort", listen(signal, abort));
  if (isAborted(signal)) abort();

  progress.walk(last);
  const { page_length } = operationDefaults[job.name];
  const copy = query.copy();
  const input = copy && !Object.hasOwn(copy, "page_length") ? new Written({ ...copy, page_length }) : query;
  const readings = new List((input) => job.read(input, controller.signal), input).readings();
  let next = readings.next();
  try {
    for (;;) {
      const { value, done } = await next;
      if (done) return;
      const reading = /** @type {Reading} */ (value);
      if (isAborted(signal) || controller.signal.aborted) throw aborted(reading, reasonOf(signal));
      job.take();
      next = readings.next();
      // Avoids an unhandled rejection if we stop before awaiting this page.
      next.catch(() => {});
      // Inside the try: a page that cannot be processed ends the walk like one that cannot be read.
      yield job.add(reading);
      progress.add(reading);
      progress.replaced = job.replaced();
      progress.report();
    }
  } catch (error) {
    /** @type {any} */ (error).progress = progress.soFar;
    throw error;
  } finally {
    controller.abort();
    await readings.return(undefined);
  }
}

/**
 * Resume from this page: it arrived before the abort and was not handed out.
 *
 * @param {Reading} reading
 * @param {unknown} cause
 */
function aborted({ action, at: resume }, cause) {
  return new RefinerError({ kind: "aborted", action, message: `${action}: the call was aborted`, attempts: 0, resume, cause });
}
