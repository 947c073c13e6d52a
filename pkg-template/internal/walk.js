// @ts-check
// Walks a list for those who count and export: page after page as bytes, the next one fetched while one is worked on.
import { RefinerError } from "./error.js";
import { List } from "./list.js";

/** @typedef {import("./list.js").Reading & { attempts: number, status: number, bytes: number }} Reading */

/**
 * @template T
 * @typedef {object} Work
 * @property {(input: any, signal: AbortSignal) => Promise<Reading>} read Reads a page.
 * @property {() => void} take Makes the page that was read the one that is worked on: at most these two are held.
 * @property {(page: Reading) => T} add Works on it.
 */

// Fewer, larger requests: Refiner allows 1000. Ours.
const PAGE_LENGTH = 1000;

/** How far walks have got, and telling whoever wants to know. */
export class Progress {
  pages = 0;
  items = 0;
  bytes = 0;
  /** What was read by earlier walks, which the total of this one does not hold. */
  #before = 0;
  /** @type {number | undefined} */
  #total;
  #last = true;
  #started = Date.now();
  #report;

  /** @param {((progress: object) => void) | undefined} report */
  constructor(report) {
    this.#report = report;
  }

  /** @param {boolean} last Whether no walk comes after this one, so that its total says how much is left. */
  walk(last) {
    this.#before = this.items;
    this.#total = undefined;
    this.#last = last;
  }

  /** @param {Reading} reading */
  add({ items, total, bytes }) {
    this.pages += 1;
    this.items += items;
    this.bytes += bytes;
    this.#total = total ?? this.#total;
  }

  report() {
    if (!this.#report) return;
    const total = this.#last && this.#total !== undefined ? this.#before + this.#total : undefined;
    const left = total === undefined ? undefined : Math.max(0, total - this.items);
    const etaMs = left === undefined || this.items === 0 ? undefined : Math.round(((Date.now() - this.#started) / this.items) * left);
    // An observer that fails must not fail what it observes.
    try {
      this.#report({ pages: this.pages, items: this.items, total, bytes: this.bytes, etaMs });
    } catch {}
  }

  get soFar() {
    return { pages: this.pages, items: this.items };
  }
}

/**
 * Gives what the work makes of each page.
 *
 * @template T
 * @param {Work<T>} work
 * @param {any} query
 * @param {Progress} progress
 * @param {{ signal?: AbortSignal, controller?: AbortController, last?: boolean }} options
 */
export async function* walk(work, query, progress, { signal, controller = new AbortController(), last = true }) {
  // Leaving in the middle must also end the request that is under way.
  const abort = () => controller.abort(signal?.reason);
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();

  progress.walk(last);
  const input = query !== null && typeof query === "object" && !("page_length" in query) ? { ...query, page_length: PAGE_LENGTH } : query;
  const readings = new List((input) => work.read(input, controller.signal), input ?? { page_length: PAGE_LENGTH }).readings();
  let next = readings.next();
  try {
    for (;;) {
      const { value, done } = await next;
      if (done) return;
      const reading = /** @type {Reading} */ (value);
      if (signal?.aborted || controller.signal.aborted) throw aborted(reading, signal?.reason);
      work.take();
      next = readings.next();
      // Whoever waits for it learns of its failure; nobody has to.
      next.catch(() => {});
      // Here, so that a page of which nothing can be made ends the walk like one that cannot be read.
      yield work.add(reading);
      progress.add(reading);
      progress.report();
    }
  } catch (error) {
    /** @type {any} */ (error).progress = progress.soFar;
    throw error;
  } finally {
    signal?.removeEventListener("abort", abort);
    controller.abort();
    await readings.return(undefined);
  }
}

/**
 * A page that came before the abort, and that nobody has yet, is where to go on.
 *
 * @param {Reading} reading
 * @param {unknown} cause
 */
function aborted({ action, at: resume }, cause) {
  return new RefinerError({ kind: "aborted", action, message: `${action}: the call was aborted`, attempts: 0, resume, cause });
}
