// @ts-check
// Drives the machine: does what it says, by the ports, and tells it what happened.
import { expire, settle } from "./ledger.js";
import { next, start } from "./machine.js";
import { statsOf } from "./stats.js";

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
  /** @type {Map<number, () => void>} */
  const calls = new Map();
  let count = 0;
  /** Everything that is being written. @type {Set<Promise<unknown>>} */
  const writes = new Set();
  let release = () => {};
  let cancelTimer = () => {};
  let sending = new AbortController();

  const stats = () => statsOf(storage.ledgers, state, storage.name());
  const changed = () => listeners.state(stats());

  /** @param {Event} event */
  function tell(event) {
    const step = next(state, event, now(), random());
    state = step.state;
    for (const effect of step.effects) perform(effect);
  }

  /** @param {(ref: number) => Event} event @returns {Promise<void>} */
  const call = (event) =>
    new Promise((resolve) => {
      const ref = ++count;
      calls.set(ref, resolve);
      tell(event(ref));
    });

  /** @param {number[]} refs */
  function resolve(refs) {
    for (const ref of refs) {
      calls.get(ref)?.();
      calls.delete(ref);
    }
  }

  /** Reads the books of a place, once what was written there is in them. @param {number} place */
  async function see(place) {
    const seen = await storage.transact(place, false, () => {}).catch(() => undefined);
    if (seen) tell({ type: "seen", place, from: seen.from, put: seen.put, ledger: seen.ledger });
    changed();
  }

  /** @param {Effect} effect */
  function perform(effect) {
    switch (effect.do) {
      case "write": {
        const { ops, refs } = effect;
        const write = storage.append(ops).then(({ place, seen }) => {
          tell({ type: "written", refs, count: ops.filter(({ op }) => op === "add").length });
          if (!seen) return see(place);
          tell({ type: "seen", place, from: seen.from, put: seen.put, ledger: seen.ledger });
          changed();
        });
        writes.add(write);
        write.finally(() => writes.delete(write));
        return;
      }
      case "lock":
        release = lock.ask(() => tell({ type: "locked", round: effect.round }));
        return;
      case "unlock":
        return release();
      case "look":
        return void examine(effect.round, effect.place);
      case "token":
        return void fetchToken(effect.round, effect.user);
      case "send": {
        const { round, place, batch, token } = effect;
        const { signal } = sending;
        network.send({ batch, token }, signal).then((reply) => {
          if (!signal.aborted) tell({ type: "replied", round, place, batch, reply });
        });
        return;
      }
      case "settle":
        return void conclude(effect);
      case "wait":
        cancelTimer();
        cancelTimer = effect.ms === undefined ? () => {} : wait(effect.ms, () => tell({ type: "time" }));
        return;
      case "leave":
        return network.leave(effect.sends);
      case "insure":
        return network.insure(effect.sends);
      case "abort":
        sending.abort();
        sending = new AbortController();
        return;
      case "close":
        return void Promise.allSettled(writes).then(() => {
          storage.close();
          resolve([effect.ref]);
        });
      case "resolve":
        return resolve(effect.refs);
      case "drop":
        listeners.drop(effect.dropped);
        return changed();
    }
  }

  /** @param {number} round @param {number} place */
  async function examine(round, place) {
    if (!(await lock.keep())) return tell({ type: "lost", round });
    try {
      const { ledger, entries } = await storage.transact(place, true, expire(now(), settings.maxAgeMs));
      tell({ type: "looked", round, place, entries: [...entries.values()], ledger });
    } catch {
      tell({ type: "unreadable", round });
    }
    changed();
  }

  /** @param {number} round @param {string} user */
  async function fetchToken(round, user) {
    /** @type {unknown} */
    let token;
    try {
      token = await new Promise((resolve, reject) => {
        const cancel = wait(settings.tokenTimeoutMs, () => resolve(undefined));
        Promise.resolve(askToken?.({ id: user })).then(resolve, reject).finally(cancel);
      });
    } catch {
      // The page says no. The events wait.
    }
    // What a header cannot carry is no token.
    tell({ type: "token", round, user, token: typeof token === "string" && /^[\x21-\x7e]+$/.test(token) ? token : undefined });
  }

  /** @param {Extract<Effect, { do: "settle" }>} effect */
  async function conclude({ round, place, verdicts, served, wait: hold }) {
    try {
      const { ledger } = await storage.transact(place, true, settle(verdicts, now(), served, hold));
      tell({ type: "settled", round, place, verdicts, ledger });
    } catch {
      // What is not removed is sent again, and the gateway knows it.
      tell({ type: "unreadable", round });
    }
    changed();
  }

  return {
    tell,
    call,
    state: () => state,
    /** The sums, with all that was tracked before. */
    async stats() {
      await Promise.allSettled(writes);
      for (let place = 0; place < storage.count; place++) await see(place);
      return stats();
    },
  };
}
