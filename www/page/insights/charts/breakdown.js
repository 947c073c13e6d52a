// The score of each group of an attribute, with its interval.
import { ofScore, restText } from "../verdicts.js";
import { counted, scoreText } from "../words.js";
import { hatchedFill } from "./patterns.js";
import { SCORE_COLUMNS, figureTable, scoreCells } from "./tables.js";
import { axis, commonOptions } from "./theme.js";
import { valueAxis } from "./value-axis.js";

/** More bars than this are hard to read. The table has them all. */
const MOST_BARS = 10;
const BAR = 34;
const FRAME = 40;
const LONGEST_NAME = 18;

/**
 * @param {import("../kinds.js").Kind} kind
 * @param {string} attribute
 * @param {any} summary
 * @returns {import("./panel.js").Figure}
 */
export function breakdown(kind, attribute, { groups, other, comparisons }) {
  const against = ofScore(comparisons);
  const named = groups.map(({ key, metrics }) => ({ name: key ?? "not set", metric: metrics[0], comparison: against.get(key) }));
  const all = [...named, ...(other ? [{ name: "all others", metric: other.metrics[0], comparison: undefined }] : [])];
  const answered = all.filter(({ metric }) => metric.n > 0);
  const bars = answered.slice(0, MOST_BARS);
  const small = bars.filter(({ metric }) => metric.small_sample).length;
  const words = sentence(kind, answered);
  return {
    name: "breakdown",
    title: `By ${attribute}`,
    words,
    notes: [
      ...restText(named),
      ...(answered.length > bars.length ? [`The ${bars.length} largest are drawn; the table has all.`] : []),
      ...(small > 0 ? [`${small} of them with fewer than 30 answers: hatched bars.`] : []),
    ],
    label: `${kind.name} by ${attribute}, with 95 % intervals. ${words}`,
    table: figureTable(
      `${kind.name} by ${attribute}, with its 95 % interval`,
      [attribute, ...SCORE_COLUMNS(kind)],
      all.map(({ name, metric }) => [name, ...scoreCells(kind, metric)]),
    ),
    config: bars.length > 0 ? (theme) => config(kind, bars, theme) : undefined,
    height: FRAME + bars.length * BAR,
  };
}

function sentence(kind, answered) {
  if (answered.length === 0) return "No answers";
  // In groups of a few answers, the extremes are chance.
  const ranked = answered.filter(({ metric }) => !metric.small_sample).sort((one, other) => other.metric.value - one.metric.value);
  if (ranked.length === 0) return `${counted(answered.length, "group")}, none with 30 answers.`;
  const say = (which, { name, metric }) => `${which} ${name}: ${scoreText(kind, metric)}.`;
  const [best, worst] = [ranked[0], ranked.at(-1)];
  return best === worst
    ? say("With 30 answers and more, only", best)
    : `${say("Highest", best)} ${say("Lowest", worst)}`;
}

const shortened = (name) => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name);

function config(kind, bars, theme) {
  const metrics = bars.map(({ metric }) => metric);
  const common = commonOptions(theme);
  const hatched = hatchedFill(theme.looks.plain, theme);
  return {
    type: "bar",
    data: {
      labels: bars.map(({ name }) => shortened(name)),
      datasets: [
        {
          data: metrics.map(({ value }) => value),
          intervals: metrics.map(({ interval }) => interval),
          whiskerColor: theme.text,
          dots: true,
          base: kind.base,
          backgroundColor: metrics.map(({ small_sample }) => (small_sample ? hatched : theme.looks.plain)),
          borderColor: theme.accent,
          borderWidth: 1,
          borderSkipped: "start",
          borderRadius: 3,
          maxBarThickness: 18,
        },
      ],
    },
    options: {
      ...common,
      indexAxis: "y",
      layout: { padding: { right: 12 } },
      scales: {
        x: valueAxis(kind, metrics, theme, [kind.base]),
        y: axis(theme, { grid: false, ticks: { color: theme.text, autoSkip: false } }),
      },
      interaction: { mode: "index", axis: "y", intersect: false },
      plugins: {
        tooltip: {
          ...common.plugins.tooltip,
          callbacks: {
            title: ([{ dataIndex }]) => bars[dataIndex].name,
            label: ({ dataIndex }) => scoreText(kind, metrics[dataIndex]),
          },
        },
      },
    },
  };
}
