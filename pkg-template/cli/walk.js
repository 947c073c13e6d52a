// @ts-check
// Every item of a list, one JSON object a line.
import { itemsOf } from "./json-text.js";
import { meter } from "./meter.js";
import { OutputClosed } from "./output.js";

/** @typedef {{ page_cursor?: string, page?: number }} Place */

/**
 * @param {AsyncIterable<import("../internal/list.js").Reading>} readings
 * @param {object} io
 * @param {() => string} io.body The body of the latest reply.
 * @param {Place} io.start Where the list begins.
 * @param {(text: string) => Promise<void>} io.write
 * @param {NodeJS.WriteStream} io.stderr
 * @param {boolean} io.progress
 */
export async function walk(readings, { body, start, write, stderr, progress }) {
  const shown = progress || stderr.isTTY ? meter(stderr) : undefined;
  let count = 0;
  try {
    for await (const { data, at } of readings) {
      for (const item of itemsOf(body())) {
        await write(`${item}\n`).catch((error) => {
          if (error instanceof OutputClosed) throw error;
          // A list continues by pages: the items of this one come again.
          throw Object.assign(error, { resume: at ?? start, isCut: true });
        });
      }
      count += data.items.length;
      shown?.update(count, Number(data.pagination?.items_count));
    }
  } finally {
    shown?.end();
  }
  return count;
}
