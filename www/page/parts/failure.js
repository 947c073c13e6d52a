// Shows a failed call: what happened, the facts, and what to do.
import { isRefinerError } from "../refiner.js";
import { ADVICE } from "./advice.js";
import { el } from "./dom.js";

const UNKNOWN =
  "This is not a failed call but a fault in the page, or a file that could not be loaded. Reload the page.";

/**
 * @param {unknown} error
 * @param {() => void} [retry] adds a button
 */
export function failureView(error, retry) {
  const known = isRefinerError(error);
  return el(
    "div",
    { class: "failure" },
    el("p", { class: "failure-kind" }, el("code", {}, known ? error.kind : "error")),
    el("p", { class: "failure-message" }, error instanceof Error ? error.message : String(error)),
    known ? facts(error) : null,
    el(
      "p",
      { class: "failure-advice" },
      el("strong", {}, "What to do: "),
      known ? (ADVICE[error.kind] ?? "") : UNKNOWN,
    ),
    retry ? el("p", { class: "buttons" }, el("button", { type: "button", click: retry }, "Try again")) : null,
  );
}

/** @param {import("/pkg/index.js").RefinerError} error */
function facts(error) {
  const rows = [
    ["Status", error.status === undefined ? "none" : String(error.status)],
    ["Attempts", String(error.attempts)],
    ["Retry after", error.retryAfterMs === undefined ? "not said" : waitText(error.retryAfterMs)],
    ...(error.path ? [["Path", error.path]] : []),
    ...(error.progress ? [["Got as far as", farText(error.progress)]] : []),
  ];
  return el(
    "dl",
    { class: "facts" },
    ...rows.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))),
  );
}

/** @param {{ pages: number, items: number }} progress how far the walk through the list got */
function farText({ pages, items }) {
  if (pages === 0) return "nothing read yet";
  return `${items.toLocaleString("en")} responses on ${pages === 1 ? "1 page" : `${pages} pages`}`;
}

/** @param {number} ms */
function waitText(ms) {
  return ms < 1000 ? `${ms} ms` : `${Number((ms / 1000).toFixed(1))} s (${ms} ms)`;
}
