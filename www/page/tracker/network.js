// The network between the tracker and the gateway: a switch takes it away in all tabs, as a tunnel does. The tracker knows nothing of
// it: the page's own `fetch` and `fetchLater` fail, as they do without a network.
import { GATEWAY } from "../refiner.js";

const AWAY = "demo-network-away";
const BATCH = `${GATEWAY}/batch`;

/**
 * What went over the network.
 *
 * @typedef {object} Trip
 * @property {number} events
 * @property {number | string} status the HTTP status; or what happened to the request instead
 */

/** @param {(trip: Trip) => void} onTrip hears of each batch of this tab, when it begins (status "sending") and ends */
export function openNetwork(onTrip) {
  const page = /** @type {any} */ (globalThis);
  const real = { fetch: page.fetch.bind(page), later: page.fetchLater?.bind(page) };
  let losesReply = false;
  let isCut = false;
  /** Ends all that is under way or left with the browser. */
  let under = new AbortController();

  const isAway = () => isCut || localStorage.getItem(AWAY) !== null;
  /** @param {RequestInit | undefined} init */
  const cuttable = (init) => ({ ...init, signal: AbortSignal.any([under.signal, ...(init?.signal ? [init.signal] : [])]) });
  /** @param {unknown} url */
  const isBatch = (url) => new URL(String(url), location.href).pathname === BATCH;

  page.fetch = async (/** @type {any} */ url, /** @type {RequestInit | undefined} */ init) => {
    if (!isBatch(url)) return real.fetch(url, init);
    const events = JSON.parse(String(init?.body)).entries.length;
    if (isAway()) {
      onTrip({ events, status: "no network" });
      throw new TypeError("Failed to fetch");
    }
    onTrip({ events, status: "sending" });
    try {
      const reply = await real.fetch(url, cuttable(init));
      if (losesReply) {
        losesReply = false;
        throw new TypeError("Failed to fetch");
      }
      onTrip({ events, status: reply.status });
      return reply;
    } catch (error) {
      onTrip({ events, status: "no answer" });
      throw error;
    }
  };
  if (real.later) {
    page.fetchLater = (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
      if (isAway()) throw new TypeError("Failed to fetch");
      return real.later(url, cuttable(init));
    };
  }

  const cut = () => {
    under.abort();
    under = new AbortController();
  };
  /** As a browser does, the page is told. */
  const tell = () => {
    if (isAway()) cut();
    page.dispatchEvent(new Event(isAway() ? "offline" : "online"));
  };
  page.addEventListener("storage", (/** @type {StorageEvent} */ { key }) => {
    if (key === AWAY) tell();
  });

  return {
    isAway,
    /** For all tabs. @param {boolean} away */
    take(away) {
      if (away) localStorage.setItem(AWAY, "");
      else localStorage.removeItem(AWAY);
      tell();
    },
    /** The next batch arrives, and its answer does not. */
    loseReply: () => void (losesReply = true),
    /** Ends the network of this tab, for good. */
    cut() {
      isCut = true;
      cut();
    },
  };
}
