// @ts-check
// Summaries and exports, made from the bytes of pages. Loaded, with the bindings of their module, at the first of them.
import { operationDefaults } from "../generated/operations.js";
import * as bindings from "../wasm/refiner_insight.js";
import { Written } from "../wasm/refiner_wasm.js";
import { RefinerError, extend, inputError, toRefinerError } from "./error.js";
import { guarded } from "./instance.js";
import { List } from "./list.js";
import { asked, questionsOf, unasked } from "./questions.js";
import { Progress, walk } from "./walk.js";
import { offsetsOf } from "./zone.js";

/** @typedef {import("./walk.js").Reading} Reading */
/** @typedef {import("../index.js").Execution<any>} Execution */
/** @typedef {(chunk?: Uint8Array) => boolean} Sink */
/** @typedef {(action: string, input: any, signal: AbortSignal, sink?: Sink) => Promise<Execution>} Call Reads a page, into a sink if there is one. */
/** @typedef {{ job: PageJob, controller: AbortController }} Held */
/** @typedef {Pick<import("../index.js").WalkOptions, "signal" | "onProgress"> & { settings: Written }} Walk The settings: as they were at the call. */

/** @typedef {typeof bindings} Bindings */

const instances = guarded(bindings);

// The loader instantiates the module through this.
export { default } from "../wasm/refiner_insight.js";

// Exports that were started and then dropped, neither read to the end nor cancelled. Some hosts have no FinalizationRegistry.
const forgotten =
  typeof FinalizationRegistry === "function"
    ? new FinalizationRegistry((/** @type {Held} */ { job, controller }) => {
        job.release();
        controller.abort();
      })
    : undefined;

/**
 * Summarises what a query finds, page after page.
 *
 * @param {Call} call
 * @param {Written} query
 * @param {Walk} options
 */
export async function summarize(call, query, { signal, onProgress, settings }) {
  const name = "summarize_responses";
  const progress = new Progress(onProgress);
  const given = settings.copy();
  const zone = zoneOf(name, given?.time_zone);
  /** @param {Written} settings */
  const begin = (settings) => new PageJob(call, { name, list: "list_responses" }, (insight) => insight.summary(settings, zone));
  const lacking = unasked(given);
  let job = begin(lacking.size > 0 ? asked(given, lacking, () => "\0") : settings);
  /** @param {Written} query @param {boolean} last */
  const count = async (query, last) => {
    for await (const _ of walk(job, query, progress, { signal, last }));
  };
  try {
    const byTrait = typeof given?.group_by?.attribute === "string";
    if (byTrait) query = withTraits(name, query, "group_by");
    if (lacking.size > 0) {
      // That job has only checked everything else, before anything is sent.
      job.release();
      job = begin(asked(given, lacking, await questionsOf(call, query.copy(), progress, signal)));
    }
    const bySegment = given?.group_by === "segment";
    await count(query, !bySegment);
    if (bySegment) {
      // A response does not say which segments its contact belongs to, so there is one walk for each segment.
      const { segment_uuid, segment_uuids, page, page_cursor, ...rest } = query.copy() ?? {};
      const segments = await segmentsOf(call, { segment_uuid, segment_uuids }, progress, signal).catch((error) => {
        // A cursor of the list of segments is not a cursor of the list of responses.
        throw extend(error, { resume: undefined, progress: progress.soFar });
      });
      let left = segments.size;
      if (left === 0) progress.report();
      for (const [segment_uuid, name] of segments) {
        job.segment(segment_uuid, name);
        left -= 1;
        await count(new Written({ ...rest, segment_uuid }), left === 0).catch((error) => {
          throw Object.assign(error, { resume: { ...error.resume, segment_uuid } });
        });
      }
    }
    return job.report();
  } finally {
    job.release();
  }
}

/** @param {string} name @param {unknown} zone What the settings say. */
function zoneOf(name, zone) {
  // The core refuses anything but text.
  const offsets = typeof zone === "string" ? offsetsOf(zone) : undefined;
  if (typeof offsets === "string") throw inputError(name, "options.time_zone", offsets);
  return offsets;
}

/**
 * The query with the traits of contacts, which something in the options names.
 *
 * @param {string} name
 * @param {Written} query
 * @param {string} option
 */
function withTraits(name, query, option) {
  const copy = query.copy();
  // A query that cannot be read goes on as it is: its check says why.
  if (!copy) return query;
  if (copy.with_attributes === false) throw inputError(name, "with_attributes", `must not be false: ${option} names a trait of contacts`);
  return Object.hasOwn(copy, "with_attributes") ? query : new Written({ ...copy, with_attributes: true });
}

/**
 * The segments that a query names, or else all there are. Each comes once, so that none is counted twice.
 *
 * @param {Call} call
 * @param {{ segment_uuid?: string, segment_uuids?: string[] }} query
 * @param {Progress} progress
 * @param {AbortSignal} [signal]
 * @returns {Promise<Map<string, string | undefined>>} Their names by their uuids.
 */
async function segmentsOf(call, { segment_uuid, segment_uuids }, progress, signal = new AbortController().signal) {
  const { page_length } = operationDefaults.summarize_responses;
  /** @type {Map<string, string | undefined>} */
  const all = new Map();
  const list = new List((input) => call("list_segments", input, signal), new Written({ page_length }));
  for await (const { data, attempts } of list.readings()) {
    progress.attempts += attempts;
    for (const segment of data.items) {
      if (typeof segment?.uuid === "string") all.set(segment.uuid, typeof segment.name === "string" ? segment.name : undefined);
    }
  }
  const named = [...(segment_uuids ?? []), ...(segment_uuid === undefined ? [] : [segment_uuid])];
  return named.length ? new Map(named.map((uuid) => [uuid, all.get(uuid)])) : all;
}

/**
 * Writes what a query finds into a file: the source of a stream that requests a page when its reader pulls.
 *
 * @param {Call} call
 * @param {Written} query
 * @param {Walk} options
 * @param {"export_responses" | "export_contacts"} name
 */
export function exportFile(call, query, { signal, onProgress, settings }, name) {
  /** @type {AsyncGenerator<Uint8Array> | undefined} */
  let file;
  /** @type {Promise<IteratorResult<Uint8Array>> | undefined} */
  let ahead;
  const controller = new AbortController();
  async function* chunks() {
    const isContacts = name === "export_contacts";
    const list = isContacts ? "list_contacts" : "list_responses";
    const job = new PageJob(call, { name, list }, (insight) => insight.export_(settings, isContacts));
    // The export ends at the abort even if nobody reads on. The next read gets the error; without one, it must not count as an
    // unhandled rejection.
    const end = () => {
      ahead = file?.next();
      ahead?.catch(() => {});
    };
    signal?.addEventListener("abort", end);
    forgotten?.register(/** @type {object} */ (file), { job, controller }, controller);
    let last;
    try {
      const columns = settings.copy()?.columns;
      const namesTrait = !isContacts && columns?.some((/** @type {string} */ column) => column.startsWith("contact.attributes."));
      if (namesTrait) query = withTraits(name, query, "columns");
      for await (const bytes of walk(job, query, new Progress(onProgress), { signal, controller })) {
        if (bytes?.length) yield bytes;
      }
      last = job.finish();
    } finally {
      signal?.removeEventListener("abort", end);
      forgotten?.unregister(controller);
      job.release();
    }
    if (last.length) yield last;
  }
  return {
    /** @param {Pick<ReadableStreamDefaultController<Uint8Array>, "enqueue" | "close">} controller */
    async pull(controller) {
      file ??= chunks();
      const step = ahead ?? file.next();
      ahead = undefined;
      const { value, done } = await step;
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      // The request first: the generator cannot return while it waits for one.
      controller.abort();
      await file?.return(undefined);
    },
  };
}

/**
 * Not in the constructor of {@link PageJob}: its other functions would then keep `begin`, and so the whole export, until the request
 * under way ends. An export that was forgotten could not be let go of.
 *
 * @param {string} name
 * @param {(insight: Bindings) => number} begin
 * @returns {(insight: Bindings) => number}
 */
function beginning(name, begin) {
  return (insight) => {
    try {
      return begin(insight);
    } catch (failure) {
      const { path, problem } = /** @type {any} */ (failure ?? {});
      if (typeof problem !== "string") throw failure;
      throw inputError(name, path ? `options.${path}` : "options", problem);
    }
  };
}

/** @param {any} input The first page's is written already. */
function cursorOf(input) {
  return (input instanceof Written ? input.copy() : input)?.page_cursor;
}

/** A summary or an export that is running in the module, and the way its pages get there. */
class PageJob {
  #insight;
  #number;

  /**
   * @param {Call} call
   * @param {object} of
   * @param {"summarize_responses" | "export_responses" | "export_contacts"} of.name The operation.
   * @param {string} of.list The action that gives the pages.
   * @param {(insight: Bindings) => number} begin
   */
  constructor(call, { name, list }, begin) {
    this.name = name;
    // Only this instance knows the job's number.
    this.#insight = instances.current();
    const number = this.#use(beginning(name, begin));
    this.#number = number;
    /** @type {(input: any, signal: AbortSignal) => Promise<Reading>} */
    this.read = async (input, signal) => {
      const reading = await call(list, input, signal, (chunk) => this.#use((insight) => insight.receive(number, chunk)));
      try {
        return { ...reading, ...this.#use((insight) => insight.position(number, cursorOf(input))) };
      } catch (failure) {
        throw unusable(reading, /** @type {any} */ (failure)?.problem, failure);
      }
    };
    this.take = () => this.#use((insight) => insight.take(number));
    this.replaced = () => this.#use((insight) => insight.replaced(number));
  }

  /** @template T @param {(insight: Bindings) => T} use @returns {T} */
  #use(use) {
    try {
      return use(this.#insight);
    } catch (failure) {
      throw toRefinerError(failure, this.name);
    }
  }

  /** @param {Reading} page */
  add(page) {
    try {
      return this.#use((insight) => insight.add(this.#number));
    } catch (failure) {
      if (isNoMemory(failure)) throw tooLarge(page.action, "this page; ask for smaller pages, or do less at once", page);
      const { at } = /** @type {any} */ (failure ?? {});
      throw unusable(page, typeof at === "number" ? `the page is not valid JSON from byte ${at} on` : undefined, failure);
    }
  }

  /** Counts the following pages in this group. @param {string} uuid @param {string | undefined} name */
  segment(uuid, name) {
    this.#use((insight) => insight.segment(this.#number, uuid, name));
  }

  report() {
    return this.#output((insight) => insight.report(this.#number), "ask for fewer metrics or groups");
  }

  finish() {
    return this.#output((insight) => insight.finish(this.#number), "ask for fewer columns");
  }

  /**
   * What the job gives at its end.
   *
   * @template T
   * @param {(insight: Bindings) => T} give
   * @param {string} advice
   */
  #output(give, advice) {
    try {
      return this.#use(give);
    } catch (failure) {
      throw isNoMemory(failure) ? tooLarge(this.name, `the result; ${advice}`) : failure;
    }
  }

  release() {
    try {
      this.#insight.release(this.#number);
    } catch {
      // The instance has stopped, and the job with it.
    }
  }
}

/** Whether the module, or the host, had no memory for something. @param {any} failure */
function isNoMemory(failure) {
  return failure?.no_memory === true || failure instanceof RangeError;
}

/** @param {string} action @param {string} what @param {Partial<Reading>} [page] */
function tooLarge(action, what, { attempts = 0, status, at: resume } = {}) {
  return new RefinerError({ kind: "too_large", action, message: `${action}: there is not enough memory for ${what}`, attempts, status, resume });
}

/**
 * @param {import("./list.js").Reading} page
 * @param {unknown} problem Why the page cannot be used. Anything but text is a fault of the module, which is passed on unchanged.
 * @param {any} failure
 */
function unusable({ action, attempts, status, data: detail, at: resume }, problem, failure) {
  if (typeof problem !== "string") return failure;
  const message = `${action}: the reply cannot be used: ${problem} (status ${status})`;
  return new RefinerError({ kind: "decode", action, message, attempts, status, detail, resume });
}
