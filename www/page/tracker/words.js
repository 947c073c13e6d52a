// What the tracker's state means, in words.

/**
 * @typedef {object} Situation
 * @property {import("/pkg/tracker.js").Stats} stats
 * @property {boolean} away whether the network is
 * @property {string | null} user who is signed in
 */

/** Where events wait. */
export const PLACES = { indexeddb: "in IndexedDB", localstorage: "in localStorage", memory: "in memory only" };

/** @param {number} count */
export const events = (count) => (count === 1 ? "1 event" : `${count} events`);

/** @param {Situation} situation */
export function stateText({ stats, away, user }) {
  const { tracked, queued, consent, storage } = stats;
  if (consent === "denied") return "Not allowed to track: nothing is kept, here or on disk. What is tracked now is dropped and counted.";
  if (consent === "pending") return "Not asked yet: new events wait in the memory of this tab. Nothing is written, and nothing is sent.";
  if (queued === 0) return tracked === 0 ? "Nothing was tracked yet." : "Nothing waits: the gateway answered for all that was sent.";
  const wait = `${events(queued)} ${queued === 1 ? "waits" : "wait"} ${PLACES[storage]}`;
  if (away) return `${wait}: the network is away. The tracker tries again by itself.`;
  if (user === null) return `${wait}. Those of nobody wait until somebody signs in.`;
  return `${wait}, to be sent together in a moment.`;
}

/** @param {string} tab @param {import("./network.js").Trip} trip */
export function tripText(tab, { events: count, status }) {
  if (status === "sending") return `${tab} is sending ${events(count)}.`;
  if (status === 200) return `${tab} sent ${events(count)}, and the gateway answered for each.`;
  if (typeof status === "number") return `${tab} sent ${events(count)}. The gateway said ${status}: they are kept.`;
  return `${tab} tried to send ${events(count)}: ${status}. They are kept.`;
}
