// @ts-check
// A list: awaited, it gives its first page; iterated, it gives every item, page after page.
import { RefinerError } from "./error.js";

/** @typedef {{ page_cursor?: string, page?: number, stuck?: boolean }} Next */
/**
 * `at`: the requested place. `items`: unknown until the page is processed, if its bytes are.
 *
 * @typedef {Omit<import("../index.js").Execution<any>, "next" | "items"> & { next?: Next, at?: Next, items?: number | undefined }} Reading
 */

// Empty pages in the middle of a list happen. This many in a row mean that the list never ends. Our choice.
const MOST_EMPTY_PAGES = 25;

/**
 * A list is a promise to whoever looks at its methods or at its prototype. It does not extend Promise: inside, such a promise would
 * wait for ever, because a list that is only iterated never asks for its first page on its own account.
 */
export class List {
  /** @type {(input: any) => Promise<Reading>} */
  #read;
  #input;
  /** @type {Promise<any> | undefined} */
  #first;

  /**
   * @param {(input: any) => Promise<Reading>} read
   * @param {import("../wasm/refiner_wasm.js").Written} input
   */
  constructor(read, input) {
    this.#read = read;
    this.#input = input;
  }

  // Lazy: a list that is only iterated sends no extra request.
  #page() {
    return (this.#first ??= this.#read(this.#input).then((reading) => reading.data));
  }

  /** @param {any} [resolve] @param {any} [reject] */
  then(resolve, reject) {
    return this.#page().then(resolve, reject);
  }

  get [Symbol.toStringTag]() {
    return "List";
  }

  /** Page after page. A page is requested when it is pulled; there is no prefetch. */
  async *pages() {
    for await (const reading of this.readings()) yield reading.data;
  }

  /** Page after page, with everything known about each. */
  async *readings() {
    const { page, page_cursor, ...rest } = this.#input.copy() ?? {};
    const guard = new LoopGuard(page_cursor, page);
    /** @type {any} */
    let input = this.#input;
    /** @type {Next | undefined} */
    let next;
    do {
      const reading = await this.#read(input).catch((error) => {
        if (next) error.resume = next;
        throw error;
      });
      reading.at = next;
      yield reading;
      next = reading.next;
      if (next) {
        guard.check(reading, next);
        input = { ...rest, ...next };
      }
    } while (next);
  }

  async *[Symbol.asyncIterator]() {
    for await (const page of this.pages()) yield* page.items;
  }
}

// `catch`, `finally` and `instanceof Promise`; the first two call `then`.
Object.setPrototypeOf(List.prototype, Promise.prototype);

// A list must end. To stop silently would drop items without a word, so a loop is an error.
class LoopGuard {
  /** @type {Set<unknown>} */
  #seen;
  #empty = 0;

  /** @param {...unknown} start Where the list starts. */
  constructor(...start) {
    this.#seen = new Set(start);
  }

  /** @param {Reading} reading @param {Next} next */
  check(reading, next) {
    this.#empty = reading.items === 0 ? this.#empty + 1 : 0;
    const where = next.page_cursor ?? next.page;
    if (next.stuck || this.#seen.has(where)) {
      throw endless(reading.action, "it says that there is more, and leads back to a page that was already read");
    }
    if (this.#empty >= MOST_EMPTY_PAGES) {
      throw endless(reading.action, `the last ${this.#empty} pages were empty, and it says that there is more`, next);
    }
    this.#seen.add(where);
  }
}

/** @param {string} action @param {string} why @param {Next} [resume] */
function endless(action, why, resume) {
  const message = `${action}: the list does not end: ${why}`;
  return new RefinerError({ kind: "decode", action, message, attempts: 0, resume });
}
