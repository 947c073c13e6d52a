// @ts-check
// What happens to a page: it is hidden, left, comes back, is online again, or shows another address. A worker only comes online.

/**
 * @param {(event: "online" | "time" | "left" | "back") => void} tell
 * @param {((location: Location) => void) | undefined} seen Hears each address that the page shows, the first too.
 * @returns {() => void} Stops watching.
 */
export function watchPage(tell, seen) {
  const stop = new AbortController();
  const { signal } = stop;
  const page = /** @type {any} */ (globalThis);
  const { document, history, location, navigation } = page;
  /** @param {EventTarget | undefined} target @param {string} name @param {(event: any) => unknown} then */
  const on = (target, name, then) => target?.addEventListener(name, then, { signal });
  on(page, "online", () => tell("online"));
  // Hidden: it may never be seen again. Seen again: it may have slept for hours.
  on(document, "visibilitychange", () => tell("time"));
  on(page, "pagehide", () => tell("left"));
  on(page, "pageshow", () => tell("back"));

  if (seen && location) {
    /** @type {string | undefined} */
    let last;
    const look = () => {
      if (location.href !== last && !signal.aborted) seen(location);
      last = location.href;
    };
    look();
    on(navigation, "currententrychange", look);
    on(page, "popstate", look);
    // Browsers without the Navigation API tell nobody of these.
    for (const method of navigation ? [] : ["pushState", "replaceState"]) {
      const before = history[method];
      history[method] = (/** @type {unknown[]} */ ...state) => {
        before.apply(history, state);
        look();
      };
    }
  }
  return () => stop.abort();
}
