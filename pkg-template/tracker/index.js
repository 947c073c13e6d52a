// @ts-check
// refiner-wasm/tracker: writes down what users do, and sends it to the gateway, once.
import { configError } from "../internal/error.js";
import { drive } from "./drive.js";
import { uuid7 } from "./ids.js";
import { byteLength, readEvent, readUser } from "./input.js";
import { leaseLock, webLock } from "./lock.js";
import { openNetwork } from "./network.js";
import { readOptions } from "./options.js";
import { watchPage } from "./page-life.js";
import { watchPageViews } from "./page-views.js";
import { openStorage } from "./storage/index.js";
import { indexedDbStore } from "./storage/indexed-db.js";
import { localStore } from "./storage/local-storage.js";
import { memoryStore } from "./storage/memory.js";

/** @typedef {import("../tracker.js").Tracker} Tracker */
/** @typedef {import("../tracker.js").TrackerEvents} Events */

/** How an outage is waited out, in milliseconds: at random, up to twice as long each time. */
const RETRY = { retryBaseMs: 1_000, retryMaxMs: 60_000, onlineJitterMs: 3_000 };

/** How long the page may take to give a token, in milliseconds. */
const TOKEN_MS = 10_000;

/**
 * @param {import("../tracker.js").TrackerOptions} options
 * @returns {Tracker}
 */
export function createTracker(options) {
  const settings = readOptions(options);
  if (!globalThis.document && !globalThis.indexedDB) {
    throw configError(
      "the tracker runs in a page, a web worker or an extension: here there is neither a document nor IndexedDB. On a server, use the client: new Refiner({ apiKey })",
    );
  }
  const { storageKey: key } = settings;
  const { locks } = globalThis.navigator ?? {};
  /** @type {{ [name in keyof Events]: Set<(value: Events[name]) => void> }} */
  const listeners = { drop: new Set(), dead: new Set(), state: new Set() };
  /** @template {keyof Events} N @param {N} name @param {Events[N]} value */
  const emit = (name, value) => {
    for (const listener of listeners[name]) safely(() => listener(value));
  };
  /** @param {import("./ledger.js").Dropped} dropped */
  const onDrop = (dropped) => {
    for (const [reason, count] of /** @type {[import("../tracker.js").DropReason, number][]} */ (Object.entries(dropped))) emit("drop", { reason, count });
  };

  const stores = [memoryStore(settings)];
  const local = attempt(() => globalThis.localStorage);
  /** @type {<T>(work: () => T) => Promise<T>} */
  const alone = async (work) => (locks ? /** @type {any} */ (locks.request(`${key}:local`, work)) : work());
  if (local) stores.unshift(localStore(key, local, settings, alone));
  if (attempt(() => globalThis.indexedDB)) stores.unshift(indexedDbStore(key, settings));
  const storage = openStorage(stores, Date.now, (dropped, letters) => {
    onDrop(dropped);
    for (const letter of letters) emit("dead", letter);
  });

  const tab = tabId(key);
  /** @param {number} ms @param {() => void} then */
  const wait = (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  };
  const lock = locks ? webLock(locks, key) : leaseLock(storage, uuid7(Date.now()), { now: Date.now, wait });
  const rules = { ...settings, ...RETRY, tab, stores: stores.length, asksToken: settings.token !== undefined, tokenTimeoutMs: TOKEN_MS };
  const ports = { now: Date.now, random: Math.random, wait, storage, lock, network: openNetwork(settings), token: settings.token };
  const machine = drive(rules, settings.consent ?? "granted", ports, {
    drop: onDrop,
    state: (stats) => emit("state", stats),
  });

  let isClosed = false;
  const open = () => {
    if (isClosed) throw configError("this tracker was closed");
  };
  /** @param {"identify_user" | "track_event"} action @param {{ [name: string]: unknown }} input @param {string | null} user */
  const add = (action, input, user) => {
    open();
    const at = Date.now();
    const id = uuid7(at);
    const bytes = byteLength(JSON.stringify({ id, at, action, input, user, tab }));
    return machine.call((ref) => ({ type: "called", ref, entry: { id, at, action, input, user, tab, bytes } }));
  };

  /** @type {Tracker} */
  const tracker = {
    async identify(user) {
      const { id, input } = readUser(user);
      return add("identify_user", input, id);
    },
    track: async (event) => add("track_event", readEvent(event), null),
    async flush() {
      open();
      await machine.stats();
      return machine.call((ref) => ({ type: "flush", ref }));
    },
    async reset() {
      open();
      return machine.call((ref) => ({ type: "reset", ref }));
    },
    async setConsent(consent) {
      open();
      if (!["pending", "granted", "denied"].includes(consent)) throw configError("consent must be one of: pending, granted, denied");
      return machine.call((ref) => ({ type: "consent", consent, ref }));
    },
    stats: () => machine.stats(),
    deadLetters: () => storage.letters(),
    on(name, listener) {
      const set = listeners[name];
      if (!set || typeof listener !== "function") throw configError(`on() takes one of: ${Object.keys(listeners).join(", ")}; and a function`);
      set.add(listener);
      return () => void set.delete(listener);
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      for (const stop of watching) stop();
      return machine.call((ref) => ({ type: "close", ref }));
    },
  };

  const watching = [watchPage(machine.tell)];
  const { pageViews } = settings;
  if (pageViews) {
    const nameOf = (/** @type {Location} */ place) => attempt(() => pageViews(place));
    watching.push(watchPageViews(nameOf, (event) => void tracker.track(event).catch(report)));
  }
  if (settings.consent === "granted" || settings.consent === "denied") tracker.setConsent(settings.consent);
  // What an earlier page left.
  machine.stats().then(() => machine.tell({ type: "time" }));
  return tracker;
}

/** The name of this tab, which a page keeps while its user goes from page to page. @param {string} key */
function tabId(key) {
  const fresh = uuid7(Date.now());
  return (
    attempt(() => {
      const kept = sessionStorage.getItem(`${key}:tab`) ?? fresh;
      sessionStorage.setItem(`${key}:tab`, kept);
      return kept;
    }) ?? fresh
  );
}

/** What this gives; undefined if it throws, as places for data do where a browser forbids them. @template T @param {() => T} work */
function attempt(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** @param {() => unknown} work */
function safely(work) {
  try {
    Promise.resolve(work()).catch(report);
  } catch (error) {
    report(error);
  }
}

/** An error in a function of the page is the page's: shown, and not ours to fail of. @param {unknown} error */
function report(error) {
  if (globalThis.reportError) globalThis.reportError(error);
  else console.error(error);
}
