// A form for one call: previews the request, sends it, and shows the outcome.
import { announce } from "../parts/announce.js";
import { el, isEnabled, setEnabled } from "../parts/dom.js";
import { outcomeView } from "../parts/outcome.js";
import { planView } from "../parts/plan.js";
import { isRefinerError } from "../refiner.js";

/**
 * @typedef {object} Reading
 * @property {object} input the input of the call
 * @property {{ message: string, field: HTMLElement }} [problem] a problem that only the form can see, such as an invalid number
 */

/**
 * @param {object} wiring
 * @param {import("/pkg/index.js").Refiner} wiring.client
 * @param {HTMLFormElement} wiring.form
 * @param {string} wiring.action
 * @param {(input: object, options: { signal: AbortSignal }) => Promise<object>} wiring.call
 * @param {() => Reading} wiring.read
 * @param {(path: string) => HTMLElement | null} wiring.fieldAt the field for the path of an input error
 */
export function startActionForm({ client, form, action, call, read, fieldAt }) {
  const card = /** @type {HTMLElement} */ (form.closest(".card"));
  const part = (name) => /** @type {HTMLElement} */ (card.querySelector(`[data-part="${name}"]`));
  const plan = planView(part("plan"), client, action);
  const outcome = outcomeView(part("outcome"));
  const submit = /** @type {HTMLElement} */ (form.querySelector("[type=submit]"));
  const cancel = el("button", { type: "button", hidden: true, click: () => running?.abort() }, "Cancel");
  part("buttons").append(cancel);
  /** @type {AbortController | undefined} */
  let running;

  const refresh = () => {
    clearMarks(form);
    const { input, problem } = read();
    void plan.show(input, problem);
  };

  const send = async () => {
    if (running) return;
    const { input, problem } = read();
    if (problem) {
      refuse(problem.message, problem.field);
      return;
    }
    running = new AbortController();
    const { signal } = running;
    setBusy(true);
    outcome.busy();
    const start = performance.now();
    try {
      const reply = await call(input, { signal });
      outcome.reply(reply, performance.now() - start);
      announce("Done. Refiner accepted it.");
    } catch (error) {
      if (signal.aborted) {
        outcome.cancelled();
        announce("Cancelled.");
      } else {
        failed(error);
      }
    } finally {
      running = undefined;
      setBusy(false);
    }
  };

  const failed = (error) => {
    const wrongInput = isRefinerError(error) && error.kind === "input";
    // A wrong input stays wrong: offer no retry.
    outcome.failure(error, wrongInput ? undefined : retry);
    announce(`It failed: ${error instanceof Error ? error.message : error}`);
    const field = wrongInput && fieldAt(error.path ?? "");
    if (field) mark(field, error.message.replace(`${action}: `, ""));
  };

  const retry = () => {
    // The pressed button is about to be removed.
    submit.focus();
    void send();
  };

  const refuse = (message, field) => {
    mark(field, message);
    announce(message);
  };

  const setBusy = (busy) => {
    setEnabled(submit, !busy);
    cancel.hidden = !busy;
    if (!busy && document.activeElement === document.body) submit.focus();
  };

  form.addEventListener("input", refresh);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isEnabled(submit)) void send();
  });
  refresh();
  return { refresh };
}

/** Shows the problem at its field, and focuses the field. */
function mark(field, message) {
  clearMarks(/** @type {HTMLFormElement} */ (field.closest("form")));
  const id = "field-problem";
  const described = field.getAttribute("aria-describedby");
  field.dataset.describedBy = described ?? "";
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", [id, described].filter(Boolean).join(" "));
  document.getElementById(id)?.remove();
  const place = field.closest(".trait") ?? field;
  place.after(el("span", { class: "field-problem", id }, message));
  field.focus();
}

/** @param {HTMLFormElement} form */
function clearMarks(form) {
  for (const problem of form.querySelectorAll(".field-problem")) problem.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    const described = /** @type {HTMLElement} */ (field).dataset.describedBy;
    if (described) field.setAttribute("aria-describedby", described);
    else field.removeAttribute("aria-describedby");
  }
}
