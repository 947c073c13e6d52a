// @ts-check
// Results that fit a size. The cursor of a page points behind its last item, so items that are cut off a page could never be
// reached. A page that is too large is therefore requested again, from the same place with fewer items: its cursor is right.
import { listDefaults } from "../generated/operations.js";
import { RefinerError } from "../internal/error.js";
import { estimateTokens } from "./tokens.js";

/** @typedef {{ page_cursor?: string, page?: number, page_length?: number, stuck?: boolean }} Next */
/** @typedef {Pick<import("../index.js").Execution<any>, "action" | "data" | "attempts" | "anomalies"> & { next?: Next }} Reading */
/** @typedef {{ page?: number, page_cursor?: string, page_length?: number, [parameter: string]: unknown }} Input */

/** How large a result may be, as JSON. @typedef {{ bytes: number, tokens: number }} Most */

// A last page has no cursor, but a shorter page in its place has one.
const CURSOR = { bytes: 200, tokens: 150 };

/**
 * Requests a page, and requests less until it fits.
 *
 * @param {(input: Input) => Promise<Reading>} ask
 * @param {Input} input
 * @param {Most} most
 * @returns {Promise<{ reading: Reading, wanted?: number }>} `wanted`: if the requested page was too large, how many items it
 *   has.
 */
export async function fit(ask, input, most) {
  let reading = await ask(input);
  if (fits(reading.data, most)) return { reading };
  const start = offset(input, reading.data);
  const wanted = reading.data.items?.length;
  let length = Infinity;
  while (!fits(reading.data, most)) {
    const { items } = reading.data;
    if (!Array.isArray(items)) throw tooLarge(reading, most, "it is one thing, and cannot be cut");
    if (items.length > length) throw tooLarge(reading, most, "Refiner did not keep to a smaller page_length");
    if (items.length <= 1) throw tooLarge(reading, most, "it is a single item; resume continues after it");
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
 * How many items of the list come before the page, if it was requested by number.
 *
 * @param {Input} input
 * @param {Reading["data"]} data
 */
function offset({ page, page_cursor, page_length }, data) {
  if (page === undefined || page_cursor !== undefined) return 0;
  // The page_length that the server used, if it says so. One that is no whole number cannot be counted in.
  const counted = Number(data.pagination?.page_length);
  const isLength = Number.isSafeInteger(counted) && counted > 0;
  return (page - 1) * (isLength ? counted : (page_length ?? listDefaults.page_length));
}

/**
 * How many of the items fit; fewer than there are. A page by number starts at a multiple of its length.
 *
 * @param {Reading["data"]} data
 * @param {Most} most
 * @param {number} start
 */
function fitting({ items, ...envelope }, most, start) {
  const around = { ...envelope, items: [] };
  let bytes = most.bytes - size(around) - CURSOR.bytes;
  let tokens = most.tokens - tokensOf(around, most) - CURSOR.tokens;
  let length = 0;
  while (length < items.length - 1 && bytes >= 0 && tokens >= 0) {
    bytes -= size(items[length]) + 1;
    tokens -= tokensOf(items[length], most) + 1;
    if (bytes >= 0 && tokens >= 0) length++;
  }
  length = Math.max(length, 1);
  while (start % length !== 0) length--;
  return length;
}

/** @param {unknown} data @param {Most} most */
export function fits(data, most) {
  return size(data) <= most.bytes && tokensOf(data, most) <= most.tokens;
}

/** Bytes of the data as JSON. What is nested deeper than JSON.stringify can write is larger than any limit. @param {unknown} data */
export function size(data) {
  try {
    return new TextEncoder().encode(JSON.stringify(data)).length;
  } catch {
    return Infinity;
  }
}

/** Tokens of the data, if anybody has set a limit for them. @param {unknown} data @param {Most} most */
function tokensOf(data, { tokens }) {
  if (tokens === Infinity) return 0;
  try {
    return estimateTokens(JSON.stringify(data));
  } catch {
    return Infinity;
  }
}

/** @param {Pick<Reading, "action" | "data" | "next" | "attempts">} reading @param {Most} most @param {string} why */
export function tooLarge({ action, data, next, attempts }, most, why) {
  const resume = next && !next.stuck ? next : undefined;
  const bytes = size(data);
  const sizes =
    bytes > most.bytes
      ? `${bytes} bytes, maxResultBytes allows ${most.bytes}`
      : `up to ${tokensOf(data, most)} tokens, maxResultTokens allows ${most.tokens}`;
  const message = `${action}: the result has ${sizes}: ${why}`;
  return new RefinerError({ kind: "too_large", action, message, attempts, resume });
}
