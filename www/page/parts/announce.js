// Announces changes to screen readers. The page has one region for it, so that nothing is announced twice.
import { byId } from "./dom.js";

/** @param {string} text */
export function announce(text) {
  const region = byId("announcer");
  // A screen reader does not announce text that did not change.
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}
