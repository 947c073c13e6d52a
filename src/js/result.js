// @ts-check
// What a call resolves to.

/**
 * @param {string} action
 * @param {unknown} data
 * @param {number} attempts
 * @param {number} status
 * @param {number} items
 * @param {string | undefined} more JSON of what only some results have: `anomalies`, `next`, `total`.
 */
export function result(action, data, attempts, status, items, more) {
  return { action, data, anomalies: [], attempts, status, items, ...(more && JSON.parse(more)) };
}
