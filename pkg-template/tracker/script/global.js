// @ts-check
// The tracker for a script tag: `refinerTracker.createTracker`. It takes over what was called while it was loading (stub.js).
import { createTracker } from "../index.js";

/** @typedef {import("./stub.js").Waiting} Waiting */

const page = /** @type {{ refinerTracker?: { queue?: Waiting[], createTracker: typeof createTracker } }} */ (/** @type {unknown} */ (globalThis));
const { queue = [] } = page.refinerTracker ?? {};
page.refinerTracker = { createTracker };

for (const waiting of queue) {
  // Set at once: later calls go to it, and find the earlier ones before them.
  const made = new Promise((resolve) => resolve((waiting.tracker = createTracker(waiting.options))));
  // Each call of the page: its name and what it was given are as it wrote them.
  for (const { name, given, resolve } of waiting.calls) resolve(made.then((tracker) => tracker[name](...given)));
}
