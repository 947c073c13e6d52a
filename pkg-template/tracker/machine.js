// @ts-check
// The state machine of a tracker in one tab. It takes what happened and what time it is, and says what to do. It does nothing itself.
import { endRound, leave, look, looked, replied, stop, wake, want } from "./rounds.js";
import { act, NOTHING } from "./state.js";
import { drop, push, write } from "./writes.js";

export { start } from "./state.js";

/** @typedef {import("./ledger.js").Op} Op */
/** @typedef {import("./state.js").Effect} Effect */
/** @typedef {import("./state.js").Event} Event */
/** @typedef {import("./state.js").Events} Events */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Step} Step */

/** Within how many milliseconds all devices are back after an outage. */
const JITTER_MS = 3_000;

/**
 * One step.
 *
 * @param {Readonly<State>} before
 * @param {Event} event
 * @param {number} now Milliseconds since 1970.
 * @param {number} chance From 0 to 1.
 * @returns {{ state: State, effects: Effect[] }}
 */
export function next(before, [name, ...given], now, chance) {
  /** @type {Step} */
  const step = { ...before, effects: [], now, chance };
  /** @type {(step: Step, ...given: any[]) => void} */ (EVENTS[name])(step, ...given);
  return { state: step, effects: step.effects };
}

/** What each event changes. @type {{ [N in keyof Events]: (step: Step, ...given: Parameters<Events[N]>) => void }} */
const EVENTS = {
  called(step, given, done) {
    const { user } = given;
    step.user = user ?? step.user;
    /** @type {Op} */
    const add = { op: "add", entry: { ...given, user: step.user, tab: step.tab } };
    push(step, user === null ? [add] : [add, { op: "claim", tab: step.tab, user }], [done]);
  },
  reset(step, done) {
    step.user = null;
    push(step, [{ op: "claim", tab: step.tab, user: null }], [done]);
    step.tab += "'";
  },
  consent(step, consent, done) {
    const { held, unwritten } = step;
    step.consent = consent;
    if (consent !== "granted") {
      step.again = false;
      endRound(step);
      quiet(step);
    }
    if (consent === "pending") return act(step, "done", [done]);
    const denied = consent === "denied";
    if (denied) {
      drop(step, "consent", held);
      step.known = NOTHING;
    }
    step.held = [];
    step.unwritten = [...unwritten, { ops: [{ op: "consent", denied }, ...(denied ? [] : held)], calls: [done] }];
    write(step);
    want(step);
  },
  flush(step, done) {
    step.flushes = [...step.flushes, done];
    want(step, true);
  },
  written(step, calls, count) {
    step.writing -= 1;
    act(step, "done", calls);
    write(step);
    step.fresh += count;
    if (step.fresh >= step.rules.flushAt) want(step);
    else if (count) wake(step, step.rules.flushIntervalMs);
  },
  seen(step, place, from, put, { seq, holds }) {
    const { known } = step;
    if (place !== known.place || from !== known.seq) return;
    step.known = { place, seq, entries: [...known.entries, ...put.values()], holds };
    if (put.size) leave(step, "insure");
  },
  locked(step, round) {
    if (round !== step.round) return;
    step.fresh = 0;
    step.again = false;
    step.hurry = step.hurryNext;
    step.hurryNext = false;
    look(step, round, 0);
  },
  looked,
  unreadable(step, round, place) {
    if (round === step.round) look(step, round, place + 1);
  },
  token(step, round, place, user, token) {
    step.tokens = new Map(step.tokens).set(user, token);
    if (round === step.round) look(step, round, place, token ? {} : { wait: { user } });
  },
  replied,
  time(step) {
    step.wakeAt = Infinity;
    want(step, step.isBack);
    step.isBack = false;
  },
  online(step) {
    // Not the round that is under way, which may just be failing: the next one.
    step.isBack = true;
    // Not all devices of an office at the same moment.
    wake(step, step.chance * JITTER_MS);
  },
  left(step) {
    write(step, true);
    leave(step, "leave");
    stop(step);
  },
  back(step) {
    step.away = false;
    want(step);
  },
  close(step) {
    write(step, true);
    stop(step);
    quiet(step);
  },
};

/** Nothing that was begun goes on without us. @param {Step} step */
function quiet(step) {
  act(step, "abort");
  act(step, "insure", []);
}
