// The area below the filters, in one of four states: loading, a table, nothing found, failed.
import { announce } from "../parts/announce.js";
import { byId, el, isEnabled, setEnabled } from "../parts/dom.js";
import { failureView } from "../parts/failure.js";
import { responseTable } from "./table.js";

/**
 * @param {object} handlers
 * @param {() => void} handlers.onPrevious
 * @param {() => void} handlers.onNext
 * @param {() => void} handlers.onMore
 * @param {() => void} handlers.onRetry
 * @param {() => void} handlers.onClear
 */
export function resultsView({ onPrevious, onNext, onMore, onRetry, onClear }) {
  const region = byId("results");
  const table = responseTable();
  const notice = el("div", { class: "results-notice" });
  const status = el("p", { class: "pager-status" });
  const button = (label, onPress, extra = {}) => {
    const made = el("button", { type: "button", ...extra, click: () => isEnabled(made) && onPress() }, label);
    return made;
  };
  const previous = button("Previous", onPrevious);
  const next = button("Next", onNext);
  const more = button("Load more", onMore);
  const pager = el(
    "nav",
    { class: "pager", "aria-label": "Pages of responses" },
    status,
    el("div", { class: "buttons" }, previous, next, more),
  );
  region.append(el("div", { class: "progress", "aria-hidden": "true" }), table.element, notice, pager);

  const settle = (state) => {
    region.dataset.state = state;
    region.setAttribute("aria-busy", "false");
    table.element.hidden = table.rows() === 0;
  };

  // The pressed button is gone: move the focus to the result.
  const replaceNotice = (...nodes) => {
    const held = notice.contains(document.activeElement);
    notice.replaceChildren(...nodes);
    if (held) region.focus({ preventScroll: true });
  };

  const buttons = ({ mode, hasPrevious = false, hasNext = false }) => {
    previous.hidden = next.hidden = mode === "more";
    more.hidden = mode === "pages";
    setEnabled(previous, hasPrevious);
    setEnabled(next, hasNext);
    setEnabled(more, hasNext);
  };

  return {
    loading(mode) {
      region.dataset.state = "loading";
      region.setAttribute("aria-busy", "true");
      // The old rows stay until new ones arrive, so that nothing jumps. Without rows, a skeleton is shown.
      if (table.rows() === 0 || table.element.hidden) table.skeleton();
      table.element.hidden = false;
      replaceNotice();
      buttons({ mode });
      status.textContent = "Loading…";
    },

    /** @param {{ items: object[], add: boolean, said: string, mode: string, hasPrevious: boolean, hasNext: boolean }} page */
    show({ items, add, said, ...place }) {
      if (add) table.add(items);
      else table.show(items);
      replaceNotice();
      buttons(place);
      settle("shown");
      status.textContent = said;
      announce(said);
    },

    /** @param {{ said: string, hint: string, mode: string, clearable: boolean, hasPrevious: boolean }} what */
    empty({ said, hint, clearable, ...place }) {
      table.clear();
      replaceNotice(
        el(
          "div",
          { class: "empty" },
          el("p", { class: "empty-title" }, said),
          el("p", {}, hint),
          clearable
            ? el("p", { class: "buttons" }, el("button", { type: "button", click: onClear }, "Show all responses"))
            : null,
        ),
      );
      buttons(place);
      settle("empty");
      status.textContent = "";
      announce(`${said} ${hint}`);
    },

    /** @param {unknown} error @param {{ keep: boolean, mode: string }} how `keep` leaves the current rows */
    failed(error, { keep, mode }) {
      if (!keep) table.clear();
      replaceNotice(failureView(error, onRetry));
      buttons({ mode });
      settle("failed");
      status.textContent = "";
      announce(`The responses could not be loaded: ${error instanceof Error ? error.message : error}`);
    },

    /** Scrolls to the first row, unless it is visible. */
    toTop() {
      if (region.getBoundingClientRect().top < 0) region.scrollIntoView({ block: "start" });
    },
  };
}
