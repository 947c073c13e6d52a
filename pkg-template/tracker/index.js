// @ts-check
// refiner-wasm/tracker: writes down what users do, and sends it to the gateway, once.
import { configError } from "../internal/error.js";
import { callPage, makeTracker } from "./facade.js";
import { uuid7 } from "./ids.js";
import { leaseLock, webLock } from "./lock.js";
import { openNetwork } from "./network.js";
import { readOptions } from "./options.js";
import { watchPage } from "./page-life.js";
import { watchPageViews } from "./page-views.js";
import { openStorage } from "./storage/index.js";
import { indexedDbStore } from "./storage/indexed-db.js";
import { localStore } from "./storage/local-storage.js";
import { memoryStore } from "./storage/memory.js";

/** How an outage is waited out, in milliseconds: at random, up to twice as long each time. */
const RETRY = { retryBaseMs: 1_000, retryMaxMs: 60_000, onlineJitterMs: 3_000 };

/** How long the page may take to give a token, in milliseconds. */
const TOKEN_MS = 10_000;

/**
 * @param {import("../tracker.js").TrackerOptions} options
 * @returns {import("../tracker.js").Tracker}
 */
export function createTracker(options) {
  const settings = readOptions(options);
  if (!globalThis.document && !globalThis.indexedDB) {
    throw configError("the tracker needs a page or a worker: here there is neither a document nor IndexedDB. On a server, use new Refiner({ apiKey })");
  }
  const { storageKey: key, pageViews, token } = settings;
  const { locks } = globalThis.navigator ?? {};
  const { now } = Date;
  const local = attempt(() => globalThis.localStorage);
  const session = attempt(() => globalThis.sessionStorage);
  // Kept while its user goes from page to page.
  const tab = session?.getItem(`${key}:tab`) ?? uuid7(now());
  attempt(() => session?.setItem(`${key}:tab`, tab));

  const stores = [memoryStore(settings)];
  /** @type {<T>(work: () => T) => Promise<T>} */
  const alone = async (work) => (locks ? /** @type {Promise<any>} */ (locks.request(`${key}:local`, work)) : work());
  if (local) stores.unshift(localStore(key, local, settings, alone));
  if (attempt(() => globalThis.indexedDB)) stores.unshift(indexedDbStore(key, settings));
  /** @param {number} ms @param {() => void} then */
  const wait = (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  };
  /** @type {ReturnType<typeof openStorage>} */
  let storage;
  /** @param {import("./storage/index.js").Tell} tell */
  const open = (tell) => (storage = openStorage(stores, now, tell));
  /** @type {import("./lock.js").Lock} */
  const lock = locks ? webLock(locks, key) : leaseLock(() => storage, uuid7(now()), { now, wait });
  return makeTracker(
    { ...settings, ...RETRY, tab, stores: stores.length, asksToken: token !== undefined, tokenTimeoutMs: TOKEN_MS },
    { now, random: Math.random, wait, id: uuid7, open, lock, network: openNetwork(settings), token },
    (tell, tracker) => {
      const stop = watchPage(tell);
      if (!pageViews) return stop;
      const stopViews = watchPageViews((place) => callPage(async () => {
        const event = await pageViews(place);
        if (event) await tracker.track(event);
      }));
      return () => {
        stop();
        stopViews();
      };
    },
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
