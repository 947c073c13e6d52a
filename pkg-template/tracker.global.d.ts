import type { createTracker } from "./tracker.js";

declare global {
  /** What `tracker.global.js` adds to a page. Until it is there, `tracker.stub.js` keeps the calls. */
  var refinerTracker: { createTracker: typeof createTracker };
}

export {};
