// @ts-check
// What a page calls.
import { configError } from "../internal/error.js";
import { drive } from "./drive.js";
import { byteLength, readEvent, readUser } from "./input.js";

/** @typedef {import("../tracker.js").Tracker} Tracker */
/** @typedef {import("../tracker.js").TrackerEvents} Events */
/** @typedef {import("../tracker.js").DropReason} DropReason */
/** @typedef {import("./drive.js").Ports} Ports */

/**
 * @param {import("./drive.js").Settings & { consent?: import("../tracker.js").Consent | undefined }} settings
 * @param {Omit<Ports, "storage"> & { id: (now: number) => string, open: (tell: import("./storage/index.js").Tell) => Ports["storage"] }} given
 * @param {(tell: (event: import("./machine.js").Event) => void, tracker: Tracker) => () => void} watch Watches the page. The result ends it.
 * @returns {Tracker}
 */
export function makeTracker(settings, { id: makeId, open, ...ports }, watch) {
  /** @type {{ [name in keyof Events]: Set<(value: Events[name]) => unknown> }} */
  const listeners = { drop: new Set(), dead: new Set(), state: new Set() };
  /** @template {keyof Events} N @param {N} name @param {Events[N]} value */
  const emit = (name, value) => {
    for (const listener of listeners[name]) void callPage(() => listener(value));
  };
  /** @param {import("./ledger.js").Dropped} dropped */
  const drop = (dropped) => {
    for (const [reason, count] of Object.entries(dropped)) emit("drop", { reason: /** @type {DropReason} */ (reason), count });
  };
  const storage = open((dropped, letters) => {
    drop(dropped);
    for (const letter of letters) emit("dead", letter);
  });
  const machine = drive(settings, settings.consent ?? "granted", { ...ports, storage }, { drop, state: (stats) => emit("state", stats) });

  let isClosed = false;
  /** @param {(ref: number) => import("./machine.js").Event} event */
  const call = (event) => {
    if (isClosed) throw configError("this tracker was closed");
    return machine.call(event);
  };
  /** @param {"identify_user" | "track_event"} action @param {{ [name: string]: unknown }} input @param {string | null} user */
  const add = (action, input, user) => {
    const at = ports.now();
    const entry = { id: makeId(at), at, action, input, user, tab: settings.tab };
    return call((ref) => ({ type: "called", ref, entry: { ...entry, bytes: byteLength(JSON.stringify(entry)) } }));
  };

  /** @type {Tracker} */
  const tracker = {
    async identify(user) {
      const { id, input } = readUser(user);
      return add("identify_user", input, id);
    },
    track: async (event) => add("track_event", readEvent(event), null),
    flush: async () => call((ref) => ({ type: "flush", ref })),
    reset: async () => call((ref) => ({ type: "reset", ref })),
    async setConsent(consent) {
      if (!["pending", "granted", "denied"].includes(consent)) throw configError("consent must be one of: pending, granted, denied");
      return call((ref) => ({ type: "consent", consent, ref }));
    },
    stats: machine.stats,
    deadLetters: storage.letters,
    on(name, listener) {
      const set = listeners[name];
      if (!set || typeof listener !== "function") throw configError(`on() takes one of ${Object.keys(listeners).join(", ")}, and a function`);
      set.add(listener);
      return () => void set.delete(listener);
    },
    async close() {
      if (isClosed) return;
      const closed = call((ref) => ({ type: "close", ref }));
      isClosed = true;
      stop();
      return closed;
    },
  };

  const stop = watch(machine.tell, tracker);
  const { consent } = settings;
  if (consent === "granted" || consent === "denied") void tracker.setConsent(consent);
  // What an earlier page left.
  machine.tell({ type: "time" });
  return tracker;
}

/**
 * Calls a function of the page. What it throws is the page's error: shown, and not ours to fail of.
 *
 * @template T
 * @param {() => T} work
 */
export async function callPage(work) {
  try {
    return await work();
  } catch (error) {
    if (globalThis.reportError) globalThis.reportError(error);
    else console.error(error);
  }
}
