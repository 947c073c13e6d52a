// @ts-check
// What a page calls.
import { configError } from "../internal/error.js";
import { drive } from "./drive.js";
import { byteLength, readEvent, readUser } from "./input.js";
import { checkConsent } from "./options.js";

/** @typedef {import("../tracker.js").Tracker} Tracker */
/** @typedef {import("../tracker.js").TrackerEvents} Events */
/** @typedef {import("../tracker.js").DropReason} DropReason */
/** @typedef {import("./drive.js").Ports} Ports */
/** @typedef {import("./machine.js").Event} Event */

/**
 * @param {import("./drive.js").Settings & { consent?: import("../tracker.js").Consent | undefined }} settings
 * @param {Omit<Ports, "storage"> & { id: (now: number) => string, open: (tell: import("./storage/index.js").Tell) => Ports["storage"],
 *   forgetTab: () => void }} given `forgetTab`: no later page is this tab.
 * @param {(tell: (...event: Event) => void, tracker: Tracker) => () => void} watch Watches the page. The result ends it.
 * @returns {Tracker}
 */
export function makeTracker(settings, { id: makeId, open, forgetTab, ...ports }, watch) {
  const { consent } = settings;
  /** @type {{ [name in keyof Events]: Set<(value: Events[name]) => unknown> }} */
  const listeners = { drop: new Set(), dead: new Set(), state: new Set() };
  /** @template {keyof Events} N @param {N} name @param {Events[N]} value */
  const emit = (name, value) => listeners[name].forEach((listener) => callPage(() => listener(value)));
  /** @param {import("./ledger.js").Dropped} dropped */
  const drop = (dropped) => {
    for (const [reason, count] of Object.entries(dropped)) emit("drop", { reason: /** @type {DropReason} */ (reason), count });
  };
  const storage = open((dropped, letters) => {
    drop(dropped);
    for (const letter of letters) emit("dead", letter);
  });
  const machine = drive(settings, consent ?? "granted", { ...ports, storage }, { drop, state: (stats) => emit("state", stats) });

  const { tell } = machine;
  let isClosed = false;
  /** @param {(done: () => void) => void} event @returns {Promise<void>} */
  const call = (event) => {
    if (isClosed) throw configError("this tracker was closed");
    return new Promise(event);
  };
  /** @param {"identify_user" | "track_event"} action @param {{ [name: string]: unknown }} input @param {string | null} user */
  const add = (action, input, user) => {
    const at = ports.now();
    const entry = { id: makeId(at), at, action, input, user };
    return call((done) => tell("called", { ...entry, bytes: byteLength(JSON.stringify(entry)) }, done));
  };

  /** @type {Tracker} */
  const tracker = {
    async identify(user) {
      const { id, input } = readUser(user);
      return add("identify_user", input, id);
    },
    track: async (event) => add("track_event", readEvent(event), null),
    flush: async () => call((done) => tell("flush", done)),
    async reset() {
      // At once: a later page must not take what this one has not managed to forget.
      forgetTab();
      return call((done) => tell("reset", done));
    },
    async setConsent(given) {
      checkConsent(given);
      return call((done) => tell("consent", given, done));
    },
    stats: machine.stats,
    async deadLetters() {
      await machine.stats();
      return storage.ledgers.flatMap(({ letters }) => letters);
    },
    on(name, listener) {
      listeners[name].add(listener);
      return () => void listeners[name].delete(listener);
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      stop();
      tell("close");
      await machine.written();
      storage.close();
    },
  };

  const stop = watch(tell, tracker);
  if (consent && consent !== "pending") tracker.setConsent(consent);
  // What an earlier page left.
  tell("time");
  return tracker;
}

/**
 * Calls a function of the page. What it throws is the page's error: shown, and not ours to fail of.
 *
 * @param {() => unknown} work
 */
export async function callPage(work) {
  try {
    await work();
  } catch (error) {
    console.error(error);
  }
}
