// What is really so, kept apart from the trackers: whose each event is, when it was called and safe, and what reached Refiner. Every
// method throws when a promise is broken.

import { tokenOf } from "../support/batch-model.mjs";

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
    if (token !== tokenOf(batch.user)) fail("another's token", { token, user: batch.user });
    for (const { user } of batch.entries) if (user !== batch.user) fail("another's event in a batch", { user, batch: batch.user });
    if (tab.consent !== "granted") fail("sent without consent", { consent: tab.consent });
  }

  /** An event reaches Refiner. @param {boolean} isOld Whether it is so old that its tracker has given it up, and its place with it. */
  delivered({ id, user }, isOld) {
    const event = this.events.get(id) ?? fail("an event that nobody tracked", { id });
    if (event.delivered) fail("delivered twice", { id });
    event.delivered = true;
    if (event.user !== user && !event.users?.includes(user)) fail("under another's name", { id, user, whose: event.user });
    if (!this.ordered || isOld || event.users?.length > 1) return;
    const place = `${event.tab.name} ${user}`;
    const last = this.#last.get(place);
    if (last && last.called > event.called) fail("out of order in its tab", { id, after: last.id });
    this.#last.set(place, event);
    const safeAt = event.claimed ? event.claimed.safeAt : event.safeAt;
    if (safeAt !== undefined && (this.#latest.get(user) ?? 0) > safeAt) fail("out of order between tabs", { id, user });
    this.#latest.set(user, Math.max(this.#latest.get(user) ?? 0, event.called));
  }
}
