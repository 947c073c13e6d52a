// @ts-check
// Walks a list for those who count and export: page after page as bytes, the next one fetched while one is worked on.
import { RefinerError } from "./error.js";
import { List } from "./list.js";

/** @typedef {{ action: string, data: Uint8Array, items: number, total?: number, next?: any, at?: any }} Reading */
/** @typedef {(input: any, signal: AbortSignal) => Promise<Reading>} Read */

// Fewer, larger requests: Refiner allows 1000. Ours.
const PAGE_LENGTH = 1000;

/**
 * Gives what `take` makes of each page.
 *
 * @template T
 * @param {Read} read
 * @param {any} query
 * @param {{ signal?: AbortSignal, onProgress?: (progress: object) => void, controller?: AbortController }} options
 * @param {(page: Reading) => T} take
 */
export async function* walk(read, query, { signal, onProgress, controller = new AbortController() }, take) {
  // Leaving in the middle must also end the request that is under way.
  const abort = () => controller.abort(signal?.reason);
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();

  const progress = { pages: 0, items: 0, total: /** @type {number | undefined} */ (undefined), bytes: 0 };
  const started = Date.now();
  const input = query !== null && typeof query === "object" && !("page_length" in query) ? { ...query, page_length: PAGE_LENGTH } : query;
  const readings = new List((input) => read(input, controller.signal), input ?? { page_length: PAGE_LENGTH }).readings();
  let next = readings.next();
  try {
    for (;;) {
      const { value: reading, done } = await next;
      if (done) return;
      if (signal?.aborted || controller.signal.aborted) throw aborted(reading, signal?.reason);
      next = readings.next();
      // Whoever waits for it learns of its failure; nobody has to.
      next.catch(() => {});
      // Here, so that a page of which nothing can be made ends the walk like one that cannot be read.
      yield take(reading);
      progress.pages += 1;
      progress.items += reading.items;
      progress.total = reading.total ?? progress.total;
      progress.bytes += reading.data.byteLength;
      report(onProgress, progress, Date.now() - started);
    }
  } catch (error) {
    /** @type {any} */ (error).progress = { pages: progress.pages, items: progress.items };
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

/**
 * @param {((progress: object) => void) | undefined} onProgress
 * @param {{ pages: number, items: number, total: number | undefined, bytes: number }} progress
 * @param {number} elapsed
 */
function report(onProgress, progress, elapsed) {
  if (!onProgress) return;
  const { items, total } = progress;
  const left = total === undefined ? undefined : Math.max(0, total - items);
  const etaMs = left === undefined || items === 0 ? undefined : Math.round((elapsed / items) * left);
  // An observer that fails must not fail what it observes.
  try {
    onProgress({ ...progress, etaMs });
  } catch {}
}
