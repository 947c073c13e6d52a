// @ts-check
// Drives the machine: does what it says, by the ports, and tells it what happened.
import { settle } from "./ledger.js";
import { next, start } from "./machine.js";
import { statsOf } from "./stats.js";

/** @typedef {import("./machine.js").At} At */
/** @typedef {import("./machine.js").Effect} Effect */
/** @typedef {import("./machine.js").Event} Event */

/**
 * What a tracker needs from its surroundings.
 *
 * @typedef {object} Ports
 * @property {() => number} now Milliseconds since 1970.
 * @property {() => number} random From 0 to 1.
 * @property {(ms: number, then: () => void) => () => void} wait Gives what cancels it.
 * @property {ReturnType<typeof import("./storage/index.js").openStorage>} storage
 * @property {import("./lock.js").Lock} lock
 * @property {import("./network.js").Network} network
 * @property {((user: { id: string }) => unknown) | undefined} token
 */

/** @typedef {import("./machine.js").Rules & { maxAgeMs: number, tokenTimeoutMs: number }} Settings */

/**
 * @typedef {object} Listeners
 * @property {(dropped: import("./ledger.js").Dropped) => void} drop
 * @property {(stats: import("../tracker.js").Stats) => void} state
 */

/**
 * @param {Settings} settings
 * @param {import("../tracker.js").Consent} consent
 * @param {Ports} ports
 * @param {Listeners} listeners
 */
export function drive(settings, consent, { now, random, wait, storage, lock, network, token: askToken }, listeners) {
  let state = start(settings, consent);
  /** Everything that is being written. @type {Set<Promise<unknown>>} */
  const writes = new Set();
  let release = () => {};
  let cancelTimer = () => {};
  let sending = new AbortController();

  const sums = () => statsOf(storage.ledgers, state, storage.name());

  /** @param {Event} event */
  function tell(event) {
    const step = next(state, event, now(), random());
    state = step.state;
    step.effects.forEach(perform);
  }

  /** Reads the books of a place, once what was written there is in them. @param {number} place @param {import("./storage/memory.js").Seen} [appended] */
  async function see(place, appended) {
    try {
      const { from, put, ledger } = appended ?? (await storage.transact(place, false, () => {}));
      tell({ type: "seen", place, from, put, ledger });
    } catch {
      // The next round tries again.
    }
    listeners.state(sums());
  }

  /** @param {Effect} effect */
  function perform(effect) {
    switch (effect.do) {
      case "write": {
        const { ops, done } = effect;
        const write = storage.append(ops).then(({ place, seen }) => {
          tell({ type: "written", done, count: ops.filter(({ op }) => op === "add").length });
          return see(place, seen);
        });
        writes.add(write);
        write.then(() => writes.delete(write));
        break;
      }
      case "lock":
        release = lock.ask(() => tell({ type: "locked", round: effect.round }));
        break;
      case "unlock":
        release();
        break;
      case "look":
        look(effect);
        break;
      case "token":
        ask(effect);
        break;
      case "send": {
        const { signal } = sending;
        network.send(effect, signal).then((reply) => {
          if (!signal.aborted) tell({ ...effect, type: "replied", reply });
        });
        break;
      }
      case "wait":
        cancelTimer();
        if (effect.ms < Infinity) cancelTimer = wait(effect.ms, () => tell({ type: "time" }));
        break;
      case "abort":
        sending.abort();
        sending = new AbortController();
        break;
      case "done":
        for (const done of effect.done) done();
        break;
      case "drop":
        listeners.drop(effect.dropped);
        break;
      default:
        network[effect.do](effect.sends);
    }
  }

  /** @param {Extract<Effect, { do: "look" }>} effect */
  async function look(effect) {
    const { round, place } = effect;
    if (!(await lock.keep())) return tell({ type: "lost", round });
    try {
      const { entries, ledger } = await storage.transact(place, true, settle(effect, now(), settings.maxAgeMs));
      tell({ type: "looked", round, place, entries: [...entries.values()], ledger });
    } catch {
      tell({ type: "unreadable", round, place });
    }
    listeners.state(sums());
  }

  /** @param {Extract<Effect, { do: "token" }>} effect */
  async function ask(effect) {
    const given = await new Promise((resolve) => {
      const cancel = wait(settings.tokenTimeoutMs, () => resolve(undefined));
      const answer = async () => askToken?.({ id: effect.user });
      // If the page says no, the events wait.
      answer().then(resolve, resolve).finally(cancel);
    });
    // What a header cannot carry is no token.
    tell({ ...effect, type: "token", token: typeof given === "string" && /^[!-~]+$/.test(given) ? given : undefined });
  }

  return {
    tell,
    /** Resolves when everything is written. */
    written: () => Promise.all(writes),
    /** The sums, with all that was tracked before. */
    async stats() {
      await Promise.all(writes);
      for (let place = 0; place < settings.stores; place++) await see(place);
      return sums();
    },
  };
}
