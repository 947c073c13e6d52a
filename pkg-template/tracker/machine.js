// @ts-check
// The state machine of a tracker in one tab. It takes what happened and what time it is, and says what to do. It does nothing itself.
import { batches, gate, MOST_BYTES, MOST_ENTRIES } from "./batch.js";
import { countAdds, countDrop, heldFor } from "./ledger.js";
import { meaning } from "./replies.js";

/** @typedef {import("./ledger.js").Dropped} Dropped */
/** @typedef {import("./ledger.js").Entry} Entry */
/** @typedef {import("./ledger.js").Hold} Hold */
/** @typedef {import("./ledger.js").Ledger} Ledger */
/** @typedef {import("./ledger.js").NewEntry} NewEntry */
/** @typedef {import("./ledger.js").Op} Op */
/** @typedef {import("./ledger.js").Outcome} Outcome */
/** @typedef {import("./batch.js").Batch} Batch */
/** @typedef {import("./replies.js").Reply} Reply */
/** @typedef {import("../tracker.js").Consent} Consent */

/** Ends a call that waits. The machine only passes it on. @typedef {() => void} Done */

/**
 * @typedef {object} Rules
 * @property {string} tab
 * @property {number} stores How many places there are for the queue.
 * @property {boolean} asksToken Whether the page gives a token for each user.
 * @property {number} flushIntervalMs
 * @property {number} flushAt
 * @property {number} maxPending
 */

/**
 * @typedef {object} State
 * @property {Rules} rules
 * @property {Consent} consent
 * @property {string | null} user
 * @property {string} tab The tab, from one reset to the next: one that comes late to a place must not touch what was tracked after it.
 * @property {{ op: Op, done?: Done }[]} unwritten What is about to be written.
 * @property {number} writing How many writes are under way.
 * @property {Op[]} held What waits for consent.
 * @property {number} fresh How many events were written since the last round of sending.
 * @property {boolean} [busy] Whether a round is under way, or the tab waits for its turn.
 * @property {number} round Counts rounds: what belongs to an earlier one comes too late to go on with.
 * @property {boolean} [again] Whether another round follows.
 * @property {boolean} [hurry] Whether not to wait for our own backoff.
 * @property {boolean} [isBack] Whether the network came back since the timer last rang.
 * @property {readonly string[]} failed Who failed in this round.
 * @property {number} size The most events of a request.
 * @property {ReadonlyMap<string, string>} tokens
 * @property {Done[]} flushes Wait for the end of the last round.
 * @property {number} wakeAt When the timer rings.
 * @property {Known} known
 * @property {boolean} [away] Whether the page is being left, sleeps, or needs the tracker no more.
 * @property {Dropped} dropped What never got as far as the books.
 */

/**
 * What is in the queue, without a gap up to the place `seq`, so that it can be sent when there is no time to look.
 *
 * @typedef {object} Known
 * @property {number} place Which of the places for the queue.
 * @property {number} seq
 * @property {Entry[]} entries
 * @property {Hold[]} holds
 */

/** @typedef {{ batch: Batch, token: string | undefined }} Sending */

/**
 * What can happen.
 *
 * @typedef {object} Events
 * @property {(entry: Omit<NewEntry, "tab">, done: Done) => void} called Something is tracked.
 * @property {(done: Done) => void} reset
 * @property {(consent: Consent, done: Done) => void} consent
 * @property {(done: Done) => void} flush
 * @property {(done: Done[], count: number) => void} written With how many events.
 * @property {(place: number, from: number, put: ReadonlyMap<number, Entry>, ledger: Ledger) => void} seen The books after a write.
 * @property {(round: number) => void} locked It is this tab's turn.
 * @property {(round: number, place: number, entries: Entry[], ledger: Ledger) => void} looked What waits in a place.
 * @property {(round: number, place: number) => void} unreadable
 * @property {(round: number, place: number, user: string, token: string | undefined) => void} token
 * @property {(round: number, place: number, batch: Batch, reply: Reply) => void} replied
 * @property {() => void} time It is time to send: the timer rings, or the page is hidden.
 * @property {() => void} online
 * @property {() => void} left The page is being left, or goes to sleep.
 * @property {() => void} back
 * @property {() => void} close
 */

/**
 * What can be done about it.
 *
 * @typedef {object} Effects
 * @property {(ops: Op[], done: Done[]) => void} write
 * @property {(round: number) => void} lock Asks for this tab's turn.
 * @property {() => void} unlock
 * @property {(round: number, place: number, outcome: Outcome, chance: number) => void} look Writes down an outcome, and looks what is left.
 * @property {(round: number, place: number, user: string) => void} token
 * @property {(round: number, place: number, sending: Sending) => void} send
 * @property {(ms: number) => void} wait Sets the timer; Infinity stops it.
 * @property {(sends: Sending[]) => void} leave Sends without waiting for a reply.
 * @property {(sends: Sending[]) => void} insure Has the browser send it when the page is gone.
 * @property {() => void} abort Ends what is being sent.
 * @property {(done: Done[]) => void} done
 * @property {(dropped: Dropped) => void} drop Tells the page.
 */

/** @typedef {{ [N in keyof Events]: [N, ...Parameters<Events[N]>] }[keyof Events]} Event */
/** @typedef {{ [N in keyof Effects]: [N, ...Parameters<Effects[N]>] }[keyof Effects]} Effect */

/** Within how many milliseconds all devices are back after an outage. */
const JITTER_MS = 3_000;

/** @type {Known} */
const NOTHING = { place: 0, seq: -1, entries: [], holds: [] };

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
    tab: rules.tab,
    unwritten: [],
    writing: 0,
    held: [],
    fresh: 0,
    round: 0,
    failed: [],
    size: MOST_ENTRIES,
    tokens: new Map(),
    flushes: [],
    wakeAt: Infinity,
    known: NOTHING,
    dropped: {},
  };
}

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

  /** @type {Events} */
  const events = {
    called(given, call) {
      const { user } = given;
      state.user = user ?? state.user;
      const add = { op: /** @type {Op} */ ({ op: "add", entry: { ...given, user: state.user, tab: state.tab } }), done: call };
      push(user === null ? [add] : [add, { op: { op: "claim", tab: state.tab, user } }]);
    },
    reset(call) {
      state.user = null;
      push([{ op: { op: "claim", tab: state.tab, user: null }, done: call }]);
      state.tab += "'";
    },
    consent,
    flush(call) {
      state.flushes = [...state.flushes, call];
      want(true);
    },
    written(calls, count) {
      state.writing -= 1;
      act("done", calls);
      write();
      state.fresh += count;
      if (state.fresh >= rules.flushAt) want();
      else if (count) wake(rules.flushIntervalMs);
    },
    seen(place, from, put, { seq, holds }) {
      const { known } = state;
      if (place !== known.place || from !== known.seq) return;
      state.known = { place, seq, entries: [...known.entries, ...put.values()], holds };
      if (put.size) leave("insure");
    },
    locked(round) {
      if (round !== state.round) return;
      state.fresh = 0;
      state.again = false;
      look(round, 0);
    },
    looked,
    unreadable(round, place) {
      if (round === state.round) look(round, place + 1);
    },
    token(round, place, user, token) {
      if (token !== undefined) state.tokens = new Map([...state.tokens, [user, token]]);
      if (round === state.round) look(round, place, token === undefined ? { verdicts: [], wait: { user, ms: undefined } } : undefined);
    },
    replied,
    time() {
      state.wakeAt = Infinity;
      want(state.isBack);
      state.isBack = false;
    },
    online() {
      // Not the round that is under way, which may just be failing: the next one.
      state.isBack = true;
      // Not all devices of an office at the same moment.
      wake(chance * JITTER_MS);
    },
    left() {
      write(true);
      leave("leave");
      stop();
    },
    back() {
      state.away = false;
      want();
    },
    close() {
      write(true);
      stop();
      quiet();
    },
  };
  const [name, ...given] = event;
  /** @type {(...given: any[]) => void} */ (events[name])(...given);
  return { state, effects };

  /** @template {keyof Effects} N @param {N} effect @param {Parameters<Effects[N]>} details */
  function act(effect, ...details) {
    effects.push(/** @type {any} */ ([effect, ...details]));
  }

  /** Drops events that never got as far as the books. @param {import("../tracker.js").DropReason} reason @param {Op[]} ops */
  function drop(reason, ops) {
    const count = countAdds(ops);
    if (!count) return;
    state.dropped = { ...state.dropped };
    countDrop(state.dropped, reason, count);
    act("drop", { [reason]: count });
  }

  /** @param {Consent} given @param {Done} call */
  function consent(given, call) {
    const { held, unwritten } = state;
    state.consent = given;
    if (given !== "granted") {
      state.again = false;
      endRound();
      quiet();
    }
    if (given === "pending") return act("done", [call]);
    const denied = given === "denied";
    /** @type {State["unwritten"]} */
    const ops = [{ op: { op: "consent", denied }, done: call }];
    state.held = [];
    if (denied) {
      drop("consent", held);
      state.known = NOTHING;
    }
    state.unwritten = [...unwritten, ...ops, ...(denied ? [] : held.map((op) => ({ op })))];
    write();
    want();
  }

  /** Nothing that was begun goes on without us. */
  function quiet() {
    act("abort");
    act("insure", []);
  }

  /** @param {State["unwritten"]} ops */
  function push(ops) {
    if (state.consent === "granted") {
      state.unwritten = [...state.unwritten, ...ops];
      return write();
    }
    // There is nothing safer to wait for: without consent, nothing is written.
    act("done", ops.flatMap((each) => each.done ?? []));
    const { held } = state;
    const plain = ops.map(({ op }) => op);
    if (state.consent === "denied") return drop("consent", plain);
    const isFull = countAdds(held) >= rules.maxPending;
    if (isFull) drop("pending", plain);
    // Whose the others are must be known all the same.
    state.held = [...held, ...plain.filter(({ op }) => (op === "add" ? !isFull : held.at(-1)?.op !== op))];
  }

  /**
   * Writes all that is to be written: one write at a time. When there is no more time, events do not wait, but whose they are does: if the
   * first write failed, the second would be done before it.
   *
   * @param {boolean} [now]
   */
  function write(now) {
    const { unwritten, writing } = state;
    if (!unwritten.length || (writing && !(now && unwritten.every(({ op }) => op.op === "add")))) return;
    act("write", unwritten.map(({ op }) => op), unwritten.flatMap((each) => each.done ?? []));
    Object.assign(state, { unwritten: [], writing: writing + 1 });
  }

  /** A round of sending, now or after this one. @param {boolean} [hurry] */
  function want(hurry) {
    if (state.away || state.consent !== "granted") {
      act("done", state.flushes);
      state.flushes = [];
      return;
    }
    state.hurry ||= hurry;
    if (!state.busy) act("lock", state.round);
    else state.again = true;
    state.busy = true;
  }

  /** @param {number} ms */
  function wake(ms) {
    if (state.away || state.wakeAt <= now + ms) return;
    state.wakeAt = now + ms;
    act("wait", ms);
  }

  /**
   * Looks into the queue, once what is known of it is written there.
   *
   * @param {number} round
   * @param {number} place
   * @param {Outcome} [outcome]
   */
  function look(round, place, outcome = { verdicts: [] }) {
    if (outcome.wait && round === state.round) state.failed = [...state.failed, outcome.wait.user];
    if (place < rules.stores) {
      act("look", round, place, outcome, chance);
    } else {
      endRound();
      if (state.again) want();
      else leave("insure");
    }
  }

  /** @param {number} round @param {number} place @param {Entry[]} entries @param {Ledger} ledger */
  function looked(round, place, entries, { denied, holds, seq }) {
    if (round !== state.round) return;
    // A worse place has newer events. Those must not overtake the others.
    if (place === 0 || (entries.length && !state.known.entries.length)) state.known = { place, seq, entries, holds };
    const { failed, tokens } = state;
    const mayGo = gate(holds, now, !!state.hurry);
    // After a denial in another tab, nothing goes.
    const user = entries.find((entry) => entry.user !== null && !denied && mayGo(entry.user) && !failed.includes(entry.user) && !failed.includes(""))?.user;
    const [batch] = batches(entries, (each) => each === user, state.size, MOST_BYTES);
    if (!batch) {
      const waits = holds.map((hold) => heldFor(hold, now)).filter((ms) => ms > 0);
      if (waits.length && entries.length) wake(Math.min(...waits));
      return look(round, place + 1);
    }
    const token = tokens.get(batch.user);
    if (rules.asksToken && token === undefined) act("token", round, place, batch.user);
    else act("send", round, place, { batch, token });
  }

  /** @param {number} round @param {number} place @param {Batch} batch @param {Reply} reply */
  function replied(round, place, { user, entries }, reply) {
    const outcome = meaning(user, entries, reply);
    // It was ended with its round.
    if (round !== state.round && !outcome.verdicts.length) return;
    if (outcome.smaller) state.size = Math.max(1, entries.length >> 1);
    else if (outcome.verdicts.length) state.size = MOST_ENTRIES;
    // It may just be too old. The next time, there is a new one.
    if (outcome.refused) state.tokens = new Map([...state.tokens].filter(([each]) => each !== user));
    look(round, place, outcome);
  }

  function endRound() {
    if (state.busy) act("unlock");
    if (!state.again) {
      act("done", state.flushes);
      Object.assign(state, { flushes: [], hurry: false });
    }
    Object.assign(state, { busy: false, round: state.round + 1, failed: [] });
  }

  /** Ends everything until the page is back. */
  function stop() {
    Object.assign(state, { away: true, again: false, wakeAt: Infinity });
    endRound();
    act("wait", Infinity);
  }

  /** Sends without waiting for a reply. @param {"leave" | "insure"} how Now, or when the browser finds that the page is gone. */
  function leave(how) {
    if (state.consent !== "granted") return;
    const { entries, holds } = state.known;
    const mayGo = gate(holds, now, false);
    const found = batches(entries, (user) => mayGo(user) && (!rules.asksToken || state.tokens.has(user)), state.size, MOST_BYTES);
    act(how, found.map((batch) => ({ batch, token: state.tokens.get(batch.user) })));
  }
}
