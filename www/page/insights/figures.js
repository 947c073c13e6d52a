// The figures of a summary, as charts with a table behind each.
import { el } from "../parts/dom.js";
import { failureView } from "../parts/failure.js";
import { breakdown } from "./charts/breakdown.js";
import { distribution } from "./charts/distribution.js";
import { gauge } from "./charts/gauge.js";
import { loadLibrary } from "./charts/library.js";
import { chartPanel } from "./charts/panel.js";
import { onThemeChange } from "./charts/theme.js";
import { trend } from "./charts/trend.js";

/** @param {HTMLElement} region */
export function figuresView(region) {
  /** @type {ReturnType<typeof chartPanel>[]} */
  let panels = [];
  /** @type {Awaited<ReturnType<typeof loadLibrary>> | undefined} */
  let library;

  // The colour scheme changed: draw again in its colours.
  onThemeChange(() => library && panels.forEach((panel) => panel.draw(library)));

  const clear = () => {
    for (const panel of panels) panel.clear();
    panels = [];
  };

  return {
    isEmpty: () => panels.length === 0,

    /** @param {import("./choices.js").Chosen} chosen @param {import("./read.js").Answers} answers */
    async show({ question, attribute }, { months, parts }) {
      const loaded = await loadLibrary().catch((error) => ({ error }));
      library = "error" in loaded ? undefined : loaded;
      const { kind, label } = question;
      const [score] = /** @type {any[]} */ (months.metrics);
      clear();
      panels = [
        gauge(kind, score),
        distribution(kind, score),
        trend(kind, months),
        ...(parts ? [breakdown(kind, attribute, parts)] : []),
      ].map(chartPanel);
      region.replaceChildren(
        el(
          "div",
          { class: "insights-asked" },
          el("p", {}, label),
          el(
            "p",
            { class: "quiet" },
            "Each score comes with its 95 % interval: how far it may be off because only these people answered. Scores whose intervals overlap may well be the same.",
          ),
          // Answers off the scale are missing in every figure below.
          ...(score.warning ? [el("p", { class: "notice" }, `Not counted: ${score.warning}.`)] : []),
        ),
        ...(library ? [] : [failureView(loaded.error), el("p", {}, "The tables below have the same figures.")]),
        el("div", { class: "charts" }, ...panels.map(({ element }) => element)),
      );
      for (const panel of panels) {
        if (library) panel.draw(library);
        else panel.openTable();
      }
    },

    /** @param {unknown} error @param {() => void} retry */
    failed(error, retry) {
      const again = () => {
        // The pressed button is about to be removed.
        region.focus({ preventScroll: true });
        retry();
      };
      clear();
      region.replaceChildren(failureView(error, again));
    },
  };
}
