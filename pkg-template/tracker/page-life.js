// @ts-check
// What happens to a page: it is hidden, left, comes back, or is online again. A worker only comes online.

/**
 * @param {(event: "online" | "hidden" | "left" | "back") => void} tell
 * @returns {() => void} Stops watching.
 */
export function watchPage(tell) {
  const stop = new AbortController();
  /** @param {EventTarget | undefined} target @param {string} name @param {(event: globalThis.Event) => void} then */
  const on = (target, name, then) => target?.addEventListener(name, then, { signal: stop.signal });
  const page = globalThis.document;
  on(globalThis, "online", () => tell("online"));
  on(page, "visibilitychange", () => page.visibilityState === "hidden" && tell("hidden"));
  on(globalThis, "pagehide", () => tell("left"));
  // A browser may stop a hidden page for hours. It must not keep the other tabs waiting.
  on(page, "freeze", () => tell("left"));
  on(page, "resume", () => tell("back"));
  on(globalThis, "pageshow", (event) => /** @type {PageTransitionEvent} */ (event).persisted && tell("back"));
  return () => stop.abort();
}
