// @ts-check
// What the machine of a tracker knows, what can happen to it, and what it can ask for.
import { MOST_ENTRIES } from "./batch.js";

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
/** @typedef {import("../tracker.js").DropReason} DropReason */

/** Ends a call that waits. The machine only passes it on. @typedef {() => void} Done */

/**
 * @typedef {object} Rules
 * @property {string} tab
 * @property {number} stores How many places there are for the queue.
 * @property {unknown} [token] Gives the token of a user, if the page has any.
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
 * @property {{ ops: Op[], calls: Done[] }[]} unwritten What is about to be written, and who waits for it.
 * @property {number} writing How many writes are under way.
 * @property {Op[]} held What waits for consent.
 * @property {number} fresh How many events were written since the last round of sending.
 * @property {boolean} [busy] Whether a round is under way, or the tab waits for its turn.
 * @property {number} round Counts rounds: what belongs to an earlier one comes too late to go on with.
 * @property {boolean} [again] Whether another round follows.
 * @property {boolean} [hurry] Whether this round does not wait for our own backoff.
 * @property {boolean} [hurryNext] Whether the next one does not.
 * @property {boolean} [isBack] Whether the network came back since the timer last rang.
 * @property {readonly string[]} failed Who failed in this round.
 * @property {number} size The most events of a request.
 * @property {ReadonlyMap<string, string | undefined>} tokens
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
 * @property {(round: number, place: number, user: string) => void} token Asks the page for it.
 * @property {(round: number, place: number, sending: Sending) => void} send
 * @property {(ms: number) => void} wait Sets the timer; Infinity stops it.
 * @property {(sends: Sending[]) => void} leave Sends without waiting for a reply.
 * @property {(sends: Sending[]) => void} insure Has the browser send it when the page is gone.
 * @property {() => void} abort Ends what is being sent.
 * @property {(done: Done[]) => void} done
 * @property {(reason: DropReason, count: number) => void} drop Tells the page.
 */

/** @typedef {{ [N in keyof Events]: [N, ...Parameters<Events[N]>] }[keyof Events]} Event */
/** @typedef {{ [N in keyof Effects]: [N, ...Parameters<Effects[N]>] }[keyof Effects]} Effect */

/**
 * A step that is being taken: the state as the step leaves it, with what it was given and what is to be done. Nothing inside it is changed,
 * only replaced.
 *
 * @typedef {State & { effects: Effect[], now: number, chance: number }} Step
 */

/** @type {Known} */
export const NOTHING = { place: 0, seq: -1, entries: [], holds: [] };

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
    // A page that was just loaded asks for its tokens anew, whatever an earlier one waits for.
    hurryNext: true,
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
 * Says what is to be done.
 *
 * @template {keyof Effects} N
 * @param {Step} step
 * @param {N} effect
 * @param {Parameters<Effects[N]>} details
 */
export function act(step, effect, ...details) {
  step.effects.push(/** @type {any} */ ([effect, ...details]));
}
