// @ts-check
// Answers from bytes: summaries and exports. Loaded, with the glue of their module, when one of them is first asked for.
import * as insight from "../wasm/refiner_insight.js";
import { RefinerError } from "./error.js";
import { List } from "./list.js";
import { Progress, walk } from "./walk.js";

/** @typedef {import("./walk.js").Reading} Reading */
/** @typedef {(chunk?: Uint8Array) => boolean} Sink */
/** @typedef {(action: string, input: any, signal: AbortSignal, sink?: Sink) => Promise<any>} Call A call, its page into a sink. */
/** @typedef {{ work: Work, controller: AbortController }} Held */

// The loader starts the module by it.
export { default } from "../wasm/refiner_insight.js";

// An export that was begun and then forgotten, neither read to its end nor cancelled. Some hosts have no such registry.
const forgotten =
  typeof FinalizationRegistry === "function"
    ? new FinalizationRegistry((/** @type {Held} */ { work, controller }) => {
        work.release();
        controller.abort();
      })
    : undefined;

/**
 * Counts what a query finds, page after page.
 *
 * @param {Call} call
 * @param {any} query
 * @param {{ signal?: AbortSignal, onProgress?: any, group_by?: any }} options
 */
export async function summarize(call, query, { signal, onProgress, ...asked }) {
  const work = new Work(call, "list_responses", "summarize_responses", () => insight.summary(asked));
  const progress = new Progress(onProgress);
  const bySegment = asked.group_by === "segment";
  /** @param {any} query @param {boolean} last */
  const count = async (query, last) => {
    for await (const _ of walk(work, query, progress, { signal, last }));
  };
  try {
    await count(query, !bySegment);
    if (bySegment) {
      // A response does not say to which segments its contact belongs: Refiner is asked for one segment after another.
      const segments = await segmentsOf(call, query, signal).catch((error) => {
        // Where the list of segments broke off is no place in the list that was asked for.
        throw Object.assign(error, { resume: undefined, progress: progress.soFar });
      });
      const { segment_uuid, segment_uuids, page, page_cursor, ...rest } = query ?? {};
      let left = segments.size;
      for (const [segment_uuid, name] of segments) {
        insight.segment(work.number, segment_uuid, name);
        left -= 1;
        await count({ ...rest, segment_uuid }, left === 0).catch((error) => {
          throw Object.assign(error, { resume: { ...error.resume, segment_uuid } });
        });
      }
    }
    return insight.report(work.number);
  } finally {
    work.release();
  }
}

/**
 * The segments that a query names, or else all there are, each once: what is named or listed twice is not to be counted twice.
 *
 * @param {Call} call
 * @param {any} query
 * @param {AbortSignal} [signal]
 * @returns {Promise<Map<string, string | undefined>>} Their names by their uuids.
 */
async function segmentsOf(call, query, signal = new AbortController().signal) {
  const { segment_uuid, segment_uuids } = query ?? {};
  /** @type {Map<string, string | undefined>} */
  const all = new Map();
  for await (const segment of new List((input) => call("list_segments", input, signal), { page_length: 1000 })) {
    if (typeof segment?.uuid === "string") all.set(segment.uuid, typeof segment.name === "string" ? segment.name : undefined);
  }
  /** @type {string[]} */
  const named = [...(segment_uuids ?? []), ...(segment_uuid === undefined ? [] : [segment_uuid])];
  return named.length ? new Map(named.map((uuid) => [uuid, all.get(uuid)])) : all;
}

/**
 * Writes what a query finds into a file: the source of a stream that asks for a page when its reader wants one.
 *
 * @param {Call} call
 * @param {any} query
 * @param {any} options
 * @param {"responses" | "contacts"} of
 */
export function exportFile(call, query, { signal, onProgress, ...asked }, of) {
  /** @type {AsyncGenerator<Uint8Array> | undefined} */
  let file;
  /** @type {Promise<IteratorResult<Uint8Array>> | undefined} */
  let ahead;
  const controller = new AbortController();
  async function* chunks() {
    const work = new Work(call, `list_${of}`, `export_${of}`, () => insight.export_(asked, of === "contacts"));
    // Whoever aborts may never read on: the export ends all the same, and its error waits for who does.
    const end = () => {
      ahead = file?.next();
      ahead?.catch(() => {});
    };
    signal?.addEventListener("abort", end);
    forgotten?.register(/** @type {object} */ (file), { work, controller }, controller);
    let last;
    try {
      for await (const bytes of walk(work, query, new Progress(onProgress), { signal, controller })) {
        if (bytes?.length) yield bytes;
      }
      last = insight.finish(work.number);
    } finally {
      signal?.removeEventListener("abort", end);
      forgotten?.unregister(controller);
      work.release();
    }
    if (last.length) yield last;
  }
  return {
    /** @param {ReadableStreamDefaultController<Uint8Array>} controller */
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
  };
}

/** A summary or an export that is under way in the module, and how its pages get there. */
class Work {
  number;

  /**
   * @param {Call} call
   * @param {string} list The action whose pages these are.
   * @param {string} name What is under way.
   * @param {() => number} begin
   */
  constructor(call, list, name, begin) {
    try {
      this.number = begin();
    } catch (failure) {
      const { path, problem } = /** @type {any} */ (failure);
      if (typeof problem !== "string") throw failure;
      const place = path ? `options.${path}` : "options";
      throw new RefinerError({ kind: "input", action: name, path: place, message: `${name}: ${place} ${problem}`, attempts: 0 });
    }
    const { number } = this;
    /** @type {(input: any, signal: AbortSignal) => Promise<Reading>} */
    this.read = async (input, signal) => {
      const reading = await call(list, input, signal, (chunk) => insight.receive(number, chunk));
      try {
        return { ...reading, ...insight.position(number, input?.page_cursor) };
      } catch (failure) {
        throw unusable(reading, /** @type {any} */ (failure)?.problem, failure);
      }
    };
    this.take = () => insight.take(number);
    this.release = () => insight.release(number);
  }

  /** @param {Reading} page */
  add(page) {
    try {
      return insight.add(this.number);
    } catch (failure) {
      const { at } = /** @type {any} */ (failure ?? {});
      throw unusable(page, typeof at === "number" ? `the page makes no sense from byte ${at} on` : undefined, failure);
    }
  }
}

/**
 * @param {Reading} page
 * @param {unknown} problem Why it cannot be used; anything but text is a fault of the module, and is shown as it is.
 * @param {any} failure
 */
function unusable({ action, attempts, status, data: detail, at: resume }, problem, failure) {
  if (typeof problem !== "string") return failure;
  const message = `${action}: the reply cannot be used: ${problem} (status ${status})`;
  return new RefinerError({ kind: "decode", action, message, attempts, status, detail, resume });
}
