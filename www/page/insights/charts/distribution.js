// How often each score was given, coloured by the camp it belongs to.
import { el } from "../../parts/dom.js";
import { NO_ANSWERS, counted, numberText, shareText } from "../words.js";
import { fillOf } from "./patterns.js";
import { figureTable } from "./tables.js";
import { axis, commonOptions } from "./theme.js";

/** @param {import("../kinds.js").Kind} kind @param {any} score @returns {import("./panel.js").Figure} */
export function distribution(kind, { n, distribution: steps }) {
  const camps = kind.camps.map((camp) => {
    const count = steps.filter(({ score }) => isIn(camp, score)).reduce((sum, step) => sum + step.count, 0);
    return { ...camp, count, share: n > 0 ? count / n : null };
  });
  const said = camps.map(
    ({ name, count, share }) => `${numberText(count)} ${name.toLowerCase()} (${shareText(share)})`,
  );
  const most = steps.reduce((most, step) => (step.count > most.count ? step : most), { count: 0 });
  const mostSaid = `Most often ${most.score}: ${numberText(most.count)} of ${counted(n, "answer")} (${shareText(most.share)}).`;
  const words = n === 0 ? "No answers" : camps.length > 1 ? `${said.join(", ")}.` : mostSaid;
  return {
    name: "distribution",
    title: "Distribution of the scores",
    words,
    label: `How often each score was given: ${steps.map(({ score, count }) => `${score}: ${count}`).join(", ")}`,
    table: table(kind, steps, n),
    config: n > 0 ? (theme) => config(kind, steps, theme) : undefined,
    legend: kind.camps.length > 1 ? legend(camps) : undefined,
  };
}

function isIn({ from, to }, score) {
  return score >= from && score <= to;
}

const campOf = (kind, score) => kind.camps.find((camp) => isIn(camp, score));

function table(kind, steps, n) {
  return figureTable(
    "How often each score was given",
    ["Score", "Answers", "Share", ...(kind.camps.length > 1 ? ["Camp"] : [])],
    steps.map(({ score, count, share }) => [
      String(score),
      numberText(count),
      n > 0 ? shareText(share) : NO_ANSWERS,
      ...(kind.camps.length > 1 ? [campOf(kind, score)?.name ?? ""] : []),
    ]),
  );
}

function legend(camps) {
  return el(
    "ul",
    { class: "chart-legend" },
    ...camps.map(({ name, from, to, look }) =>
      el("li", {}, el("span", { class: `swatch swatch-${look}`, "aria-hidden": "true" }), `${name}, ${from} to ${to}`),
    ),
  );
}

function config(kind, steps, theme) {
  const fills = Object.fromEntries(kind.camps.map(({ look }) => [look, fillOf(look, theme)]));
  const common = commonOptions(theme);
  return {
    type: "bar",
    data: {
      labels: steps.map(({ score }) => String(score)),
      datasets: [
        {
          data: steps.map(({ count }) => count),
          backgroundColor: steps.map(({ score }) => fills[campOf(kind, score)?.look ?? "plain"]),
          borderColor: steps.map(({ score }) => theme.looks[campOf(kind, score)?.look ?? "plain"]),
          borderWidth: 1,
          borderRadius: 3,
          maxBarThickness: 44,
          categoryPercentage: 0.9,
        },
      ],
    },
    options: {
      ...common,
      layout: { padding: { top: 20 } },
      scales: {
        x: axis(theme, { grid: false }),
        y: axis(theme, { beginAtZero: true, ticks: { precision: 0, maxTicksLimit: 6 } }),
      },
      plugins: {
        tooltip: {
          ...common.plugins.tooltip,
          callbacks: {
            title: ([{ dataIndex }]) => `Score ${steps[dataIndex].score}`,
            label: ({ dataIndex }) =>
              `${counted(steps[dataIndex].count, "answer")}, ${shareText(steps[dataIndex].share)}`,
          },
        },
      },
    },
    plugins: [counts(theme)],
  };
}

/** Draws the count over each bar. */
function counts({ text, family }) {
  return {
    id: "counts",
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      ctx.save();
      ctx.fillStyle = text;
      ctx.font = `12px ${family}`;
      ctx.textAlign = "center";
      ctx.textBaseline = "bottom";
      for (const [index, bar] of chart.getDatasetMeta(0).data.entries()) {
        ctx.fillText(numberText(chart.data.datasets[0].data[index]), bar.x, bar.y - 3);
      }
      ctx.restore();
    },
  };
}
