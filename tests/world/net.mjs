// The network between the tabs and the gateway: it loses, delays, repeats and reorders.

import { bodyOf } from "./parts.mjs";

/** How long a tab waits for a reply. */
const TIMEOUT_MS = 20_000;

/** What may happen to a request. */
export const FAULTS = ["none", "lost", "reply lost", "timeout", "twice", "429", "429 with a time", "503", "401", "413", "html"];

export class Net {
  /** The faults of the next requests, in order. */
  faults = [];
  /** Which tabs have a round of sending in flight. */
  sending = new Set();
  /** The events that are too large for whatever stands before the gateway. */
  #tooLarge = new Set();

  /**
   * @param {object} world
   * @param {import("./gateway.mjs").Gateway} gateway
   */
  constructor(world, gateway) {
    this.world = world;
    this.gateway = gateway;
  }

  /** The network of a tab, as `network.js` has it. */
  of(tab) {
    let insured = [];
    return {
      send: (sending, stop) => this.#send(tab, sending, stop.signal),
      leave: (sends) => {
        if (insured.length === 0) this.#release(tab, sends);
      },
      insure: (sends) => {
        insured = this.world.knobs.hasFetchLater ? sends : [];
        tab.gone = () => {
          this.#release(tab, insured);
          insured = [];
        };
      },
    };
  }

  /** Requests whose replies nobody sees. */
  #release(tab, sends) {
    for (const sending of sends) {
      this.world.truth.sent(tab, sending);
      const text = bodyOf(sending.batch.entries);
      const fault = this.faults.shift() ?? "none";
      if (fault !== "lost") this.world.schedule({ run: () => this.#handle(sending.token, text, fault) });
    }
  }

  #send(tab, sending, signal) {
    this.world.truth.sent(tab, sending);
    this.sending.add(tab);
    const text = bodyOf(sending.batch.entries);
    const fault = this.faults.shift() ?? "none";
    return new Promise((resolve) => {
      // The tab hears no more of it. The gateway may, all the same.
      const giveUp = () => {
        this.sending.delete(tab);
        resolve({ status: 0 });
      };
      signal.addEventListener("abort", giveUp);
      const cancel = tab.wait(TIMEOUT_MS, giveUp);
      const reply = (value) => {
        this.world.schedule({
          tab,
          run: () => {
            cancel();
            if (!signal.aborted) this.sending.delete(tab);
            resolve(value);
          },
        });
      };
      const arrive = () => {
        this.#handle(sending.token, text, fault, (answer) => reply(fault === "reply lost" ? { status: 0 } : answer));
        if (fault === "twice") this.world.schedule({ run: () => this.#handle(sending.token, text, "none") });
      };
      if (fault === "lost") return reply({ status: 0 });
      if (fault === "timeout") {
        // The tab gives up, and the request arrives all the same, some time.
        this.world.schedule({ run: () => this.#handle(sending.token, text, "none") });
        return reply({ status: 0 });
      }
      this.world.schedule({ run: arrive });
    });
  }

  /** A request arrives at whatever stands before the gateway, and at the gateway. */
  async #handle(token, text, fault, reply = () => {}) {
    const { entries } = JSON.parse(text);
    if (fault === "413" && entries.length === 1 && !this.#isKnown(entries[0].id)) this.#tooLarge.add(entries[0].id);
    // An event that is too large is so every time.
    if (fault === "413" || entries.some(({ id }) => this.#tooLarge.has(id))) return reply({ status: 413 });
    if (fault === "html") return reply({ status: 200 });
    if (fault === "429 with a time") return reply({ status: 429, retryAfterMs: 30_000 });
    if (/^\d/.test(fault)) return reply({ status: Number.parseInt(fault, 10) });
    try {
      reply(await this.gateway.handle(token, text));
    } catch (broken) {
      this.world.broken ??= broken;
    }
  }

  /** Whether the gateway has it. @param {string} id */
  #isKnown(id) {
    return this.world.truth.events.get(id).delivered || this.gateway.underWay.some((text) => text.includes(`"${id}"`));
  }
}
