// @ts-check
// What a page calls.
import { configError } from "../internal/error.js";
import { drive } from "./drive.js";
import { byteLength, read } from "./input.js";
import { checkConsent } from "./options.js";

/** @typedef {import("../tracker.js").Tracker} Tracker */
/** @typedef {import("../tracker.js").TrackerEvents} Events */
/** @typedef {import("./drive.js").Ports} Ports */
/** @typedef {import("./state.js").Event} Event */

/** @typedef {import("./ledger.js").NewEntry} NewEntry */
/** @typedef {import("../tracker.js").Consent} Consent */

/** What a page can wait for. @typedef {["called", Omit<NewEntry, "tab">] | ["consent", Consent] | ["flush"] | ["reset"]} Call */

/**
 * @param {import("./drive.js").Settings & { consent?: Consent | undefined }} settings
 * @param {Omit<Ports, "storage"> & { id: (now: number) => string, open: (emit: import("./storage/index.js").Emit) => Ports["storage"],
 *   forgetTab: () => void }} given `forgetTab`: no later page is this tab.
 * @param {(tell: (...event: Event) => void, tracker: Tracker) => () => void} watch Watches the page. The result ends it.
 * @returns {Tracker}
 */
export function makeTracker(settings, { id: makeId, open, forgetTab, ...ports }, watch) {
  /** @type {{ [name in keyof Events]: Set<(value: Events[name]) => unknown> }} */
  const listeners = { drop: new Set(), dead: new Set(), state: new Set() };
  /** @template {keyof Events} N @param {N} name @param {Events[N]} value */
  const emit = (name, value) => listeners[name].forEach((listener) => callPage(() => listener(value)));
  const storage = open(emit);
  const { tell, written, stats } = drive(settings, settings.consent ?? "granted", { ...ports, storage }, emit);

  let isClosed = false;
  /** @param {Call} event @returns {Promise<void>} */
  const call = (...event) => {
    if (isClosed) throw configError("this tracker was closed");
    return new Promise((done) => tell(...event, done));
  };
  /** @param {"identify_user" | "track_event"} action @param {{ [name: string]: unknown }} input @param {string | null} user */
  const add = (action, input, user) => {
    const at = ports.now();
    const entry = { id: makeId(at), at, action, input, user };
    return call("called", { ...entry, bytes: byteLength(JSON.stringify(entry)) });
  };

  /** @type {Tracker} */
  const tracker = {
    async identify(user) {
      const { id, ...input } = read("identify_user", user, ["id", "email", "attributes", "account"]);
      return add("identify_user", input, /** @type {string} */ (id));
    },
    track: async (event) => add("track_event", read("track_event", { event }, ["event"]), null),
    flush: async () => call("flush"),
    async reset() {
      // At once: a later page must not take what this one has not managed to forget.
      forgetTab();
      return call("reset");
    },
    async setConsent(given) {
      checkConsent(given);
      if (given === "denied") forgetTab();
      return call("consent", given);
    },
    stats,
    async deadLetters() {
      await stats();
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
      await written();
      storage.close();
    },
  };

  const stop = watch(tell, tracker);
  if (settings.consent && settings.consent !== "pending") tracker.setConsent(settings.consent);
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
