// @ts-check
// Syncs: responses that are new or changed since the last run, with a checkpoint to continue from after a restart.
//
// Refiner lists responses newest first, by when the latest answer came in. A run reads from the newest response down to the
// newest of the run before, minus an overlap for answers that Refiner received late. A response that changes during a run
// moves to the top of the list. The next run finds it there, because it reads down to what was newest when this run began.
import { operationDefaults, syncNames } from "../generated/operations.js";
import { Written } from "../wasm/refiner_wasm.js";
import { read, write } from "./checkpoint.js";
import { inputError, toRefinerError } from "./error.js";
import { List } from "./list.js";
import { suggestion } from "./nearest.js";
import { itemsOf, parsed } from "./sync-items.js";

const NAME = "sync_responses";
const { overlapMs: OVERLAP_MS, ...QUERY } = operationDefaults[NAME];

/** The answers to a request whose cursor Refiner does not take, or no longer. */
const REFUSALS = [400, 404, 409, 410, 422];

/** @typedef {import("./checkpoint.js").State} State */
/** @typedef {import("./checkpoint.js").Run} Run */
/** @typedef {import("./checkpoint.js").Range} Range */
/** @typedef {import("./checkpoint.js").Seen} Seen */
/** @typedef {import("./sync-items.js").Item} Item */
/** @typedef {import("../index.js").SyncOptions} SyncOptions */

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
  const state = read(checkpoint);
  try {
    if (state) core.check(NAME, { since: state.from });
  } catch {
    throw notACheckpoint();
  }
  if (!state) throw notACheckpoint();
  return { ...given, state };
}

export class Sync {
  #read;
  #query;
  #overlapMs;
  /** @type {State} */
  #state;
  /** @type {Given | undefined} */
  #given;

  /**
   * @param {(input: import("../index.js").ListResponses) => Promise<import("./list.js").Reading>} read
   * @param {Checked} options
   */
  constructor(read, { since, overlapMs = OVERLAP_MS, state, ...query }) {
    this.#read = read;
    this.#query = { ...QUERY, ...query };
    this.#overlapMs = overlapMs;
    this.#state = state ?? { v: 1, from: since, newest: 0, seen: new Map(), run: undefined };
  }

  /** Where to continue after a restart; valid at any time. It counts a response once someone has asked for what comes after it. */
  get checkpoint() {
    return write(this.#state);
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
    /** @type {Run} */
    const run = (state.run ??= { newest: state.newest, seen: new Map() });
    const input = { ...this.#query, ...(begun === undefined ? {} : { date_range_start: begun }), ...run.at };
    // Several loops at once share one run.
    const given = this.#given?.run === run ? this.#given : (this.#given = new Given(run, this.#overlapMs));
    for await (const { data, next } of new List(this.#read, new Written(input)).readings()) {
      const items = itemsOf(data.items, { isAll: this.#query.include === "all", last: run.range?.end, newest: run.newest });
      for (const item of items) {
        // A time in the future must not make the next run start in the future.
        run.newest = Math.max(run.newest, Math.min(item.place, Date.now()));
        if (given.has(item)) continue;
        if (isSame(state.seen, item) || isIn(run.past, item, given.oldest)) given.add(item);
        else yield* given.handOut(item);
      }
      // Only complete pages count: a page that was interrupted, or of which another loop has a response in hand, is read again. So is
      // one that leads nowhere: a checkpoint has no place after it.
      if (!given.isIdle || next?.stuck) continue;
      run.range = extended(run, items);
      run.at = next;
    }
    // Otherwise the other loop ends the run.
    if (!given.isIdle) return;
    given.forget();
    state.newest = run.newest;
    state.seen = run.seen;
    state.run = undefined;
  }
}

/** What a run has handed out: in its checkpoint what the next run may find again, and here the rest. */
class Given {
  run;
  #overlapMs;
  /** @type {Set<string>} */
  #earlier = new Set();
  /** What loops are at work on. */
  #inHand = new Set();
  #kept = 1000;

  /** @param {Run} run @param {number} overlapMs */
  constructor(run, overlapMs) {
    this.run = run;
    this.#overlapMs = overlapMs;
  }

  /** Whether no loop is at work on a response. */
  get isIdle() {
    return this.#inHand.size === 0;
  }

  /** From when on the next run reads. */
  get oldest() {
    return this.run.newest - this.#overlapMs;
  }

  /** @param {Item} item */
  has(item) {
    const key = keyOf(item);
    return isSame(this.run.seen, item) || this.#earlier.has(key) || this.#inHand.has(key);
  }

  /** Gives a response to one loop, which is at work on it until it asks for the next. Only then does the response count. @param {Item} item */
  *handOut(item) {
    const key = keyOf(item);
    this.#inHand.add(key);
    try {
      yield item.response;
      this.add(item);
    } finally {
      this.#inHand.delete(key);
    }
  }

  /** @param {Item} item */
  add(item) {
    if (item.place < this.oldest) this.#earlier.add(keyOf(item));
    else this.run.seen.set(item.uuid, markOf(item));
    // Rarely, because each time looks at all of them: otherwise the work would grow with the square of their number.
    if (this.run.seen.size > 2 * this.#kept) this.forget();
  }

  /** Drops from the checkpoint what the next run does not read. */
  forget() {
    const { seen } = this.run;
    for (const [uuid, mark] of seen) {
      const [place, state] = mark.split(" ");
      if (Number(place) >= this.oldest) continue;
      seen.delete(uuid);
      this.#earlier.add(keyOf({ uuid, state }));
    }
    this.#kept = Math.max(this.#kept, seen.size);
  }
}

/** A response in a state. @param {Pick<Item, "uuid" | "state">} item */
function keyOf({ uuid, state }) {
  return `${uuid} ${state}`;
}

/** What is remembered of a response. @param {Pick<Item, "place" | "state">} item */
function markOf({ place, state }) {
  return `${place} ${state}`;
}

/** Whether a response was handed out in the state that it has now. @param {Seen} seen @param {Item} item */
function isSame(seen, { uuid, state }) {
  return seen.get(uuid)?.endsWith(` ${state}`) ?? false;
}

/**
 * The range of a run with one more page; undefined if its pages are not in order.
 *
 * @param {Run} run
 * @param {Item[]} items
 * @returns {Range | undefined}
 */
function extended(run, items) {
  const isFirst = run.at === undefined;
  if (!isFirst && !run.range) return undefined;
  let { top, end, edge } = run.range ?? { top: -Infinity, end: Infinity, edge: new Map() };
  for (const item of items) {
    if (item.place > end) return undefined;
    if (item.place < end) edge = new Map();
    top = Math.max(top, item.place);
    end = item.place;
    edge.set(item.uuid, markOf(item));
  }
  return end === Infinity ? undefined : { top, end, edge };
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
 * @param {Item} item
 * @param {number} oldest
 */
function isIn(past, item, oldest) {
  const { place } = item;
  if (!past || place >= oldest || place > past.top || place < past.end) return false;
  return place > past.end || isSame(past.edge, item);
}

function notACheckpoint() {
  return inputError(NAME, "options.checkpoint", "is not a checkpoint of syncResponses");
}
