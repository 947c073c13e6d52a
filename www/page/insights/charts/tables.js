// The tables behind the charts.
import { el } from "../../parts/dom.js";
import { NO_ANSWERS, numberText, valueText } from "../words.js";

/**
 * @param {string} caption
 * @param {string[]} columns the first of them names the rows
 * @param {string[][]} rows
 */
export function figureTable(caption, columns, rows) {
  const cells = (texts) =>
    texts.map((text, at) =>
      at === 0 ? el("th", { scope: "row" }, text) : el("td", { class: isFigure(text) && "number" }, text),
    );
  return /** @type {HTMLTableElement} */ (
    el(
      "table",
      { class: "figures" },
      el("caption", {}, caption),
      el("thead", {}, el("tr", {}, ...columns.map((column) => el("th", { scope: "col" }, column)))),
      el("tbody", {}, ...rows.map((row) => el("tr", {}, ...cells(row)))),
    )
  );
}

/** The columns of a score: value, both ends of the interval, number of answers, and whether the sample is small. */
export const SCORE_COLUMNS = (kind) => [kind.name, "From", "To", "Answers", "Note"];

/** @param {import("../kinds.js").Kind} kind */
export function scoreCells(kind, { n, value, interval, small_sample }) {
  const isThere = n > 0 && typeof value === "number";
  return [
    isThere ? valueText(kind, value) : NO_ANSWERS,
    isThere && interval ? valueText(kind, interval[0]) : "",
    isThere && interval ? valueText(kind, interval[1]) : "",
    numberText(n),
    small_sample && n > 0 ? "under 30" : "",
  ];
}

function isFigure(text) {
  return /^−?\d/.test(text);
}
