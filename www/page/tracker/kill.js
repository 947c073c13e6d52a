// Kills this tab, as far as a page can: its requests are cut, and none of its scripts hears that it is left.

const NOTE = "demo-killed";

/** @param {ReturnType<typeof import("./network.js").openNetwork>} network @param {import("/pkg/tracker.js").Stats} stats */
export function kill(network, stats) {
  localStorage.setItem(NOTE, JSON.stringify({ tracked: stats.tracked, queued: stats.queued }));
  network.cut();
  isDying = true;
  location.assign("/killed");
}

let isDying = false;

/** Must be called before there is a tracker: whoever listens first may keep the others from hearing. */
export function preparePage() {
  const hush = (/** @type {Event} */ event) => {
    if (isDying) event.stopImmediatePropagation();
  };
  for (const name of ["pagehide", "visibilitychange"]) addEventListener(name, hush, { capture: true });
  // A page that was killed does not come out of the back-forward cache as if nothing had been.
  addEventListener("pageshow", () => {
    if (isDying) location.reload();
  });
}

/** What was there when a tab was killed, once. @returns {{ tracked: number, queued: number } | undefined} */
export function comeBack() {
  const note = localStorage.getItem(NOTE);
  localStorage.removeItem(NOTE);
  return note ? JSON.parse(note) : undefined;
}
