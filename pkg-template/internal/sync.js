// @ts-check
// New and changed responses since the last time, with a checkpoint to go on from after a restart.
//
// Refiner lists newest first, by when the latest answer came in. A run walks from the newest down to the last run's newest,
// less an overlap for answers that Refiner received late. A response that changes during a run moves to the top, where the
// next run finds it: the next run begins at what was newest when this one began.
import { RefinerError } from "./error.js";
import { List } from "./list.js";

const OVERLAP_MS = 3_600_000;
const PAGE_LENGTH = 500;

/**
 * @typedef {object} State
 * @property {1} v
 * @property {string | undefined} from The `since` of the first run; absent: everything.
 * @property {number} newest The newest time seen by the last whole run, in milliseconds since 1970.
 * @property {Record<string, string>} seen Responses within the overlap, and in which state they were handed out.
 * @property {{ newest: number, seen: Record<string, string>, at?: any } | undefined} run The run in progress.
 */

export class Sync {
  #read;
  #query;
  #overlapMs;
  /** @type {State} */
  #state;

  /**
   * @param {(input: any) => Promise<any>} read
   * @param {any} options
   */
  constructor(read, { since, overlapMs = OVERLAP_MS, checkpoint, ...query }) {
    if (typeof overlapMs !== "number" || !(overlapMs >= 0) || !Number.isFinite(overlapMs)) {
      throw wrong("overlapMs", "must be a finite number from 0 on");
    }
    this.#read = read;
    this.#query = { include: "partials", page_length: PAGE_LENGTH, ...query };
    this.#overlapMs = overlapMs;
    this.#state = checkpoint === undefined ? { v: 1, from: since, newest: 0, seen: {}, run: undefined } : parse(checkpoint);
  }

  /** Where to go on after a restart; valid at any time. */
  get checkpoint() {
    return JSON.stringify(this.#state);
  }

  async *[Symbol.asyncIterator]() {
    const state = this.#state;
    const back = state.newest - this.#overlapMs;
    const begun = back > parsed(state.from) ? new Date(back).toISOString() : state.from;
    const run = (state.run ??= { newest: state.newest, seen: {}, at: undefined });
    const input = { ...this.#query, ...(begun === undefined ? {} : { date_range_start: begun }), ...run.at };
    /** @type {Set<string>} */
    const given = new Set();
    for await (const { data, next } of new List(this.#read, input).readings()) {
      for (const response of data.items) {
        const uuid = response?.uuid;
        const mark = stateOf(response);
        // A time in the future must not move the next run's beginning past what comes before it.
        run.newest = Math.max(run.newest, Math.min(time(response), Date.now()));
        const known = run.seen[uuid] === mark || state.seen[uuid] === mark || given.has(`${uuid} ${mark}`);
        if (typeof uuid === "string") run.seen[uuid] = mark;
        if (known) continue;
        given.add(`${uuid} ${mark}`);
        yield response;
      }
      // Only whole pages count: what a break left unread is read again.
      run.at = next;
      this.#forget(run);
    }
    state.newest = run.newest;
    state.seen = run.seen;
    state.run = undefined;
  }

  /** Keeps in mind only what the next run's overlap can bring again. @param {NonNullable<State["run"]>} run */
  #forget(run) {
    const oldest = run.newest - this.#overlapMs;
    for (const [uuid, mark] of Object.entries(run.seen)) {
      if (Number(mark.split(" ")[0]) < oldest) delete run.seen[uuid];
    }
  }
}

/** @param {any} response */
function time(response) {
  return parsed(response?.last_data_reception_at ?? response?.last_shown_at ?? response?.received_at);
}

/** Milliseconds since 1970; 0 for what is no time. @param {unknown} text */
function parsed(text) {
  if (typeof text !== "string") return 0;
  // Refiner's own form has no zone and is presumed to be UTC.
  const whole = /^\d{4}-\d\d-\d\d$/.test(text) || /[zZ]$|T.*[+-]\d\d:?\d\d$/.test(text);
  const at = Date.parse(whole ? text : `${text.replace(" ", "T")}Z`);
  return Number.isNaN(at) ? 0 : at;
}

/** What tells one state of a response from another. @param {any} response */
function stateOf(response) {
  const { completed_at, data, tags } = response ?? {};
  return `${time(response)} ${hash(JSON.stringify([completed_at, data, tags]))}`;
}

/** A short mark of a long text (FNV-1a): two states of one response share it once in four thousand million. @param {string} text */
function hash(text) {
  let sum = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  return (sum >>> 0).toString(36);
}

/** @param {unknown} checkpoint @returns {State} */
function parse(checkpoint) {
  try {
    const state = JSON.parse(/** @type {string} */ (checkpoint));
    if (state.v === 1 && typeof state.newest === "number" && typeof state.seen === "object") return state;
  } catch {}
  throw wrong("checkpoint", "is not a checkpoint of syncResponses");
}

/** @param {string} path @param {string} problem */
function wrong(path, problem) {
  const action = "sync_responses";
  return new RefinerError({ kind: "input", action, path: `options.${path}`, message: `${action}: options.${path} ${problem}`, attempts: 0 });
}
