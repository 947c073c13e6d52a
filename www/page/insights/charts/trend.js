// The score month by month, each with its interval.
import { counted, monthParts, scoreText } from "../words.js";
import { slopeText } from "../verdicts.js";
import { SCORE_COLUMNS, figureTable, scoreCells } from "./tables.js";
import { axis, commonOptions } from "./theme.js";
import { valueAxis } from "./value-axis.js";

const NOTHING = { n: 0, value: null, interval: null, small_sample: true };

/** @param {import("../kinds.js").Kind} kind @param {any} summary by month @returns {import("./panel.js").Figure} */
export function trend(kind, { groups, trend }) {
  const dated = groups.filter(({ key }) => key !== null);
  const months = everyMonth(dated);
  const undated = groups.filter(({ key }) => key === null);
  const answered = months.filter(({ metric }) => metric.n > 0);
  const last = answered.at(-1);
  const words = last ? `Last, in ${monthText(last.key)}: ${scoreText(kind, last.metric)}.` : "No answers";
  const small = answered.filter(({ metric }) => metric.small_sample).length;
  return {
    name: "trend",
    title: "Trend by month",
    words,
    notes: [
      ...slopeText(kind, trend),
      ...(small > 0 ? [`${small} of ${counted(answered.length, "month")} with fewer than 30 answers: hollow points.`] : []),
    ],
    label: `${kind.name} by month, with 95 % intervals. ${words}`,
    table: figureTable(
      `${kind.name} by month, with its 95 % interval`,
      ["Month", ...SCORE_COLUMNS(kind)],
      [
        ...months.map(({ key, metric }) => [monthText(key), ...scoreCells(kind, metric)]),
        ...undated.map(({ metrics }) => ["without a time", ...scoreCells(kind, metrics[0])]),
      ],
    ),
    config: answered.length > 0 ? (theme) => config(kind, months, theme) : undefined,
  };
}

const monthText = (key) => monthParts(key).join(" ").trim();

/** Puts every month on the axis, also one without answers that is not among the groups. */
function everyMonth(groups) {
  const known = new Map(groups.map(({ key, metrics }) => [key, metrics[0]]));
  const [first, last] = [groups[0]?.key, groups.at(-1)?.key];
  if (first === undefined || !/^\d{4}-\d\d$/.test(first)) return [];
  const months = [];
  for (
    let [year, month] = first.split("-").map(Number);
    ;
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1]
  ) {
    const key = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
    if (key > last) return months;
    months.push({ key, metric: known.get(key) ?? NOTHING });
  }
}

function config(kind, months, theme) {
  const metrics = months.map(({ metric }) => metric);
  const common = commonOptions(theme);
  return {
    type: "line",
    data: {
      labels: months.map(({ key }) => monthParts(key)),
      datasets: [
        {
          data: metrics.map(({ value }) => value),
          intervals: metrics.map(({ interval }) => interval),
          whiskerColor: theme.muted,
          borderColor: theme.accent,
          borderWidth: 2,
          pointRadius: 4.5,
          pointHoverRadius: 6,
          pointBorderColor: theme.accent,
          pointBorderWidth: 2,
          pointBackgroundColor: metrics.map(({ small_sample }) => (small_sample ? theme.surface : theme.accent)),
          clip: false,
        },
      ],
    },
    options: {
      ...common,
      scales: {
        x: axis(theme, { grid: false, offset: true, ticks: { maxRotation: 0, autoSkipPadding: 6 } }),
        y: valueAxis(kind, metrics, theme),
      },
      plugins: {
        tooltip: {
          ...common.plugins.tooltip,
          callbacks: {
            title: ([{ dataIndex }]) => monthText(months[dataIndex].key),
            label: ({ dataIndex }) => scoreText(kind, metrics[dataIndex]),
          },
        },
      },
    },
  };
}
