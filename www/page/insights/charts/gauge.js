// The score on its scale, with the interval as an arc around it.
import { el } from "../../parts/dom.js";
import { NO_ANSWERS, SMALL_SAMPLE, counted, numberText, scoreText, valueText } from "../words.js";
import { figureTable } from "./tables.js";
import { commonOptions } from "./theme.js";

/** @param {import("../kinds.js").Kind} kind @param {any} score @returns {import("./panel.js").Figure} */
export function gauge(kind, score) {
  const { n, value, interval, small_sample, ignored } = score;
  const words = sentence(scoreText(kind, score));
  const isThere = n > 0 && typeof value === "number";
  // Hidden from screen readers, because the words say the same.
  const over = el("p", { class: "gauge-value", "aria-hidden": "true" }, isThere ? valueText(kind, value) : "");
  const odd = (ignored?.not_a_number ?? 0) + (ignored?.off_scale ?? 0);
  return {
    name: "gauge",
    title: kind.name,
    words,
    notes: [
      ...(isThere && small_sample ? [SMALL_SAMPLE] : []),
      ...(odd > 0 ? [`${counted(odd, "answer")} left out: no score of ${kind.scores}.`] : []),
    ],
    label: `${kind.name} on a scale from ${valueText(kind, kind.min)} to ${valueText(kind, kind.max)}: ${words}`,
    table: table(kind, score, isThere),
    config: isThere ? (theme) => config(kind, value, interval ?? [value, value], over, theme) : undefined,
    legend: el(
      "ul",
      { class: "chart-legend" },
      el("li", {}, el("span", { class: "swatch swatch-value", "aria-hidden": "true" }), kind.name),
      el("li", {}, el("span", { class: "swatch swatch-interval", "aria-hidden": "true" }), "95 % interval"),
    ),
    over,
  };
}

function table(kind, { n, value, interval, distribution }, isThere) {
  const camps = kind.camps.length > 1 ? kind.camps : [];
  const within = ({ from, to }) =>
    distribution.filter(({ score }) => score >= from && score <= to).reduce((sum, { count }) => sum + count, 0);
  return figureTable(
    `${kind.name}, with its 95 % interval`,
    ["Figure", "Value"],
    [
      [kind.name, isThere ? valueText(kind, value) : NO_ANSWERS],
      ["Interval from", isThere && interval ? valueText(kind, interval[0]) : NO_ANSWERS],
      ["Interval to", isThere && interval ? valueText(kind, interval[1]) : NO_ANSWERS],
      ["Answers", numberText(n)],
      ...camps.map((camp) => [`${camp.name} (${camp.from} to ${camp.to})`, numberText(within(camp))]),
    ],
  );
}

function config(kind, value, [low, high], over, theme) {
  const { min, max, base } = kind;
  const [start, end] = [Math.min(base, value), Math.max(base, value)];
  const ring = (weight, parts, colours) => ({ data: parts, backgroundColor: colours, borderWidth: 0, weight });
  const common = commonOptions(theme);
  return {
    type: "doughnut",
    data: {
      datasets: [
        ring(1, [low - min, high - low, max - high], ["transparent", theme.muted, "transparent"]),
        // A gap between the two.
        ring(0.5, [1], ["transparent"]),
        ring(4, [start - min, end - start, max - end], [theme.track, theme.accent, theme.track]),
      ],
    },
    options: {
      ...common,
      rotation: -90,
      circumference: 180,
      cutout: "62%",
      events: [],
      layout: { padding: { top: 18, right: 30, bottom: 22, left: 30 } },
      animation: theme.animation,
    },
    plugins: [scale(kind, value, over, theme)],
  };
}

/** Draws the mark of the value, and labels the ends and the base of the scale. */
function scale({ min, max, base, unit }, value, over, { text, muted, family }) {
  return {
    id: "gauge-scale",
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      const { x, y, outerRadius } = chart.getDatasetMeta(0).data[0];
      const { innerRadius, outerRadius: middle } = chart.getDatasetMeta(2).data[0];
      // From the left over the top to the right.
      const along = (of, radius) => {
        const angle = Math.PI * (1 + (of - min) / (max - min));
        return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
      };
      // Aligns the bottom of the text with the bottom of the ring.
      over.style.top = `${y}px`;
      ctx.save();
      ctx.strokeStyle = text;
      ctx.lineWidth = 3;
      ctx.beginPath();
      ctx.moveTo(...along(value, innerRadius - 4));
      ctx.lineTo(...along(value, outerRadius));
      ctx.stroke();
      ctx.fillStyle = muted;
      ctx.font = `12px ${family}`;
      ctx.textAlign = "center";
      ctx.textBaseline = "top";
      const half = (middle + innerRadius) / 2;
      for (const end of [min, max]) ctx.fillText(`${numberText(end)}${unit}`, along(end, half)[0], y + 6);
      ctx.textBaseline = "bottom";
      // Only between the ends, which have a label already.
      if (base > min) ctx.fillText(numberText(base), ...along(base, outerRadius + 4));
      ctx.restore();
    },
  };
}

function sentence(words) {
  return words[0].toUpperCase() + words.slice(1);
}
