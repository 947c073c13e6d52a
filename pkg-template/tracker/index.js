// @ts-check
// refiner-wasm/tracker: writes down what users do, and sends it to the gateway, once.
import { configError } from "../internal/error.js";
import { callPage, makeTracker } from "./facade.js";
import { uuid7 } from "./ids.js";
import { leaseLock, webLock } from "./lock.js";
import { openNetwork } from "./network.js";
import { readOptions } from "./options.js";
import { watchPage } from "./page-life.js";
import { openStorage } from "./storage/index.js";
import { indexedDbStore } from "./storage/indexed-db.js";
import { textStore } from "./storage/web-storage.js";

/** The mark of a tab whose page is there. */
const HERE = "*";

/**
 * @param {import("../tracker.js").TrackerOptions} options
 * @returns {import("../tracker.js").Tracker}
 */
export function createTracker(options) {
  // First: a path such as /r is no address on a server, and to be told that would not help.
  if (!globalThis.document && !globalThis.indexedDB) {
    throw configError("the tracker needs a page or a worker: there is no document here");
  }
  const settings = readOptions(options);
  const { storageKey: key, pageViews, consent = "granted" } = settings;
  const { locks } = globalThis.navigator ?? {};
  const local = attempt(() => globalThis.localStorage);
  const fresh = uuid7(Date.now());
  const session = attempt(() => globalThis.sessionStorage);
  // Kept while its user goes from page to page, if they let us. A page marks it while it is there. So a page that finds the mark is in a tab that
  // another one opened, with a copy of all that it had; or the one before was killed, and this is it again.
  const kept = (consent === "granted" && session?.getItem(key)) || fresh;
  const [load] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const [id, mark] = kept.split(HERE);
  const tab = mark === "" && load?.type !== "reload" ? fresh : id;
  /** Not if it was forgotten. @param {unknown} isThere @param {string} mark */
  const keep = (isThere, mark) => isThere && attempt(() => session?.setItem(key, tab + mark));
  keep(consent === "granted", HERE);

  /** @type {string | undefined} */
  let memory;
  const stores = [textStore("memory", settings, () => memory, (text) => void (memory = text), async (work) => work())];
  // Without locks, one tab could write over the queue of another.
  if (local && locks) {
    stores.unshift(textStore("localstorage", settings, () => local.getItem(key), (text) => local.setItem(key, text), async (work) => locks.request(`refiner ${key} local`, work)));
  }
  if (attempt(() => globalThis.indexedDB)) stores.unshift(indexedDbStore(key, settings));
  /** @param {number} ms @param {() => void} then */
  const wait = (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  };
  const forgetTab = () => session?.removeItem(key);
  /** @type {ReturnType<typeof openStorage>} */
  let storage;
  /** @param {import("./storage/index.js").Emit} emit */
  const open = (emit) => (storage = openStorage(stores, emit, forgetTab));
  /** @type {import("./lock.js").Lock} */
  const lock = locks ? webLock(locks, `refiner ${key}`) : leaseLock(() => storage, tab, { now: Date.now, wait });
  return makeTracker(
    { ...settings, tab, stores: stores.length },
    { now: Date.now, random: Math.random, wait, id: uuid7, open, forgetTab, lock, network: openNetwork(settings) },
    (tell, tracker) => {
      const stop = watchPage(
        (event) => {
          keep(session?.getItem(key), event === "left" ? "" : HERE);
          tell(event);
        },
        pageViews &&
          ((place) =>
            callPage(async () => {
              const event = await pageViews(place);
              if (event) await tracker.track(event);
            })),
      );
      return () => {
        keep(session?.getItem(key), "");
        stop();
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
