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
      // The tab hears no more of it. The gateway may, all the same.
      signal.addEventListener("abort", () => {
        this.sending.delete(tab);
        resolve({ status: 0 });
      });
      const reply = (value) => {
        this.world.schedule({
          tab,
          run: () => {
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

  /** The gateway takes a request. Each of its steps is a task, so that those of several requests mix. */
  #handle(token, text, fault, reply = () => {}) {
    if (fault === "413") {
      // An event that is too large is so every time.
      const { entries } = JSON.parse(text);
      if (entries.length === 1) this.gateway.refuse(entries[0].id);
    }
    if (fault === "html") return reply({ status: 200 });
    if (fault === "429 with a time") return reply({ status: 429, retryAfterMs: 30_000 });
    if (/^\d/.test(fault)) return reply({ status: Number.parseInt(fault, 10) });
    let left = 1;
    // One entry of the batch meets it.
    const fate = () => (["later", "unknown", "unknown-sent", "rejected"].includes(fault) && left-- > 0 ? fault : "accepted");
    const steps = this.gateway.steps(token, text, fate);
    const step = () => {
      const before = this.gateway.log.length;
      const { done, value } = steps.next();
      for (const entry of this.gateway.log.slice(before)) this.world.delivered(entry);
      if (done) reply(value);
      else this.world.schedule({ run: step });
    };
    step();
  }
}
