// @ts-check
// Drives the machine: does what it says, by the ports, and tells it what happened.
import { countAdds, settle } from "./ledger.js";
import { next, start } from "./machine.js";
import { statsOf } from "./stats.js";

/** @typedef {import("./state.js").Event} Event */

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
 */

/** @typedef {import("./state.js").Rules & { maxAgeMs: number, token?: ((user: { id: string }) => unknown) | undefined }} Settings */

/** How long the page may take to give a token, in milliseconds. */
const TOKEN_MS = 10_000;

/**
 * @param {Settings} settings
 * @param {import("../tracker.js").Consent} consent
 * @param {Ports} ports
 * @param {import("./storage/index.js").Emit} emit
 */
export function drive(settings, consent, { now, random, wait, storage, lock, network }, emit) {
  let state = start(settings, consent);
  /** Everything that is being written. @type {Promise<unknown>} */
  let written = Promise.resolve();
  let release = () => {};
  let cancelTimer = () => {};
  let sending = new AbortController();

  const sums = () => statsOf(storage.ledgers, state, storage.name());

  /** @param {Event} event */
  function tell(...event) {
    const { held, dropped } = state;
    const step = next(state, event, now(), random());
    state = step.state;
    for (const [name, ...details] of step.effects) /** @type {(...details: any[]) => void} */ (effects[name])(...details);
    // What is not written changes the sums too.
    if (held !== state.held || dropped !== state.dropped) emit("state", sums());
  }

  /** Reads the books of a place, once what was written there is in them. @param {number} place @param {import("./ledger.js").Queue} [appended] */
  async function see(place, appended) {
    try {
      const { from, put, ledger } = appended ?? (await storage.transact(place, false, () => {}));
      tell("seen", place, from, put, ledger);
    } catch {
      // The next round tries again.
    }
  }

  /** @type {import("./state.js").Effects} */
  const effects = {
    ...network,
    write(ops, done) {
      const write = async () => {
        const { place, seen } = await storage.append(ops);
        tell("written", done, countAdds(ops));
        await see(place, seen);
        emit("state", sums());
      };
      written = Promise.all([written, write()]);
    },
    lock(round) {
      release = lock.ask(() => tell("locked", round));
    },
    unlock: () => release(),
    async look(round, place, outcome, chance) {
      try {
        const { entries, ledger } = await storage.transact(place, true, settle(outcome, chance, now(), settings));
        tell("looked", round, place, [...entries.values()], ledger);
      } catch {
        tell("unreadable", round, place);
      }
      emit("state", sums());
    },
    async token(round, place, user) {
      const given = await new Promise((resolve) => {
        const cancel = wait(TOKEN_MS, () => resolve(undefined));
        // If the page says no, the events wait.
        Promise.resolve({ id: user }).then(settings.token).then(resolve, resolve).finally(cancel);
      });
      // What a header cannot carry is no token.
      tell("token", round, place, user, typeof given === "string" && /^[!-~]+$/.test(given) ? given : undefined);
    },
    async send(round, place, given) {
      sending = new AbortController();
      tell("replied", round, place, given.batch, await network.send(given, sending));
    },
    wait(ms) {
      cancelTimer();
      if (ms < Infinity) cancelTimer = wait(ms, () => tell("time"));
    },
    abort: () => sending.abort(),
    done: (calls) => calls.forEach((done) => done()),
    drop: (reason, count) => emit("drop", { reason, count }),
  };

  return {
    tell,
    /** Resolves when everything is written. */
    written: () => written,
    /** The sums, with all that was tracked before. */
    async stats() {
      await written;
      for (let place = 0; place < settings.stores; place++) await see(place);
      return sums();
    },
  };
}
