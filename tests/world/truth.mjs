// What is really so, kept apart from the trackers: whose each event is, when it was called and safe, and what reached Refiner. Every
// method throws when a promise is broken.

import { ownerOf } from "./gateway.mjs";

/** How long the gateway remembers what it sent. */
const REMEMBERED_MS = 86_400_000;

const fail = (what, details) => {
  throw new Error(`${what}: ${JSON.stringify(details)}`);
};

export class Truth {
  /** Every event, by its id. */
  events = new Map();
  #clock = 0;
  /** The latest moment at which an event that was delivered was called, by user. */
  #latest = new Map();
  /** The last event that was delivered, by tab and user. */
  #last = new Map();

  /** @param {{ ordered: boolean }} options Whether events arrive in order. */
  constructor({ ordered }) {
    this.ordered = ordered;
  }

  tick() {
    return ++this.#clock;
  }

  /** A tab tracks something. @returns {object} The event; its `safeAt` is for who waits. */
  called(tab, id, user, at) {
    const event = { id, tab, at, user: user ?? tab.user, called: this.tick(), safeAt: undefined };
    this.events.set(id, event);
    if (user !== undefined) {
      tab.user = user;
      // What waited for its user comes after this.
      for (const waiting of tab.waiting.splice(0)) {
        if (waiting.delivered) continue;
        const users = [...(waiting.users ?? (waiting.user === null ? [null] : [])), user];
        Object.assign(waiting, { user, users, called: this.tick(), claimed: event });
      }
    } else if (event.user === undefined) {
      tab.waiting.push(event);
    }
    return event;
  }

  /** @returns {object} What happened; its `safeAt` is for who waits. */
  reset(tab) {
    const reset = { tab, safeAt: undefined };
    tab.user = undefined;
    for (const waiting of tab.waiting.splice(0)) Object.assign(waiting, { user: null, claimed: reset });
    return reset;
  }

  /** A tab dies. Whether its last user or its last reset was written down, only the next one will show. */
  died(tab) {
    for (const event of this.events.values()) {
      if (event.claimed?.tab === tab && event.claimed.safeAt === undefined && !event.delivered) tab.waiting.push(event);
    }
  }

  /** A tab is told not to track: what it has not yet written is gone. */
  denied(tab) {
    for (const event of this.events.values()) if (event.tab === tab && event.safeAt === undefined) event.isLost = true;
  }

  safe(event) {
    event.safeAt = this.tick();
  }

  /** A request leaves a tab. */
  sent(tab, { batch, token }) {
    if (ownerOf(token) !== batch.user) fail("another's token", { owner: ownerOf(token), user: batch.user });
    for (const { user } of batch.entries) if (user !== batch.user) fail("another's event in a batch", { user, batch: batch.user });
    if (tab.consent !== "granted") fail("sent without consent", { consent: tab.consent });
  }

  /** The gateway sends an event to Refiner. @param {string} id @param {unknown} memory Of the gateway. @param {number} now */
  sending(id, memory, now) {
    const event = this.events.get(id) ?? fail("an event that nobody tracked", { id });
    const { answered } = event;
    event.tried ??= { memory, at: now };
    if (answered?.memory === memory && now - answered.at <= REMEMBERED_MS) fail("sent again though it was answered", { id });
  }

  /** The gateway answers for an event. @param {string} id @param {unknown} memory @param {number} now */
  answered(id, memory, now) {
    this.events.get(id).answered = { memory, at: now };
  }

  /**
   * An event reaches Refiner.
   *
   * @param {string} id
   * @param {{ user: string, action: string, memory: unknown, now: number, isGivenUp: boolean }} how `memory`: which memory of the gateway
   *   knows of it. `isGivenUp`: whether it waits nowhere any more. If it was dropped on its way, its place was given up with it.
   */
  delivered(id, { user, action, memory, now, isGivenUp }) {
    const event = this.events.get(id);
    const isForgotten = (known) => known.memory !== memory || now - known.at > REMEMBERED_MS;
    // Traits may come again while nobody has seen an answer. What a user did may not.
    if (event.delivered && action === "track-event" && !isForgotten(event.delivered)) fail("delivered twice", { id });
    if (event.user !== user && !event.users?.includes(user)) fail("under another's name", { id, user, whose: event.user });
    const isLate = isGivenUp && !event.answered;
    event.delivered = { memory, at: now };
    if (!this.ordered || isLate || isForgotten(event.tried) || event.users?.length > 1) return;
    const place = `${event.tab.name} ${user}`;
    const last = this.#last.get(place);
    if (last && last.called > event.called) fail("out of order in its tab", { id, after: last.id });
    this.#last.set(place, event);
    const safeAt = event.claimed ? event.claimed.safeAt : event.safeAt;
    if (safeAt !== undefined && (this.#latest.get(user) ?? 0) > safeAt) fail("out of order between tabs", { id, user });
    this.#latest.set(user, Math.max(this.#latest.get(user) ?? 0, event.called));
  }
}
