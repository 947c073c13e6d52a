// The form above the figures: which survey, which question, which attribute, which days.
import { byId, el } from "../parts/dom.js";

/**
 * @typedef {object} Chosen
 * @property {import("./surveys.js").Survey} survey
 * @property {import("./surveys.js").Question} question
 * @property {string} attribute empty for none
 * @property {string} from empty for none
 * @property {string} to empty for none
 */

/** @param {(chosen: Chosen) => void} onCount */
export function choicesForm(onCount) {
  const form = /** @type {HTMLFormElement} */ (byId("insights-form"));
  const field = (name) => /** @type {any} */ (form.elements.namedItem(name));
  const problem = byId("insights-problem");
  /** @type {import("./surveys.js").Survey[]} */
  let surveys = [];

  const survey = () => surveys[field("survey").selectedIndex];
  const offerQuestions = () =>
    field("question").replaceChildren(
      ...survey().questions.map(({ identifier, label }) =>
        el("option", { value: identifier }, `${identifier}: ${label}`),
      ),
    );

  const check = () => {
    const said = whatIsWrong(field("from"), field("to"));
    problem.hidden = !said;
    problem.textContent = said;
    return said === "";
  };

  form.addEventListener("change", (event) => {
    if (event.target === field("survey")) offerQuestions();
    check();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = view.chosen();
    if (chosen) onCount(chosen);
  });

  const view = {
    element: form,
    button: /** @type {HTMLElement} */ (form.querySelector("[type=submit]")),

    /** @param {{ surveys: import("./surveys.js").Survey[], attributes: import("./surveys.js").Attribute[] }} choices */
    offer(choices) {
      surveys = choices.surveys;
      field("survey").replaceChildren(...surveys.map(({ uuid, name }) => el("option", { value: uuid }, name)));
      const group = (label, isShort) => {
        const names = choices.attributes.filter((attribute) => attribute.isShort === isShort);
        const options = names.map(({ name }) => el("option", { value: name }, name));
        return options.length > 0 ? [el("optgroup", { label }, ...options)] : [];
      };
      field("attribute").replaceChildren(
        ...group("Few different values", true),
        ...group("Many different values", false),
        el("option", { value: "" }, "Nothing"),
      );
      offerQuestions();
      form.hidden = false;
    },

    /** @returns {Chosen | undefined} undefined if the choice is invalid; the reason is then shown */
    chosen() {
      if (!check()) return undefined;
      return {
        survey: survey(),
        question: survey().questions[field("question").selectedIndex],
        attribute: field("attribute").value,
        from: field("from").value,
        to: field("to").value,
      };
    },
  };
  return view;
}

/** @param {HTMLInputElement} from @param {HTMLInputElement} to */
function whatIsWrong(from, to) {
  if (!from.validity.valid || !to.validity.valid) return "One of the dates is not complete.";
  if (from.value && to.value && from.value >= to.value) return "The range ends before it begins.";
  return "";
}
