// @ts-check
// The tracker for a script tag: `refinerTracker.createTracker`. It takes over what was called while it was loading (stub.js).
import { createTracker } from "../index.js";

/** @typedef {import("./stub.js").Waiting} Waiting */

const page = /** @type {{ refinerTracker?: { queue?: Waiting[], createTracker: typeof createTracker } }} */ (/** @type {unknown} */ (globalThis));
const { queue = [] } = page.refinerTracker ?? {};
page.refinerTracker = { createTracker };

for (const waiting of queue) {
  const { options, calls } = waiting;
  try {
    const tracker = createTracker(options);
    waiting.tracker = tracker;
    for (const { name, given, resolve, reject } of calls) {
      try {
        // A call of the page: its name and what it was given are as it wrote them.
        resolve(Reflect.apply(Reflect.get(tracker, name), tracker, given));
      } catch (error) {
        reject(error);
      }
    }
  } catch (error) {
    console.error(error);
    for (const { reject } of calls) reject(error);
  }
}
