// @ts-check
// Checkpoints of syncs: what a sync knows of its runs, as text. Their users may change the text, or write their own.

/** @typedef {Map<string, string>} Seen Responses by uuid, and the state in which each was handed out. */

/**
 * @typedef {object} State
 * @property {1} v
 * @property {string | undefined} from The `since` of the first run; without it, everything.
 * @property {number} newest The newest time that the last complete run saw, in milliseconds since 1970.
 * @property {Seen} seen Responses within the overlap.
 * @property {Run | undefined} run The run in progress.
 */

/**
 * @typedef {object} Run
 * @property {number} newest
 * @property {Seen} seen
 * @property {import("./list.js").Next} [at] Where it continues.
 * @property {Range} [range] What its complete pages held. Absent if they were not in order.
 * @property {Range} [past] The same, of the pages before the run was begun again.
 */

/**
 * A part of the list, by the times that Refiner orders it by.
 *
 * @typedef {object} Range
 * @property {number} top The newest time.
 * @property {number} end The oldest time.
 * @property {Seen} edge The responses at the oldest time.
 */

/** @param {State} state */
export function write(state) {
  return JSON.stringify(state, (_, value) => (value instanceof Map ? Object.fromEntries(value) : value));
}

/**
 * Reads a checkpoint; undefined if it is none.
 *
 * @param {string} checkpoint
 * @returns {State | undefined}
 */
export function read(checkpoint) {
  try {
    const state = JSON.parse(checkpoint);
    if (state.v !== 1 || !isSeen(state) || !(state.run === undefined || isRun(state.run))) return undefined;
    const { run } = state;
    for (const part of [state, run]) if (part) part.seen = new Map(Object.entries(part.seen));
    for (const range of [run?.range, run?.past]) if (range) range.edge = new Map(Object.entries(range.edge));
    return state;
  } catch {
    return undefined;
  }
}

/** The last moment that a query can name: the end of the year 9999. */
const LAST_MS = 253_402_300_799_999;

/** Whether this is what a run has seen: up to when, and which responses. @param {any} run */
function isSeen({ newest, seen }) {
  const isTime = typeof newest === "number" && Math.abs(newest) <= LAST_MS;
  return isTime && isObject(seen) && Object.values(seen).every((mark) => typeof mark === "string");
}

/** @param {any} run */
function isRun(run) {
  return isSeen(run) && isPlace(run.at) && [run.range, run.past].every(isRange);
}

/** Whether this is a range, or none. @param {any} range */
function isRange(range) {
  return range === undefined || [range.top, range.end].every((newest) => isSeen({ newest, seen: range.edge }));
}

/** Whether this is a place in a list, or none. @param {any} at */
function isPlace(at) {
  if (at === undefined) return true;
  if (!isObject(at)) return false;
  const { page_cursor, page, ...more } = at;
  const isCursor = page_cursor === undefined || (typeof page_cursor === "string" && page_cursor !== "");
  const isPage = page === undefined || (Number.isSafeInteger(page) && page > 0);
  return isCursor && isPage && Object.keys(more).length === 0;
}

/** @param {unknown} value */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
