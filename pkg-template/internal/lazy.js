// @ts-check
// The parts of the client that load late, so that who only makes calls does not load them.

/**
 * @typedef {object} Parts
 * @property {() => typeof import("./insight.js") | Promise<typeof import("./insight.js")>} insight Summaries and exports.
 * @property {() => typeof import("./sync.js") | Promise<typeof import("./sync.js")>} sync
 */

/** @type {Parts} */
export const lazy = {
  insight: () => import("./insight.js"),
  sync: () => import("./sync.js"),
};
