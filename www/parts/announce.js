// Says things to those who do not see them appear. One region for the page, so that nothing is said twice.
import { byId } from "./dom.js";

/** @param {string} text */
export function announce(text) {
  const region = byId("announcer");
  // The same text again is not a change, and would stay unsaid.
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}
