// Figures in words. Without answers, the words say so and there is no number.

export const NO_ANSWERS = "no answers";
export const SMALL_SAMPLE = "Fewer than 30 answers: too few to rely on.";

/** @param {number} value @param {number} [digits] */
export function numberText(value, digits = 0) {
  const settings = { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: "negative" };
  return value.toLocaleString("en", /** @type {any} */ (settings)).replace("-", "−");
}

/** @param {import("./kinds.js").Kind} kind @param {number | null | undefined} value */
export function valueText(kind, value) {
  return typeof value === "number" ? `${numberText(value, kind.digits)}${kind.unit}` : NO_ANSWERS;
}

/** @param {number | null | undefined} share 0 to 1 */
export function shareText(share) {
  return typeof share === "number" ? `${numberText(100 * share, 1)} %` : NO_ANSWERS;
}

/** @param {number} count @param {string} one @param {string} [many] */
export function counted(count, one, many = `${one}s`) {
  return `${numberText(count)} ${count === 1 ? one : many}`;
}

/**
 * "41, between 35 and 47; 512 answers".
 *
 * @param {import("./kinds.js").Kind} kind
 * @param {{ n: number, value?: number | null, interval?: [number, number] | null }} metric
 */
export function scoreText(kind, { n, value, interval }) {
  if (n === 0 || typeof value !== "number") return NO_ANSWERS;
  const between = interval ? `, between ${valueText(kind, interval[0])} and ${valueText(kind, interval[1])}` : "";
  return `${valueText(kind, value)}${between}; ${counted(n, "answer")}`;
}

const UNITS = ["bytes", "KB", "MB", "GB"];

/** @param {number} bytes */
export function bytesText(bytes) {
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  return power === 0 ? counted(bytes, "byte") : `${numberText(bytes / 1000 ** power, 1)} ${UNITS[power]}`;
}

const MONTH = new Intl.DateTimeFormat("en", { month: "short", timeZone: "UTC" });

/** @param {string} key such as "2026-01" @returns {[string, string]} the month and the year */
export function monthParts(key) {
  const date = new Date(`${key}-01T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? [key, ""] : [MONTH.format(date), key.slice(0, 4)];
}
