// Shows the state of a call: not started, running, a reply, or a failure.
import { el } from "./dom.js";
import { failureView } from "./failure.js";
import { jsonView } from "./json.js";

/** @param {HTMLElement} parent */
export function outcomeView(parent) {
  const body = el("div", { class: "outcome" });
  parent.append(body);
  const show = (state, ...nodes) => {
    body.dataset.state = state;
    body.setAttribute("aria-busy", String(state === "busy"));
    body.replaceChildren(...nodes);
  };
  const view = {
    idle: () => show("idle", el("p", { class: "quiet" }, "Nothing sent yet.")),
    busy: () => show("busy", el("p", { class: "quiet" }, "Sending…")),
    cancelled: () => show("idle", el("p", { class: "quiet" }, "Cancelled. Refiner may have received it anyway.")),
    /** @param {unknown} reply @param {number} ms */
    reply: (reply, ms) =>
      show(
        "ok",
        el("p", { class: "outcome-ok" }, el("strong", {}, "Done"), ` in ${Math.max(1, Math.round(ms))} ms`),
        jsonView(reply),
      ),
    /** @param {unknown} error @param {() => void} [retry] */
    failure: (error, retry) => show("failed", failureView(error, retry)),
  };
  view.idle();
  return view;
}
