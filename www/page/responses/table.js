// The table of responses.
import { el } from "../parts/dom.js";
import { answersCell, stateCell, surveyCell, tagsCell, whenCell, whoCell } from "./cells.js";

const COLUMNS = [
  ["When", whenCell],
  ["Who", whoCell],
  ["Survey", surveyCell],
  ["State", stateCell],
  ["Answers", answersCell],
  ["Tags", tagsCell],
];

const SKELETON_ROWS = 8;

export function responseTable() {
  // On a phone the rows are laid out as cards, which removes the roles of a table: set them explicitly.
  const body = el("tbody", { role: "rowgroup" });
  const heads = COLUMNS.map(([name]) => el("th", { scope: "col", role: "columnheader" }, name));
  const element = el(
    "table",
    { class: "responses", role: "table" },
    el("caption", {}, "Survey responses, newest first. Times are UTC."),
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, ...heads)),
    body,
  );
  return {
    element,
    /** @param {object[]} items */
    show: (items) => body.replaceChildren(...items.map(row)),
    /** @param {object[]} items */
    add: (items) => body.append(...items.map(row)),
    skeleton: () => body.replaceChildren(...Array.from({ length: SKELETON_ROWS }, skeletonRow)),
    clear: () => body.replaceChildren(),
    rows: () => body.children.length,
  };
}

function row(item) {
  // An item may be anything. Only objects have something to show.
  const response = typeof item === "object" && item !== null ? item : {};
  return el(
    "tr",
    { role: "row" },
    ...COLUMNS.map(([name, cell]) => {
      const nodes = cell(response);
      const attributes = { role: "cell", "data-label": name, class: nodes.length === 0 && "nothing" };
      return el("td", attributes, el("div", {}, ...nodes));
    }),
  );
}

function skeletonRow() {
  return el("tr", { class: "skeleton", "aria-hidden": "true" }, ...COLUMNS.map(() => el("td", {}, el("span"))));
}
