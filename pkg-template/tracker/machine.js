// @ts-check
// The state machine of a tracker in one tab. It takes what happened and what time it is, and says what to do. It does nothing itself.
import { batches, gate, MOST_BYTES, MOST_ENTRIES } from "./batch.js";
import { countDrop, heldFor } from "./ledger.js";
import { meaning } from "./replies.js";

/** @typedef {import("./ledger.js").Dropped} Dropped */
/** @typedef {import("./ledger.js").Entry} Entry */
/** @typedef {import("./ledger.js").Hold} Hold */
/** @typedef {import("./ledger.js").Ledger} Ledger */
/** @typedef {import("./ledger.js").NewEntry} NewEntry */
/** @typedef {import("./ledger.js").Op} Op */
/** @typedef {import("./ledger.js").Verdict} Verdict */
/** @typedef {import("./ledger.js").Wait} Wait */
/** @typedef {import("./batch.js").Batch} Batch */
/** @typedef {import("./replies.js").Reply} Reply */
/** @typedef {import("../tracker.js").Consent} Consent */

/** Calls that wait for something, by number. @typedef {number} Ref */

/**
 * @typedef {object} Rules
 * @property {string} tab
 * @property {number} stores How many places there are for the queue.
 * @property {boolean} asksToken Whether the page gives a token for each user.
 * @property {number} flushIntervalMs
 * @property {number} flushAt
 * @property {number} maxPending
 * @property {number} retryBaseMs
 * @property {number} retryMaxMs
 * @property {number} onlineJitterMs
 */

/** @typedef {"idle" | "asking" | "looking" | "token" | "sending" | "settling"} Phase Where the tab is in a round of sending. */

/**
 * @typedef {object} State
 * @property {Rules} rules
 * @property {Consent} consent
 * @property {string | null} user
 * @property {{ op: Op, ref?: Ref }[]} unwritten What is about to be written.
 * @property {number} writing How many writes are under way.
 * @property {Op[]} held What waits for consent.
 * @property {number} fresh How many events were written since the last round.
 * @property {Phase} phase
 * @property {number} round Counts rounds: what belongs to an earlier one comes too late to go on with.
 * @property {number} place Which place for the queue the round is at.
 * @property {boolean} again Whether another round follows.
 * @property {boolean} hurry Whether the next round does not wait for our own backoff.
 * @property {boolean} hurried Whether this one does not.
 * @property {readonly string[]} failed Who failed in this round.
 * @property {readonly string[]} asked Whose token was asked for in this round.
 * @property {number} size The most events of a request.
 * @property {ReadonlyMap<string, string>} tokens
 * @property {Ref[]} flushes Wait for the end of a round that has not begun.
 * @property {Ref[]} serving Wait for the end of this round.
 * @property {number} [wakeAt] When the timer rings.
 * @property {Known} known
 * @property {boolean} away Whether the page is being left, or sleeps.
 * @property {boolean} closed
 * @property {number} tracked How many events never got as far as the books; all of them were dropped.
 * @property {Dropped} dropped
 */

/**
 * What is in the queue, without a gap up to the place `seq`, so that it can be sent when there is no time to look.
 *
 * @typedef {object} Known
 * @property {number} place
 * @property {number} seq
 * @property {Entry[]} entries
 * @property {Hold[]} holds
 */

/** @typedef {{ batch: Batch, token: string | undefined }} Sending */

/**
 * @typedef {{ type: "called", entry: NewEntry, ref: Ref }
 *   | { type: "reset", ref: Ref } | { type: "consent", consent: Consent, ref: Ref } | { type: "flush", ref: Ref } | { type: "close", ref: Ref }
 *   | { type: "written", refs: Ref[], count: number }
 *   | { type: "seen", place: number, from: number, put: ReadonlyMap<number, Entry>, ledger: Ledger }
 *   | { type: "locked", round: number }
 *   | { type: "looked", round: number, place: number, entries: Entry[], ledger: Ledger }
 *   | { type: "unreadable" | "lost", round: number }
 *   | { type: "token", round: number, user: string, token: string | undefined }
 *   | { type: "replied", round: number, place: number, batch: Batch, reply: Reply }
 *   | { type: "settled", round: number, place: number, verdicts: Verdict[], ledger: Ledger }
 *   | { type: "time" } | { type: "online" } | { type: "hidden" } | { type: "left" } | { type: "back" }} Event
 */

/**
 * @typedef {{ do: "write", ops: Op[], refs: Ref[] }
 *   | { do: "lock", round: number } | { do: "unlock" }
 *   | { do: "look", round: number, place: number }
 *   | { do: "token", round: number, user: string }
 *   | ({ do: "send", round: number, place: number } & Sending)
 *   | { do: "settle", round: number, place: number, verdicts: Verdict[], served: string | undefined, wait: Wait | undefined }
 *   | { do: "wait", ms: number | undefined }
 *   | { do: "leave" | "insure", sends: Sending[] }
 *   | { do: "abort" } | { do: "close", ref: Ref }
 *   | { do: "resolve", refs: Ref[] }
 *   | { do: "drop", dropped: Dropped }} Effect
 */

/**
 * @param {Rules} rules
 * @param {Consent} consent
 * @returns {State}
 */
export function start(rules, consent) {
  return {
    rules,
    consent,
    user: null,
    unwritten: [],
    writing: 0,
    held: [],
    fresh: 0,
    phase: "idle",
    round: 0,
    place: 0,
    again: false,
    hurry: false,
    hurried: false,
    failed: [],
    asked: [],
    size: MOST_ENTRIES,
    tokens: new Map(),
    flushes: [],
    serving: [],
    known: NOTHING,
    away: false,
    closed: false,
    tracked: 0,
    dropped: {},
  };
}

/** @type {Known} */
const NOTHING = { place: 0, seq: -1, entries: [], holds: [] };

/**
 * One step.
 *
 * @param {Readonly<State>} before
 * @param {Event} event
 * @param {number} now Milliseconds since 1970.
 * @param {number} chance From 0 to 1.
 * @returns {{ state: State, effects: Effect[] }}
 */
export function next(before, event, now, chance) {
  // A copy. Nothing inside it is changed, only replaced.
  const state = { ...before };
  const { rules } = state;
  /** @type {Effect[]} */
  const effects = [];

  switch (event.type) {
    case "called":
      called(event.entry, event.ref);
      break;
    case "reset":
      state.user = null;
      /** @type {Op} */
      const forget = { op: "forget", tab: rules.tab };
      if (state.consent === "granted") {
        push([{ op: forget, ref: event.ref }]);
      } else {
        if (state.consent === "pending" && state.held.at(-1)?.op !== "forget") state.held = [...state.held, forget];
        resolve([event.ref]);
      }
      break;
    case "consent":
      consent(event.consent, event.ref);
      break;
    case "flush":
      state.flushes = [...state.flushes, event.ref];
      state.hurry = true;
      want();
      break;
    case "close":
      write(true);
      stop();
      state.closed = true;
      effects.push({ do: "abort" }, { do: "insure", sends: [] }, { do: "close", ref: event.ref });
      break;
    case "written":
      state.writing -= 1;
      resolve(event.refs);
      write();
      if (event.count) {
        state.fresh += event.count;
        if (state.fresh >= rules.flushAt) want();
        else wake(rules.flushIntervalMs);
      }
      break;
    case "seen": {
      const { place, from, put, ledger } = event;
      const { known } = state;
      if (place === known.place && from === known.seq) {
        state.known = { place, seq: ledger.seq, entries: [...known.entries, ...put.values()], holds: ledger.holds };
        if (put.size) leave("insure");
      }
      break;
    }
    case "locked":
      if (event.round !== state.round || state.phase !== "asking") break;
      Object.assign(state, { serving: state.flushes, flushes: [], failed: [], asked: [], fresh: 0, again: false });
      Object.assign(state, { hurried: state.hurry, hurry: false });
      look(0);
      break;
    case "looked":
      if (event.round === state.round) looked(event.place, event.entries, event.ledger);
      break;
    case "unreadable":
      if (event.round === state.round) look(state.place + 1);
      break;
    case "lost":
      // Another tab took over: it sends what is there.
      if (event.round !== state.round) break;
      endRound();
      wake(rules.flushIntervalMs);
      break;
    case "token":
      if (event.token !== undefined) state.tokens = new Map([...state.tokens, [event.user, event.token]]);
      if (event.round !== state.round) break;
      state.asked = [...state.asked, event.user];
      if (event.token !== undefined) look(state.place);
      else settle(state.round, state.place, [], undefined, { user: event.user });
      break;
    case "replied":
      replied(event.round, event.place, event.batch, event.reply);
      break;
    case "settled": {
      const gone = new Set(event.verdicts.map(({ seq }) => seq));
      const { known } = state;
      if (event.place === known.place) {
        state.known = { ...known, entries: known.entries.filter(({ seq }) => !gone.has(seq)), holds: event.ledger.holds };
      }
      if (event.round === state.round) look(state.place);
      break;
    }
    case "time":
      delete state.wakeAt;
      want();
      break;
    case "online":
      state.hurry = true;
      // Not all devices of an office at the same moment.
      wake(chance * rules.onlineJitterMs);
      break;
    case "hidden":
      want();
      break;
    case "left":
      write(true);
      leave("leave");
      stop();
      break;
    case "back":
      state.away = false;
      want();
      break;
  }
  return { state, effects };

  /** @param {Ref[]} refs */
  function resolve(refs) {
    if (refs.length) effects.push({ do: "resolve", refs });
  }

  /** @param {NewEntry} given @param {Ref} ref */
  function called(given, ref) {
    if (given.user !== null) state.user = given.user;
    const entry = { ...given, user: state.user };
    /** @type {Op[]} */
    const ops = [{ op: "add", entry }];
    if (given.user !== null) ops.push({ op: "claim", tab: rules.tab, user: given.user });
    if (state.consent === "granted") return push(ops.map((op) => (op.op === "add" ? { op, ref } : { op })));
    // There is nothing safer to wait for: without consent, nothing is written.
    resolve([ref]);
    if (state.consent === "denied") return drop("consent", 1);
    const isFull = waiting(state) >= rules.maxPending;
    if (isFull) drop("pending", 1);
    // Whose the others are must be known all the same.
    state.held = [...state.held, ...(isFull ? ops.slice(1) : ops)];
  }

  /** Drops events that never got as far as the books. @param {import("../tracker.js").DropReason} reason @param {number} count */
  function drop(reason, count) {
    if (!count) return;
    state.tracked += count;
    state.dropped = { ...state.dropped };
    countDrop(state.dropped, reason, count);
    effects.push({ do: "drop", dropped: { [reason]: count } });
  }

  /** @param {Consent} given @param {Ref} ref */
  function consent(given, ref) {
    state.consent = given;
    const { held, unwritten } = state;
    if (given !== "granted") {
      endRound();
      effects.push({ do: "abort" }, { do: "insure", sends: [] });
    }
    if (given === "granted") {
      state.held = [];
      push([{ op: { op: "allow" }, ref }, ...held.map((op) => ({ op }))]);
      want();
    } else if (given === "pending") {
      // What is about to be written was tracked with consent. Nothing is sent until there is consent again.
      resolve([ref]);
    } else {
      state.held = [];
      state.unwritten = [];
      drop("consent", [...held, ...unwritten.map(({ op }) => op)].filter(({ op }) => op === "add").length);
      resolve(unwritten.flatMap((each) => each.ref ?? []));
      state.known = NOTHING;
      push([{ op: { op: "deny" }, ref }]);
    }
  }

  /** @param {State["unwritten"]} ops */
  function push(ops) {
    state.unwritten = [...state.unwritten, ...ops];
    write();
  }

  /**
   * Writes all that is to be written: one write at a time. When there is no more time, events do not wait, but whose they are does: if the
   * first write failed, the second would be done before it.
   *
   * @param {boolean} [now]
   */
  function write(now) {
    const { unwritten } = state;
    if (unwritten.length === 0 || (state.writing && !(now && unwritten.every(({ op }) => op.op === "add")))) return;
    effects.push({ do: "write", ops: unwritten.map(({ op }) => op), refs: unwritten.flatMap(({ ref }) => ref ?? []) });
    Object.assign(state, { unwritten: [], writing: state.writing + 1 });
  }

  /** A round of sending, now or after this one. */
  function want() {
    if (state.away || state.closed || state.consent !== "granted") {
      resolve(state.flushes);
      state.flushes = [];
    } else if (state.phase !== "idle") {
      state.again = true;
    } else {
      Object.assign(state, { phase: "asking", round: state.round + 1 });
      effects.push({ do: "lock", round: state.round });
    }
  }

  /** @param {number} ms */
  function wake(ms) {
    if (state.away || state.closed || (state.wakeAt ?? Infinity) <= now + ms) return;
    state.wakeAt = now + ms;
    effects.push({ do: "wait", ms });
  }

  /** @param {number} place */
  function look(place) {
    if (place >= rules.stores) return finish();
    Object.assign(state, { phase: "looking", place });
    effects.push({ do: "look", round: state.round, place });
  }

  /** @param {number} place @param {Entry[]} entries @param {Ledger} ledger */
  function looked(place, entries, { denied, holds, seq }) {
    // Another tab was told so.
    if (denied) return finish();
    // A worse place has newer events. Those must not overtake the others.
    if (place === 0 || state.known.entries.length === 0) state.known = { place, seq, entries, holds };
    const mayGo = gate(holds, now, state.hurried);
    const ready = (/** @type {string} */ user) => mayGo(user) && !state.failed.includes(user) && !state.failed.includes("");
    const user = entries.find((entry) => entry.user !== null && ready(entry.user))?.user;
    const [batch] = batches(entries, (each) => each === user, state.size, MOST_BYTES);
    if (!batch) {
      const waits = holds.map((hold) => heldFor(hold, now)).filter((ms) => ms > 0);
      if (waits.length && entries.length) wake(Math.min(...waits));
      return look(place + 1);
    }
    const token = state.tokens.get(batch.user);
    if (rules.asksToken && token === undefined) {
      state.phase = "token";
      effects.push({ do: "token", round: state.round, user: batch.user });
    } else {
      state.phase = "sending";
      effects.push({ do: "send", round: state.round, place, batch, token });
    }
  }

  /** @param {number} round @param {number} place @param {Batch} batch @param {Reply} reply */
  function replied(round, place, { user, entries }, reply) {
    const { verdicts, wait, smaller, refused } = meaning(user, entries, reply);
    if (smaller) state.size = Math.max(1, Math.floor(entries.length / 2));
    else if (verdicts.length) state.size = Math.min(MOST_ENTRIES, state.size * 2);
    if (refused) {
      state.tokens = new Map([...state.tokens].filter(([each]) => each !== user));
    }
    // A token that was kept may just be too old: once more, with a new one.
    const retry = smaller || (refused && rules.asksToken && !state.asked.includes(user));
    if (!retry) settle(round, place, verdicts, verdicts.length ? user : undefined, wait);
    else if (round === state.round) look(place);
  }

  /**
   * @param {number} round
   * @param {number} place
   * @param {Verdict[]} verdicts
   * @param {string | undefined} served
   * @param {{ user: string, ms?: number | undefined } | undefined} wait
   */
  function settle(round, place, verdicts, served, wait) {
    if (round === state.round) {
      state.phase = "settling";
      if (wait) state.failed = [...state.failed, wait.user];
    }
    /** @type {Wait | undefined} */
    const backoff = wait && { ...wait, chance, baseMs: rules.retryBaseMs, maxMs: rules.retryMaxMs };
    effects.push({ do: "settle", round, place, verdicts, served, wait: backoff });
  }

  function finish() {
    endRound();
    if (state.consent === "granted") leave("insure");
    if (!state.again) return;
    state.again = false;
    want();
  }

  function endRound() {
    if (state.phase !== "idle") effects.push({ do: "unlock" });
    Object.assign(state, { phase: "idle", round: state.round + 1 });
    resolve(state.serving);
    state.serving = [];
  }

  /** Ends everything until the page is back. */
  function stop() {
    state.away = true;
    endRound();
    want();
    delete state.wakeAt;
    effects.push({ do: "wait", ms: undefined });
  }

  /** Sends without waiting for a reply. @param {"leave" | "insure"} how Now, or when the browser finds that the page is gone. */
  function leave(how) {
    if (state.consent !== "granted") return;
    const { entries, holds } = state.known;
    const mayGo = gate(holds, now, false);
    const ready = (/** @type {string} */ user) => mayGo(user) && (!rules.asksToken || state.tokens.has(user));
    const found = batches(entries, ready, state.size, MOST_BYTES);
    effects.push({ do: how, sends: found.map((batch) => ({ batch, token: state.tokens.get(batch.user) })) });
  }
}

/** How many events wait for consent. @param {State} state */
export function waiting(state) {
  return state.held.filter(({ op }) => op === "add").length;
}
