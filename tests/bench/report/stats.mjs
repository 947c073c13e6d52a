// Medians, spreads and ratios of the measurements.

/** @param {number[]} numbers */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * @typedef {object} Figure
 * @property {number} value
 * @property {number} low
 * @property {number} high
 */

/** @param {number[]} numbers @returns {Figure} */
export const figure = (numbers) => ({ value: median(numbers), low: Math.min(...numbers), high: Math.max(...numbers) });

/**
 * The ratio of the medians. Its spread is that of the ratios within each round, where both ran side by side.
 *
 * @param {number[]} over
 * @param {number[]} under
 * @returns {Figure}
 */
export function ratio(over, under) {
  const rounds = over.map((number, round) => number / under[round]);
  return { value: median(over) / median(under), low: Math.min(...rounds), high: Math.max(...rounds) };
}

/** A number with three significant digits, and at most two decimals. */
export function short(number) {
  if (!Number.isFinite(number)) return "–";
  const size = Math.abs(number);
  return number.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

/** @param {Figure} figure @param {string} [unit] */
export const spread = ({ value, low, high }, unit = "") => `${short(value)}${unit} (${short(low)} to ${short(high)})`;

/**
 * The times of each contestant over all kinds of page, round by round.
 *
 * @param {Record<string, Record<string, number[]>>} kinds
 */
export function together(kinds) {
  const all = Object.values(kinds);
  const sum = (name) => all[0][name].map((_, round) => all.reduce((sum, times) => sum + times[name][round], 0));
  return Object.fromEntries(Object.keys(all[0]).map((name) => [name, sum(name)]));
}
