// @ts-check
// Results that fit a size. A page that is cut in its middle could not be gone on from: its cursor leads behind the items that
// were cut off. So a page that is too large is asked for again from the same place with fewer items, and the cursor of that
// smaller page is the right one.
import { RefinerError } from "../internal/error.js";

/** @typedef {{ page_cursor?: string, page?: number, page_length?: number, stuck?: boolean }} Next */
/** @typedef {{ action: string, data: any, next?: Next, attempts: number, anomalies: any[] }} Reading */

// What the core asks for when the caller does not say, and a reply does not either.
const USUAL_LENGTH = 100;

// A last page has no cursor, and a shorter one in its place has.
const CURSOR_BYTES = 200;

/**
 * Asks, and asks for less until it fits.
 *
 * @param {(input: any) => Promise<Reading>} ask
 * @param {any} input
 * @param {number} most Bytes of the data as JSON.
 * @returns {Promise<{ reading: Reading, wanted?: number }>} `wanted` is how many items the page that was asked for has, when
 *   it was too large.
 */
export async function fit(ask, input, most) {
  let reading = await ask(input);
  if (size(reading.data) <= most) return { reading };
  const start = offset(input, reading.data);
  const wanted = reading.data.items?.length;
  let length = Infinity;
  while (size(reading.data) > most) {
    const { items } = reading.data;
    if (!Array.isArray(items)) throw tooLarge(reading, most, "it is one thing, and cannot be cut");
    if (items.length > length) throw tooLarge(reading, most, "Refiner did not keep to a smaller page_length");
    if (items.length <= 1) throw tooLarge(reading, most, "it is a single item; resume goes on after it");
    length = fitting(reading.data, most, start);
    const { page, page_cursor, ...rest } = input;
    const place = page_cursor !== undefined ? { page_cursor } : start > 0 ? { page: start / length + 1 } : {};
    reading = await ask({ ...rest, ...place, page_length: length });
    // A page number counts in pages of this length.
    if (reading.next && !reading.next.stuck) reading.next = { ...reading.next, page_length: length };
  }
  return { reading, wanted };
}

/**
 * How many items of the list come before the page, when it was asked for by number.
 *
 * @param {any} input
 * @param {any} data
 */
function offset({ page, page_cursor, page_length }, data) {
  if (page === undefined || page_cursor !== undefined) return 0;
  // What the server counted in is what matters, if it says so.
  const counted = Number(data.pagination?.page_length);
  return (page - 1) * (counted > 0 ? counted : (page_length ?? USUAL_LENGTH));
}

/**
 * How many of the items fit, fewer than there are. A page by number can only start at a multiple of its length.
 *
 * @param {any} data
 * @param {number} most
 * @param {number} start
 */
function fitting({ items, ...envelope }, most, start) {
  let left = most - size({ ...envelope, items: [] }) - CURSOR_BYTES;
  let length = 0;
  while (length < items.length - 1 && left >= 0) {
    left -= size(items[length]) + 1;
    if (left >= 0) length++;
  }
  length = Math.max(length, 1);
  while (start % length !== 0) length--;
  return length;
}

/** @param {unknown} data */
function size(data) {
  return new TextEncoder().encode(JSON.stringify(data)).length;
}

/** @param {Reading} reading @param {number} most @param {string} why */
function tooLarge({ action, data, next, attempts }, most, why) {
  const resume = next && !next.stuck ? next : undefined;
  const message = `${action}: the result has ${size(data)} bytes, maxResultBytes allows ${most}: ${why}`;
  return new RefinerError({ kind: "too_large", action, message, attempts, resume });
}
