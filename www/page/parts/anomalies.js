// Shows what the reader tolerated in replies, as reported to `onAnomaly`.
import { el } from "./dom.js";

// Enough to see what is wrong: a page can have thousands.
const MOST_ROWS = 50;

/** @param {HTMLElement} parent */
export function anomaliesPanel(parent) {
  /** @type {Map<string, { action: string, path: string, problem: string, count: number }>} */
  const seen = new Map();

  const render = () => {
    if (seen.size === 0) {
      const none =
        "Nothing odd so far. If a reply differs from the documentation, it is listed here, and handed out unchanged.";
      parent.replaceChildren(el("p", { class: "quiet" }, none));
      return;
    }
    const rows = [...seen.values()].reverse();
    const more = rows.length - MOST_ROWS;
    const table = el(
      "table",
      { class: "anomalies" },
      el("caption", {}, "Where replies differ from the documentation, latest first"),
      el(
        "thead",
        {},
        el("tr", {}, ...["Count", "Action", "Path", "Problem"].map((name) => el("th", { scope: "col" }, name))),
      ),
      el("tbody", {}, ...rows.slice(0, MOST_ROWS).map(row)),
    );
    const clear = el(
      "button",
      {
        type: "button",
        click: () => {
          seen.clear();
          render();
          // The button is removed; keep the focus.
          parent.focus();
        },
      },
      "Clear the list",
    );
    parent.replaceChildren(
      table,
      ...(more > 0 ? [el("p", { class: "quiet" }, `And ${more} more.`)] : []),
      el("div", { class: "buttons" }, clear),
    );
  };

  // A reply reports all of its anomalies at once: draw them once.
  let due = false;
  const renderSoon = () => {
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      render();
    });
  };

  render();
  return {
    add(anomaly) {
      const key = JSON.stringify([anomaly.action, anomaly.path, anomaly.problem]);
      const count = (seen.get(key)?.count ?? 0) + anomaly.count;
      seen.delete(key);
      seen.set(key, { ...anomaly, count });
      renderSoon();
    },
  };
}

function row({ action, path, problem, count }) {
  return el(
    "tr",
    {},
    el("td", { class: "number" }, String(count)),
    el("td", {}, el("code", {}, action)),
    el("td", {}, el("code", {}, path || "(the reply itself)")),
    el("td", {}, problem),
  );
}
