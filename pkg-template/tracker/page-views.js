// @ts-check
// Tracks the pages that a user sees, also where an app changes its address without loading a page.

/**
 * @param {(location: Location) => void} seen
 * @returns {() => void} Stops watching.
 */
export function watchPageViews(seen) {
  const { location, history } = globalThis;
  if (!location) return () => {};
  /** @type {string | undefined} */
  let last;
  const look = () => {
    if (location.href === last) return;
    last = location.href;
    seen(location);
  };
  look();
  const stop = new AbortController();
  const { navigation } = /** @type {{ navigation?: EventTarget }} */ (/** @type {unknown} */ (globalThis));
  if (navigation) {
    navigation.addEventListener("currententrychange", look, { signal: stop.signal });
    return () => stop.abort();
  }
  globalThis.addEventListener("popstate", look, { signal: stop.signal });
  for (const method of /** @type {const} */ (["pushState", "replaceState"])) {
    const before = history[method];
    history[method] = (...state) => {
      before.apply(history, state);
      if (!stop.signal.aborted) look();
    };
  }
  return () => stop.abort();
}
