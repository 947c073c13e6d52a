// A chart with its heading, a sentence about it, and the same figures as a table.
import { el } from "../../parts/dom.js";
import { theme } from "./theme.js";

/**
 * @typedef {object} Figure
 * @property {string} name for the style sheet
 * @property {string} title
 * @property {string} words what the chart shows; without answers, that there are none
 * @property {string[]} [notes] caveats
 * @property {string} label describes the picture for screen readers
 * @property {HTMLTableElement} table
 * @property {((theme: import("./theme.js").Theme) => object) | undefined} config for the library; nothing when there is nothing to draw
 * @property {number} [height] of the picture, in pixels
 * @property {HTMLElement} [over] laid over the picture
 * @property {HTMLElement} [legend]
 */

/** @param {Figure} figure */
export function chartPanel({ name, title, words, notes = [], label, table, config, height, over, legend }) {
  const canvas = /** @type {HTMLCanvasElement} */ (el("canvas", { role: "img", "aria-label": label }));
  const box = el("div", { class: "chart-box" }, canvas, over);
  if (height) box.style.height = `${height}px`;
  const details = /** @type {HTMLDetailsElement} */ (
    el(
      "details",
      { class: "chart-table" },
      el("summary", {}, `${title} as a table`),
      el("div", { class: "chart-table-box", tabindex: 0, role: "group", "aria-label": `${title}, table` }, table),
    )
  );
  const element = el(
    "figure",
    { class: `chart chart-${name}` },
    el(
      "figcaption",
      {},
      el("h3", {}, title),
      el("p", { class: "chart-words" }, words),
      ...notes.map((note) => el("p", { class: "chart-note" }, note)),
    ),
    config ? box : el("p", { class: "chart-none" }, "There is nothing to draw."),
    config ? legend : null,
    table.tBodies[0].rows.length > 0 ? details : null,
  );
  /** @type {any} */
  let chart;
  const clear = () => {
    chart?.destroy();
    chart = undefined;
  };
  return {
    element,
    clear,
    /** @param {{ Chart: any }} library */
    draw({ Chart }) {
      if (!config) return;
      const again = chart !== undefined;
      clear();
      const drawn = config(theme());
      // The chart is there already; only its colours change.
      if (again) drawn.options.animation = false;
      chart = new Chart(canvas, drawn);
    },
    openTable() {
      box.hidden = true;
      details.open = true;
    },
  };
}
