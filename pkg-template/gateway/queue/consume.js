// @ts-check
// Delivers a batch of the queue to Refiner.
import { observe } from "../../internal/observe.js";
import { byUser, callsOf, entriesOf, merged } from "./calls.js";
import { bury } from "./dead-letters.js";
import { delayOf, judge } from "./verdict.js";

/** @typedef {import("../../gateway-state.js").QueueMessage} QueueMessage */
/** @typedef {import("../../gateway-state.js").Reason} Reason */
/** @typedef {import("./calls.js").Item} Item */

/** How many users are served at once: a Worker has six connections. */
const LANES = 6;

/** How long a batch may wait for the key's limit. A consumer is ended after 15 minutes. */
const PATIENCE_MS = 600_000;

/** A batch of so many messages means that others are being delivered at the same time. Ours. */
const FULL = 50;

/** About how long a full batch takes. Ours. */
const BATCH_MS = 30_000;

/** How long an event waits at most before it asks again whether it is its turn, in seconds. Ours. */
const TURN_SECONDS = 60;

/** After so much trouble in a row, the rest of the batch is not tried. A call without an answer counts twice. Ours. */
const MOST_TROUBLE = 2;

/**
 * Delivers a batch. A user's events go in order, neighbouring identify_user calls as one. If an event has to be sent again later,
 * so have the user's events after it. What will never be delivered becomes a dead letter.
 *
 * @param {{ readonly messages: readonly QueueMessage[] }} batch
 * @param {import("../../gateway-state.js").ConsumeOptions} options
 */
export async function consume(batch, options) {
  await new Delivery(batch.messages, options).run();
}

class Delivery {
  #messages;
  #options;
  #now;
  #started;
  /** @type {Map<QueueMessage, number>} The messages to be delivered again, and after how many seconds. */
  #again = new Map();
  #trouble = 0;
  #proven = false;
  /** With the last reply that put a call off. @type {Record<"entries" | "calls" | "delivered" | "duplicate" | "dead" | "later", number> & Omit<Reason, "reason">} */
  #counts = { entries: 0, calls: 0, delivered: 0, duplicate: 0, dead: 0, later: 0 };

  /**
   * @param {readonly QueueMessage[]} messages
   * @param {import("../../gateway-state.js").ConsumeOptions} options
   */
  constructor(messages, options) {
    this.#messages = messages;
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#started = this.#now();
  }

  async run() {
    const received = [];
    for (const message of this.#messages) {
      const entries = entriesOf(message.body);
      if (entries) received.push({ message, entries });
      else await this.#bury({ reason: "unreadable" }, message.body, [message]);
    }
    // What failed most often comes last: it must not keep the others from being sent.
    const users = byUser(received).sort((a, b) => attemptsOf(a) - attemptsOf(b));
    this.#counts.entries = users.flat().length;
    // Their later events may be in another batch, which must not be faster.
    if (this.#messages.length >= FULL) await Promise.all(users.map((items) => this.#hold(items, BATCH_MS)));
    // One at a time, until one call shows that Refiner is there.
    while (users.length > 0 && !this.#proven) await this.#deliver(/** @type {Item[]} */ (users.shift()));
    const lane = async () => {
      for (let items = users.shift(); items; items = users.shift()) await this.#deliver(items);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    for (const message of this.#messages) {
      const delaySeconds = this.#again.get(message);
      if (delaySeconds === undefined) message.ack();
      else message.retry({ delaySeconds });
    }
    this.#log({ event: "queue", messages: this.#messages.length, ...this.#counts, ms: this.#now() - this.#started });
  }

  /**
   * Delivers one user's events.
   *
   * @param {Item[]} items
   */
  async #deliver(items) {
    const calls = callsOf(items);
    for (let call = calls.shift(); call; call = calls.shift()) {
      /** @type {Item[]} */
      let left;
      let seconds;
      try {
        ({ left, seconds } = await this.#call(call));
      } catch {
        this.#trouble += 1;
        [left, seconds] = [call, delayOf(attemptsOf(call))];
      }
      // One of several that were merged is refused: each goes alone, so that only that one is lost.
      if (left.length > 1 && seconds === 0) calls.unshift(...left.map((item) => [item]));
      else if (left.length > 0) return this.#later([...left, ...calls.flat()], seconds);
    }
  }

  /**
   * Makes one call.
   *
   * @param {Item[]} call
   * @returns {Promise<{ left: Item[], seconds: number }>} What was not delivered, and when to try again; 0 for one by one.
   */
  async #call(call) {
    const { once, forward, idempotent = (action) => action === "identify_user" } = this.#options;
    const { user, action } = call[0].entry;
    const twice = idempotent(action);
    const pause = await this.#pace(action);
    if (pause > 0) return { left: call, seconds: pause };
    let seconds = 0;
    let verdict = "";
    /** @type {Omit<Reason, "reason">} */
    let why = {};
    const entries = call.map(({ entry }) => ({ id: entry.id, idempotent: twice }));
    const outcomes = await once.runAll({ user, entries, at: call[0].at }, async (fresh) => {
      const input = merged(fresh.map((index) => call[index].entry.input));
      this.#counts.calls += 1;
      const forwarded = await forward({ user, action, input });
      const reply = { status: forwarded.status, body: forwarded.body };
      verdict = judge(forwarded, twice);
      why = { status: forwarded.status, kind: forwarded.kind };
      this.#notice(verdict, forwarded);
      if (verdict === "unknown") return { settled: false };
      if (verdict === "later") {
        Object.assign(this.#counts, why);
        seconds = delayOf(attemptsOf(call), forwarded.retryAfterMs);
        return { settled: "not_sent" };
      }
      if (verdict === "refused" && fresh.length > 1) {
        verdict = "later";
        return { settled: "not_sent" };
      }
      return { settled: true, reply };
    });

    const left = [];
    for (const [index, outcome] of outcomes.entries()) {
      const item = call[index];
      if (outcome.outcome === "busy") {
        left.push(item);
        seconds = Math.max(Math.ceil(outcome.retryAfterMs / 1000), Math.min(TURN_SECONDS, delayOf(attemptsOf(call))));
      } else if (outcome.outcome === "unknown") {
        await this.#bury({ reason: "unknown" }, item.entry, item.messages);
      } else if (outcome.outcome === "duplicate") {
        const { status } = outcome.reply;
        // It was refused before, and may have come again because its dead letter was not taken.
        if (status >= 400) await this.#bury({ reason: "refused", status }, item.entry, item.messages);
        else this.#counts.duplicate += 1;
      } else if (verdict === "later") {
        left.push(item);
      } else if (verdict === "done") {
        this.#counts.delivered += 1;
      } else {
        await this.#bury({ reason: verdict === "refused" ? "refused" : "unknown", ...why }, item.entry, item.messages);
      }
    }
    return { left, seconds };
  }

  /**
   * Waits for the key's limit.
   *
   * @param {string} action
   * @returns {Promise<number>} 0, or in how many seconds to try again.
   */
  async #pace(action) {
    for (;;) {
      if (this.#trouble >= MOST_TROUBLE) return 1;
      const taken = await this.#options.limits.take({ action });
      if (taken.allowed) return 0;
      if (this.#now() + taken.retryAfterMs > this.#started + PATIENCE_MS) return Math.ceil(taken.retryAfterMs / 1000);
      await new Promise((resolve) => setTimeout(resolve, taken.retryAfterMs));
    }
  }

  /**
   * Learns from a call whether Refiner is there. A 429 says that it is.
   *
   * @param {string} verdict
   * @param {import("../../gateway-state.js").Forwarded} forwarded
   */
  #notice(verdict, { status, kind, reached }) {
    if (verdict === "done" || verdict === "refused") {
      this.#proven = true;
      this.#trouble = 0;
    } else if (status !== 429 && kind !== "rate_limited") {
      this.#trouble += reached === "yes" ? 1 : MOST_TROUBLE;
    }
  }

  /**
   * These come again.
   *
   * @param {Item[]} items
   * @param {number} seconds At least.
   */
  async #later(items, seconds) {
    this.#counts.later += items.length;
    // While there is trouble, what was not even tried waits as long as if it had failed.
    const least = Math.max(1, seconds, this.#trouble >= MOST_TROUBLE ? delayOf(attemptsOf(items)) : 0);
    this.#retry(items.flatMap(({ messages }) => messages), least);
    await this.#hold(items, least * 1000);
  }

  /**
   * @param {QueueMessage[]} messages
   * @param {number} seconds At least.
   */
  #retry(messages, seconds) {
    for (const message of messages) this.#again.set(message, Math.max(this.#again.get(message) ?? 0, seconds));
  }

  /**
   * For so long, no later event of the user may overtake these, in whatever batch it is.
   *
   * @param {Item[]} items
   * @param {number} ms
   */
  async #hold(items, ms) {
    /** @type {Map<QueueMessage, { ids: string[], at: number }>} */
    const messages = new Map();
    for (const { entry, at, messages: all } of items) {
      for (const message of all) {
        const held = messages.get(message) ?? { ids: [], at };
        held.ids.push(entry.id);
        messages.set(message, held);
      }
    }
    await this.#options.once.hold({ user: items[0].entry.user, messages: [...messages.values()], ms }).catch(() => {});
  }

  /**
   * @param {Reason} reason
   * @param {unknown} entry
   * @param {QueueMessage[]} messages
   */
  async #bury(reason, entry, messages) {
    try {
      await bury(this.#options.env ?? {}, (line) => this.#log(line), { ...reason, entry });
      this.#counts.dead += 1;
    } catch {
      this.#retry(messages, delayOf(Math.max(...messages.map(({ attempts }) => attempts ?? 1))));
    }
  }

  /** @param {import("../../gateway-state.js").QueueLogLine} line */
  #log(line) {
    observe(this.#options.log ?? (() => {}), line);
  }
}

/**
 * How often the messages of these events were delivered, this time included.
 *
 * @param {Item[]} items
 */
function attemptsOf(items) {
  return Math.max(1, ...items.flatMap(({ messages }) => messages.map(({ attempts }) => attempts ?? 1)));
}
