// The axis of scores: covers the scores and their intervals, in even steps.
import { numberText } from "../words.js";
import { axis } from "./theme.js";

const MOST_STEPS = 5;

/**
 * @param {import("../kinds.js").Kind} kind
 * @param {any[]} metrics of which at least one has a value
 * @param {import("./theme.js").Theme} theme
 * @param {number[]} [also] values that the axis must cover too
 */
export function valueAxis({ min, max, digits, unit }, metrics, theme, also = []) {
  const shown = metrics.flatMap(({ value, interval }) =>
    typeof value === "number" ? [value, ...(interval ?? [])] : [],
  );
  const [low, high] = [Math.min(...shown, ...also), Math.max(...shown, ...also)];
  const steps = digits === 0 ? [10, 20, 50] : [0.5, 1];
  const stepSize = steps.find((step) => (high - low) / step <= MOST_STEPS) ?? steps.at(-1) ?? 1;
  return axis(theme, {
    min: Math.max(min, Math.floor(low / stepSize) * stepSize),
    max: Math.min(max, Math.ceil(high / stepSize) * stepSize),
    ticks: { stepSize, callback: (value) => `${numberText(value, digits)}${unit}` },
  });
}
