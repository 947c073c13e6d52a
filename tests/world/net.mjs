// The network between the tabs and the gateway: it loses, delays, repeats and reorders.

import { bodyOf } from "./parts.mjs";

/** What may happen to a request. */
export const FAULTS = ["none", "lost", "reply lost", "timeout", "twice", "429", "429 with a time", "503", "401", "413", "html", "later", "unknown", "unknown-sent", "rejected"];

export class Net {
  /** The faults of the next requests, in order. */
  faults = [];
  /** Which tabs have a round of sending in flight. */
  sending = new Set();

  /**
   * @param {object} world
   * @param {import("../support/batch-model.mjs").BatchModel} gateway
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
      const reply = (value) => {
        this.world.schedule({
          tab,
          run: () => {
            this.sending.delete(tab);
            resolve(signal.aborted ? { status: 0 } : value);
          },
        });
      };
      const arrive = () => {
        const answer = this.#handle(sending.token, text, fault);
        if (fault === "twice") this.world.schedule({ run: () => this.#handle(sending.token, text, "none") });
        reply(fault === "reply lost" ? { status: 0 } : answer);
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

  #handle(token, text, fault) {
    if (fault === "413") {
      // An event that is too large is so every time.
      const { entries } = JSON.parse(text);
      if (entries.length === 1) this.gateway.refuse(entries[0].id);
    }
    if (fault === "html") return { status: 200 };
    if (fault === "429 with a time") return { status: 429, retryAfterMs: 30_000 };
    if (/^\d/.test(fault)) return { status: Number.parseInt(fault, 10) };
    let left = 1;
    // One entry of the batch meets it.
    const fate = () => (["later", "unknown", "unknown-sent", "rejected"].includes(fault) && left-- > 0 ? fault : "accepted");
    const before = this.gateway.log.length;
    const answer = this.gateway.handle(token, text, fate);
    for (const entry of this.gateway.log.slice(before)) this.world.truth.delivered(entry);
    return answer;
  }
}
