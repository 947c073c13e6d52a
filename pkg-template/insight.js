// @ts-check
// Answers from bytes: summaries and exports. Loaded when one of them is first asked for.
import { RefinerError } from "./error.js";
import { walk } from "./walk.js";

/** @typedef {import("./walk.js").Read} Read */
/** @typedef {typeof import("./core/refiner_insight.js")} Insight */

/** @typedef {{ insight: Insight, number: number, controller: AbortController }} Held */

// An export that was begun and then forgotten, neither read to its end nor cancelled. Some hosts have no such registry.
const forgotten =
  typeof FinalizationRegistry === "function"
    ? new FinalizationRegistry((/** @type {Held} */ { insight, number, controller }) => {
        insight.release(number);
        controller.abort();
      })
    : undefined;

/**
 * Counts what a query finds, page after page.
 *
 * @param {Insight} insight
 * @param {Read} read
 * @param {any} query
 * @param {{ signal?: AbortSignal, onProgress?: any, question: any }} options
 */
export async function summarize(insight, read, query, { signal, onProgress, ...asked }) {
  const number = begin("summarize_responses", () => insight.summary(asked));
  try {
    for await (const _ of walk(read, query, { signal, onProgress }, (page) => add(insight, number, page)));
    return insight.report(number);
  } finally {
    insight.release(number);
  }
}

/**
 * Writes what a query finds into a file, as a stream that asks for a page when its reader wants one.
 *
 * @param {() => Promise<Insight>} load
 * @param {Read} read
 * @param {any} query
 * @param {any} options
 * @param {"responses" | "contacts"} of
 */
export function exportFile(load, read, query, { signal, onProgress, ...asked }, of) {
  /** @type {AsyncGenerator<Uint8Array> | undefined} */
  let file;
  /** @type {Promise<IteratorResult<Uint8Array>> | undefined} */
  let ahead;
  const controller = new AbortController();
  async function* chunks() {
    const insight = await load();
    const number = begin(`export_${of}`, () => {
      if ("of" in asked) throw { path: "of", problem: "is not an option; responses and contacts have a method each" };
      return insight.export_({ ...asked, of });
    });
    // Whoever aborts may never read on: the export ends all the same, and its error waits for who does.
    const end = () => {
      ahead = file?.next();
      ahead?.catch(() => {});
    };
    signal?.addEventListener("abort", end);
    forgotten?.register(/** @type {object} */ (file), { insight, number, controller }, controller);
    let last;
    try {
      for await (const bytes of walk(read, query, { signal, onProgress, controller }, (page) => add(insight, number, page))) {
        if (bytes?.length) yield bytes;
      }
      last = insight.finish(number);
    } finally {
      signal?.removeEventListener("abort", end);
      forgotten?.unregister(controller);
      insight.release(number);
    }
    if (last.length) yield last;
  }
  return new ReadableStream(
    {
      async pull(controller) {
        file ??= chunks();
        const step = ahead ?? file.next();
        ahead = undefined;
        const { value, done } = await step;
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        // First the request: the generator cannot return while it waits for one.
        controller.abort();
        await file?.return(undefined);
      },
    },
    // Nothing is asked for before someone reads.
    { highWaterMark: 0 },
  );
}

/**
 * @param {string} action
 * @param {() => number} start
 */
function begin(action, start) {
  try {
    return start();
  } catch (failure) {
    const { path, problem } = /** @type {any} */ (failure);
    if (typeof problem !== "string") throw failure;
    const place = path ? `options.${path}` : "options";
    throw new RefinerError({ kind: "input", action, path: place, message: `${action}: ${place} ${problem}`, attempts: 0 });
  }
}

/**
 * @param {Insight} insight
 * @param {number} number
 * @param {import("./walk.js").Reading} page
 */
function add(insight, number, page) {
  try {
    return insight.add(number, page.data);
  } catch (failure) {
    const { at } = /** @type {any} */ (failure ?? {});
    if (typeof at !== "number") throw failure;
    const message = `${page.action}: the page makes no sense from byte ${at} on`;
    throw new RefinerError({ kind: "decode", action: page.action, message, attempts: 0, resume: page.at });
  }
}
