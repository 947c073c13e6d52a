// A failed call: what happened, the facts, and what to do about it.
import { isRefinerError } from "../refiner.js";
import { el } from "./dom.js";

/** What to do, by the kind of failure. */
const ADVICE = {
  config: "The client of this page is set up wrongly. Correct the options it is made with.",
  input: "Correct the input. Nothing was sent.",
  auth: "The key was not accepted. Check which environment it belongs to, and whether it was replaced.",
  permission: "The key is fine, and may not do this. Ask whoever manages the account, or check the plan.",
  not_found: "What was asked for does not exist, or no longer. Check the identifiers.",
  conflict: "It clashes with what is there already. Read it again and decide anew.",
  rate_limited: "Too much was asked in a short time. Wait, then try again.",
  rejected: "Refiner understood, and would not do it. Read what it says, and change the request.",
  server: "Refiner could not do it just now. Try again in a moment.",
  network:
    "The request or its reply was lost on the way. Check the connection (and that the sandbox runs), then try again.",
  timeout: "It took longer than allowed. Try again, or ask for less at once.",
  aborted: "It was called off. Try again if it is still wanted.",
  redirect: "The server points elsewhere, which is not followed, to keep the key where it is. Check the base address.",
  too_large: "The reply is longer than allowed. Ask for shorter pages.",
  decode: "The reply is not what Refiner sends. Something in between, such as a proxy, may have answered.",
};

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

/** @param {{ pages: number, items: number }} progress of a list that was walked through */
function farText({ pages, items }) {
  if (pages === 0) return "nothing read yet";
  return `${items.toLocaleString("en")} responses on ${pages === 1 ? "1 page" : `${pages} pages`}`;
}

/** @param {number} ms */
function waitText(ms) {
  return ms < 1000 ? `${ms} ms` : `${Number((ms / 1000).toFixed(1))} s (${ms} ms)`;
}
