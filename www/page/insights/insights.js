// The insights: reads summaries for what is chosen, and shows them as figures.
import { announce } from "../parts/announce.js";
import { byId, isEnabled, setEnabled } from "../parts/dom.js";
import { failureView } from "../parts/failure.js";
import { progressView } from "../parts/progress.js";
import { choicesForm } from "./choices.js";
import { startExport } from "./export.js";
import { figuresView } from "./figures.js";
import { readAnswers } from "./read.js";
import { readChoices } from "./surveys.js";
import { counted, scoreText } from "./words.js";

/** @param {import("/pkg/index.js").Refiner} client */
export function startInsights(client) {
  const start = byId("insights-start");
  const open = byId("insights-open");
  const trouble = byId("insights-trouble");
  const region = byId("insights-figures");
  const figures = figuresView(region);
  /** @type {AbortController | undefined} */
  let running;
  const progress = progressView(byId("insights-reading"), "Counting", () => running?.abort());

  // Lazy: a page that is only looked at sends no requests for this.
  const begin = async () => {
    if (!isEnabled(open)) return;
    setEnabled(open, false);
    start.setAttribute("aria-busy", "true");
    trouble.replaceChildren();
    try {
      const choices = await readChoices(client);
      if (choices.surveys.length === 0) {
        trouble.textContent = "There is no survey with a question that is answered by a score.";
        return;
      }
      form.offer(choices);
      startExport(client, form);
      start.hidden = true;
      byId("insights-survey").focus();
    } catch (error) {
      trouble.replaceChildren(failureView(error, begin));
      announce(`The surveys could not be loaded: ${error instanceof Error ? error.message : error}`);
    } finally {
      start.setAttribute("aria-busy", "false");
      setEnabled(open, true);
    }
  };

  const count = async (chosen) => {
    if (running) return;
    running = new AbortController();
    const { signal } = running;
    setEnabled(form.button, false);
    region.setAttribute("aria-busy", "true");
    progress.begin("Counting…");
    try {
      const started = performance.now();
      const answers = await readAnswers(client, chosen, { signal, onProgress: progress.show });
      await figures.show(chosen, answers);
      settle("shown", doneText(answers, performance.now() - started));
      announce(`${chosen.question.kind.name}: ${scoreText(chosen.question.kind, answers.months.metrics[0])}.`);
    } catch (error) {
      if (signal.aborted) {
        settle("cancelled", `Cancelled. ${figures.isEmpty() ? "" : "The figures are the previous ones."}`);
        announce("Cancelled.");
      } else {
        figures.failed(error, () => count(chosen));
        settle("failed");
        announce(`It could not be counted: ${error instanceof Error ? error.message : error}`);
      }
    } finally {
      running = undefined;
    }
  };

  const settle = (state, said) => {
    // The cancel button is removed; keep the focus.
    if (progress.holdsFocus()) form.button.focus();
    if (state === "shown") progress.done(said);
    else if (state === "cancelled") progress.stopped(said);
    else progress.hide();
    setEnabled(form.button, true);
    region.dataset.state = state;
    region.setAttribute("aria-busy", "false");
  };

  const form = choicesForm((chosen) => void count(chosen));
  open.addEventListener("click", begin);
}

/** @param {import("./read.js").Answers} answers @param {number} ms */
function doneText({ months, parts }, ms) {
  const pages = months.pages + (parts?.pages ?? 0);
  return `Counted ${counted(months.items, "response")} from ${counted(pages, "page")} in ${Math.max(1, Math.round(ms))} ms.`;
}
