// @ts-check
// The books of a queue: how many events came, and what became of each. Every change of the queue changes them in the same
// transaction, so that they always add up: tracked = delivered + dropped + dead + queued.

/** @typedef {import("../tracker.js").DropReason} DropReason */
/** @typedef {import("../tracker.js").DeadLetter} DeadLetter */

/**
 * An event in the queue.
 *
 * @typedef {object} Entry
 * @property {number} seq Its place in the queue.
 * @property {string} id
 * @property {string | null} user Whose it is; null until its tab knows.
 * @property {string} tab The tab that it came from.
 * @property {number} at Milliseconds since 1970.
 * @property {"identify_user" | "track_event"} action
 * @property {{ [name: string]: unknown }} input Without the user's id.
 * @property {number} bytes
 */

/** @typedef {Omit<Entry, "seq">} NewEntry */

/**
 * Do not send before `since + ms`.
 *
 * @typedef {object} Hold
 * @property {string} user Empty: everybody.
 * @property {number} since
 * @property {number} ms
 * @property {number} tries How many failed one after another.
 * @property {boolean} asked Whether the server asked for it.
 */

/**
 * @typedef {object} Ledger
 * @property {number} seq The place of the last event that was added.
 * @property {number} tracked
 * @property {number} delivered
 * @property {number} duplicate
 * @property {number} dead
 * @property {{ [reason in DropReason]?: number }} dropped
 * @property {number} queued
 * @property {number} bytes
 * @property {Hold[]} holds
 * @property {DeadLetter[]} letters The last that died.
 * @property {boolean} [denied] Whether the user refused to be tracked. It lasts until they agree.
 * @property {{ tab: string, since: number } | undefined} [lease] Who sends, where there are no Web Locks.
 */

/** What is done to the queue in one transaction. @typedef {(queue: Queue) => void} Work */

/** @typedef {{ maxEvents: number, maxBytes: number }} Caps */
/** @typedef {{ [reason in DropReason]?: number }} Dropped */

/**
 * What is done to the queue, in the order in which the page asked for it. `claim`: the tab knows whose its events are;
 * with null, that it never will.
 *
 * @typedef {{ op: "add", entry: NewEntry } | { op: "claim", tab: string, user: string | null } | { op: "consent", denied: boolean }} Op
 */

/** How many dead letters are kept. */
const LETTERS = 50;

/** The longest that an outage is waited out, in milliseconds. */
const BACKOFF_MS = 60_000;

/** The longest that a server may ask us to wait, in milliseconds. */
const LONGEST_MS = 86_400_000;

/** @returns {Ledger} */
export function newLedger() {
  return { seq: 0, tracked: 0, delivered: 0, duplicate: 0, dead: 0, dropped: {}, queued: 0, bytes: 0, holds: [], letters: [] };
}

/** @param {Dropped} dropped @param {DropReason} reason @param {number} count */
export function countDrop(dropped, reason, count) {
  dropped[reason] = (dropped[reason] ?? 0) + count;
}

/** How many events these add. @param {Op[]} ops */
export function countAdds(ops) {
  return ops.filter(({ op }) => op === "add").length;
}

/** Whether these change events that are in the queue already. @param {Op[]} ops */
export function needsEntries(ops) {
  return ops.some((op) => op.op === "claim" || (op.op === "consent" && op.denied));
}

/** The queue in a transaction: its books, its events, and what is changed of them. */
export class Queue {
  /** @type {Map<number, Entry>} Those that were added. */
  put = new Map();
  /** @type {number[]} */
  gone = [];
  /** @type {DeadLetter[]} */
  letters = [];
  /** @type {Dropped} */
  dropped = {};
  /** Whether there is anything to write. */
  isChanged = false;

  /**
   * @param {Ledger | undefined} ledger As it was found: another version may have written it.
   * @param {Entry[]} entries
   */
  constructor(ledger, entries) {
    this.ledger = { ...newLedger(), ...ledger };
    this.from = this.ledger.seq;
    /** In order. */
    this.entries = new Map(entries.filter((entry) => entry?.id).map((entry) => [entry.seq, entry]));
  }

  /** @param {NewEntry} entry */
  add(entry) {
    const added = { ...entry, seq: ++this.ledger.seq };
    this.entries.set(added.seq, added);
    this.put.set(added.seq, added);
    this.count(entry, 1);
  }

  /** @param {Entry} entry @param {DropReason} [reason] If it is dropped. */
  take(entry, reason) {
    this.entries.delete(entry.seq);
    this.put.delete(entry.seq);
    this.gone.push(entry.seq);
    this.count(entry, -1);
    if (reason) this.drop(reason);
  }

  /** @param {NewEntry} entry @param {1 | -1} sign */
  count({ bytes }, sign) {
    this.ledger.queued += sign;
    this.ledger.bytes += sign * bytes;
    this.isChanged = true;
  }

  /** @param {DropReason} reason */
  drop(reason) {
    for (const counts of [this.dropped, this.ledger.dropped]) countDrop(counts, reason, 1);
  }
}

/**
 * Writes down what happened in a page. An event that the caps have no room for is not taken, rather than an older one dropped: that one
 * may have been sent already.
 *
 * @param {Op[]} ops
 * @param {Caps} caps
 * @returns {Work}
 */
export function apply(ops, { maxEvents, maxBytes }) {
  return (queue) => {
    const { ledger, entries } = queue;
    for (const op of ops) {
      queue.isChanged = true;
      if (op.op === "add") {
        ledger.tracked += 1;
        if (ledger.denied) queue.drop("consent");
        else if (ledger.queued >= maxEvents || ledger.bytes + op.entry.bytes > maxBytes) queue.drop("full");
        else queue.add(op.entry);
      } else if (op.op === "consent") {
        ledger.denied = op.denied;
        if (op.denied) for (const entry of entries.values()) queue.take(entry, "consent");
      } else {
        for (const entry of [...entries.values()]) {
          if (entry.user !== null || entry.tab !== op.tab) continue;
          if (op.user === null) {
            queue.take(entry, "reset");
          } else {
            queue.take(entry);
            // Behind what its tab has written since: the user's first event is who they are.
            queue.add({ ...entry, user: op.user });
          }
        }
      }
    }
  };
}

/**
 * What the server said of one event.
 *
 * @typedef {object} Verdict
 * @property {number} seq
 * @property {string} id
 * @property {"delivered" | "duplicate" | "dead"} outcome
 * @property {DeadLetter | undefined} letter If it is dead.
 */

/**
 * What a round of sending changes.
 *
 * @typedef {object} Outcome
 * @property {Verdict[]} [verdicts]
 * @property {string} [user] Who was served, and need not wait.
 * @property {{ user: string, ms?: number | undefined }} [wait] Who must wait (empty: everybody), and how long if the server said so.
 */

/**
 * Removes events that the server answered for, and those that are too old. One that is not there any more was counted by whoever removed it.
 *
 * @param {Outcome} outcome
 * @param {number} chance From 0 to 1.
 * @param {number} now
 * @param {{ maxAgeMs: number, tab: string }} settings
 * @returns {Work}
 */
export function settle({ verdicts = [], user: served, wait }, chance, now, { maxAgeMs, tab }) {
  return (queue) => {
    const { ledger, entries } = queue;
    for (const { seq, id, outcome, letter } of verdicts) {
      const entry = entries.get(seq);
      if (entry?.id !== id) continue;
      queue.take(entry);
      if (letter) {
        queue.letters.push(letter);
        ledger.letters = [...ledger.letters, letter].slice(-LETTERS);
      }
      ledger[outcome] += 1;
      if (outcome === "duplicate") ledger.delivered += 1;
    }
    // Whoever is at work keeps the lease.
    if (ledger.lease?.tab === tab) {
      ledger.lease.since = now;
      queue.isChanged = true;
    }
    for (const entry of entries.values()) if (now - entry.at > maxAgeMs) queue.take(entry, "expired");
    if (!wait && served === undefined) return;
    queue.isChanged = true;
    const before = ledger.holds.find(({ user }) => user === wait?.user);
    ledger.holds = ledger.holds.filter(({ user }) => user !== wait?.user && (served === undefined || (user !== served && user)));
    if (!wait) return;
    const tries = served === undefined && before ? before.tries + 1 : 1;
    // At random, up to twice as long each time.
    const ms = wait.ms ?? chance * Math.min(BACKOFF_MS, 1_000 * 2 ** tries);
    ledger.holds.push({ ...wait, since: now, ms: Math.min(ms, LONGEST_MS), tries, asked: wait.ms !== undefined });
  };
}

/**
 * How long this still holds, in milliseconds. A clock that was set back ends it.
 *
 * @param {Hold} hold
 * @param {number} now
 */
export function heldFor({ since, ms }, now) {
  return now < since ? 0 : Math.max(0, since + ms - now);
}
