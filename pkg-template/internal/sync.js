// @ts-check
// Syncs: responses that are new or changed since the last run, with a checkpoint to continue from after a restart.
//
// Refiner lists responses newest first, by when the latest answer came in. A run reads from the newest response down to the
// newest of the run before, minus an overlap for answers that Refiner received late. A response that changes during a run
// moves to the top of the list. The next run finds it there, because it reads down to what was newest when this run began.
import { operationDefaults, syncNames } from "../generated/operations.js";
import { Written } from "../wasm/refiner_wasm.js";
import { inputError, toRefinerError } from "./error.js";
import { List } from "./list.js";
import { suggestion } from "./nearest.js";

const NAME = "sync_responses";
const { overlapMs: OVERLAP_MS, ...QUERY } = operationDefaults[NAME];

/**
 * @typedef {object} State
 * @property {1} v
 * @property {string | undefined} from The `since` of the first run; without it, everything.
 * @property {number} newest The newest time that the last complete run saw, in milliseconds since 1970.
 * @property {Record<string, string>} seen Responses within the overlap, and the state in which each was handed out.
 * @property {Run | undefined} run The run in progress.
 */

/**
 * @typedef {object} Run
 * @property {number} newest
 * @property {Record<string, string>} seen
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
 * @property {Record<string, string>} edge The responses at the oldest time, and the state in which each was handed out.
 */

/** The answers to a request whose cursor Refiner does not take, or no longer. */
const REFUSALS = [400, 404, 409, 410, 422];

/** @typedef {import("../index.js").SyncOptions} SyncOptions */
/** @typedef {import("../index.js").Response} Response */

/** @typedef {Omit<SyncOptions, "checkpoint"> & { state: State | undefined }} Checked */

/**
 * Checks the options against the contract, which does not know what is inside a checkpoint.
 *
 * @param {import("./client.js").Core} core
 * @param {Written} options
 * @returns {Checked}
 */
export function checkOptions(core, options) {
  const copy = options.copy();
  for (const key of Object.keys(copy ?? {})) {
    if (syncNames.sets.includes(key)) throw inputError(NAME, `options.${key}`, "cannot be given: a sync sets it itself");
    if (!syncNames.takes.includes(key)) {
      throw inputError(NAME, `options.${key}`, `is not an option${suggestion(key, syncNames.takes)}`);
    }
  }
  const { since, overlapMs, checkpoint, ...query } = copy ?? {};
  try {
    // Options that cannot be read go to the core as they are: it says why. The list checks the query.
    core.check(NAME, copy ? { since, overlapMs, checkpoint } : options);
  } catch (failure) {
    const { path, message } = /** @type {{ path: string, message: string }} */ (failure);
    // What is wrong in the query has the path that it has in a list.
    if (typeof path !== "string" || !/^((since|overlapMs|checkpoint)\b|$)/.test(path)) throw toRefinerError(failure, NAME);
    // The core names a setting as it stands in the contract; here it is one of the options.
    throw inputError(NAME, path ? `options.${path}` : "options", message.slice(`${NAME}: ${path || "the input"} `.length));
  }
  const given = { since, overlapMs, ...query };
  if (checkpoint === undefined) return { ...given, state: undefined };
  const state = parse(checkpoint);
  try {
    core.check(NAME, { since: state.from });
  } catch {
    throw notACheckpoint();
  }
  return { ...given, state };
}

export class Sync {
  #read;
  #query;
  #overlapMs;
  /** @type {State} */
  #state;

  /**
   * @param {(input: import("../index.js").ListResponses) => Promise<import("./list.js").Reading>} read
   * @param {Checked} options
   */
  constructor(read, { since, overlapMs = OVERLAP_MS, state, ...query }) {
    this.#read = read;
    this.#query = { ...QUERY, ...query };
    this.#overlapMs = overlapMs;
    this.#state = state ?? { v: 1, from: since, newest: 0, seen: {}, run: undefined };
  }

  /** Where to continue after a restart; valid at any time. */
  get checkpoint() {
    return JSON.stringify(this.#state);
  }

  async *[Symbol.asyncIterator]() {
    const state = this.#state;
    const resumed = state.run?.at;
    try {
      yield* this.#walk();
    } catch (error) {
      // Only the cursor that this walk began with: from there on, nothing was handed out.
      const refused = resumed && state.run?.at === resumed && REFUSALS.includes(/** @type {any} */ (error)?.status);
      if (!refused || !state.run) throw error;
      const { run } = state;
      run.at = undefined;
      run.past = united(run.past, run.range);
      run.range = undefined;
      yield* this.#walk();
    }
  }

  async *#walk() {
    const state = this.#state;
    const back = state.newest - this.#overlapMs;
    const begun = back > parsed(state.from) ? new Date(back).toISOString() : state.from;
    const run = (state.run ??= { newest: state.newest, seen: {}, at: undefined });
    const input = { ...this.#query, ...(begun === undefined ? {} : { date_range_start: begun }), ...run.at };
    /** @type {Set<string>} */
    const given = new Set();
    for await (const { data, next } of new List(this.#read, new Written(input)).readings()) {
      const oldest = run.newest - this.#overlapMs;
      for (const response of data.items) {
        const uuid = response?.uuid;
        const mark = stateOf(response);
        // A time in the future must not make the next run start in the future.
        run.newest = Math.max(run.newest, Math.min(time(response), Date.now()));
        const place = this.#place(response);
        const known =
          run.seen[uuid] === mark ||
          state.seen[uuid] === mark ||
          given.has(`${uuid} ${mark}`) ||
          isIn(run.past, { uuid, mark, place, forgotten: time(response) < oldest });
        if (typeof uuid === "string") run.seen[uuid] = mark;
        if (known) continue;
        given.add(`${uuid} ${mark}`);
        yield response;
      }
      // Only complete pages count: a page that was interrupted is read again.
      run.range = this.#extended(run, data.items);
      run.at = next;
      this.#forget(run);
    }
    state.newest = run.newest;
    state.seen = run.seen;
    state.run = undefined;
  }

  /** The time that Refiner orders a response by. @param {Partial<Response> | null} response */
  #place(response) {
    return this.#query.include === "all" ? parsed(response?.last_shown_at ?? response?.received_at) : time(response);
  }

  /**
   * The range of a run with one more page; undefined if its pages are not in order.
   *
   * @param {Run} run
   * @param {any[]} items
   * @returns {Range | undefined}
   */
  #extended(run, items) {
    const isFirst = run.at === undefined;
    if (!isFirst && !run.range) return undefined;
    let { top, end, edge } = run.range ?? { top: -Infinity, end: Infinity, edge: {} };
    for (const response of items) {
      const place = this.#place(response);
      if (place > end) return undefined;
      if (place < end) edge = {};
      top = Math.max(top, place);
      end = place;
      if (typeof response?.uuid === "string") edge[response.uuid] = stateOf(response);
    }
    return end === Infinity ? undefined : { top, end, edge };
  }

  /** Drops what the overlap of the next run cannot reach. @param {NonNullable<State["run"]>} run */
  #forget(run) {
    const oldest = run.newest - this.#overlapMs;
    for (const [uuid, mark] of Object.entries(run.seen)) {
      if (Number(mark.split(" ")[0]) < oldest) delete run.seen[uuid];
    }
  }
}

/**
 * What two ranges cover that begin at the top of one list.
 *
 * @param {Range | undefined} a
 * @param {Range | undefined} b
 */
function united(a, b) {
  if (!a || !b) return a ?? b;
  const lower = b.end <= a.end ? b : a;
  return { ...lower, top: Math.max(a.top, b.top) };
}

/**
 * Whether a response was handed out before the run was begun again. Those within the overlap are in `seen`, and only there: one that
 * arrives late lies among them.
 *
 * @param {Range | undefined} past
 * @param {{ uuid: string, mark: string, place: number, forgotten: boolean }} response
 */
function isIn(past, { uuid, mark, place, forgotten }) {
  if (!past || !forgotten || place > past.top || place < past.end) return false;
  return place > past.end || past.edge[uuid] === mark;
}

/** @param {Partial<Response> | null} response */
function time(response) {
  return parsed(response?.last_data_reception_at ?? response?.last_shown_at ?? response?.received_at);
}

/** Milliseconds since 1970; 0 if it is not a time. @param {unknown} text */
function parsed(text) {
  if (typeof text !== "string") return 0;
  // Refiner's own format has no zone; we take it for UTC.
  const whole = /^\d{4}-\d\d-\d\d$/.test(text) || /[zZ]$|T.*[+-]\d\d:?\d\d$/.test(text);
  const at = Date.parse(whole ? text : `${text.replace(" ", "T")}Z`);
  return Number.isNaN(at) ? 0 : at;
}

/** Identifies the state of a response. @param {Partial<Response> | null} response */
function stateOf(response) {
  const { completed_at, data, tags } = response ?? {};
  return `${time(response)} ${hash(JSON.stringify([completed_at, data, tags]))}`;
}

/** FNV-1a, 32 bits: two states of one response collide once in 4 billion. @param {string} text */
function hash(text) {
  let sum = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  return (sum >>> 0).toString(36);
}

/** @param {string} checkpoint @returns {State} */
function parse(checkpoint) {
  try {
    const state = JSON.parse(checkpoint);
    if (state.v === 1 && isSeen(state) && (state.run === undefined || isRun(state.run))) return state;
  } catch {}
  throw notACheckpoint();
}

/** The last moment that a Date can hold. */
const LAST_MS = 8.64e15;

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

function notACheckpoint() {
  return inputError(NAME, "options.checkpoint", "is not a checkpoint of syncResponses");
}
