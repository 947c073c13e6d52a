// @ts-check
// A summary or an export in its module: it takes pages as bytes.
import * as bindings from "../wasm/refiner_insight.js";
import { Written } from "../wasm/refiner_wasm.js";
import { RefinerError, inputError, toRefinerError } from "./error.js";
import { guarded } from "./instance.js";

/** @typedef {import("./walk.js").Reading} Reading */
/** @typedef {import("../index.js").Execution<any>} Execution */
/** @typedef {(chunk?: Uint8Array) => boolean} Sink */
/** @typedef {(action: string, input: any, signal: AbortSignal, sink?: Sink) => Promise<Execution>} Call Reads a page, into a sink if there is one. */
/** @typedef {typeof bindings} Bindings */

const instances = guarded(bindings);

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
export class PageJob {
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
        // The calls did not see the items.
        return { ...reading, items: undefined, ...this.#use((insight) => insight.position(number, cursorOf(input))) };
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

  /** @param {Reading} page It gets the number of its items, if it has none yet. */
  add(page) {
    try {
      return this.#use((insight) => {
        const made = insight.add(this.#number);
        page.items ??= insight.items(this.#number);
        return made;
      });
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

  /** How many texts were cut. */
  cut() {
    return this.#use((insight) => insight.cut(this.#number));
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
