// The metric for a question, by the type of the question.

/**
 * @typedef {object} Camp scores that mean the same
 * @property {string} name
 * @property {number} from
 * @property {number} to
 * @property {"low" | "middle" | "high" | "plain"} look
 */

/**
 * @typedef {object} Kind
 * @property {object} metric the metric without its question
 * @property {string} name
 * @property {string} scores which answers count
 * @property {number} min the lowest value there can be
 * @property {number} max the highest
 * @property {number} base where bars begin
 * @property {number} digits after the point
 * @property {string} unit
 * @property {Camp[]} camps
 */

/** @type {Kind} */
const NPS = {
  metric: { metric: "nps" },
  name: "NPS",
  scores: "0 to 10",
  min: -100,
  max: 100,
  base: 0,
  digits: 0,
  unit: "",
  camps: [
    { name: "Detractors", from: 0, to: 6, look: "low" },
    { name: "Passives", from: 7, to: 8, look: "middle" },
    { name: "Promoters", from: 9, to: 10, look: "high" },
  ],
};

/** @type {Kind} */
const CSAT = {
  metric: { metric: "csat" },
  name: "Satisfied",
  scores: "-2 to 2",
  min: 0,
  max: 100,
  base: 0,
  digits: 0,
  unit: " %",
  camps: [
    { name: "Not satisfied", from: -2, to: 0, look: "low" },
    { name: "Satisfied", from: 1, to: 2, look: "high" },
  ],
};

/** @param {unknown} max @returns {Kind} */
function rating(max) {
  const most = Number.isInteger(max) && Number(max) > 1 && Number(max) <= 10 ? Number(max) : 5;
  return {
    metric: { metric: "rating", scale: { min: 1, max: most } },
    name: "Mean rating",
    scores: `1 to ${most}`,
    min: 1,
    max: most,
    base: 1,
    digits: 1,
    unit: "",
    camps: [{ name: "Ratings", from: 1, to: most, look: "plain" }],
  };
}

/**
 * How each score of the package is shown. Refiner's types of questions have the same names.
 *
 * @type {Record<string, ((max: unknown) => Kind) | undefined>}
 */
export const KINDS = {
  nps: () => NPS,
  csat: () => CSAT,
  // No type of question asks for effort.
  ces: undefined,
  rating,
};

/**
 * Undefined for a question whose answers are not scores: an NPS of other numbers would be meaningless.
 *
 * @param {{ type?: unknown, max?: unknown }} question
 * @returns {Kind | undefined}
 */
export function kindOf({ type, max }) {
  return typeof type === "string" && Object.hasOwn(KINDS, type) ? KINDS[type]?.(max) : undefined;
}
