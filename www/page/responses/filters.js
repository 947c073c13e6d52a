// The form above the table. Reports each change at once, but waits a moment while someone types.
import { byId, el } from "../parts/dom.js";
import { DEFAULTS, PAGE_LENGTHS } from "./query.js";

const TYPING_MS = 300;
const ANOTHER = "another";

/**
 * @param {import("./query.js").Query} query the initial query
 * @param {(filters: Omit<import("./query.js").Query, "page">) => void} onChange
 */
export function startFilters(query, onChange) {
  const form = /** @type {HTMLFormElement} */ (byId("filters"));
  const field = (name) => /** @type {any} */ (form.elements.namedItem(name));
  const survey = /** @type {HTMLSelectElement} */ (byId("filter-form"));
  const uuidField = byId("filter-uuid-field");
  const problem = byId("filters-problem");
  survey.append(
    el("option", { value: "" }, "All surveys"),
    el("optgroup", { label: "Seen so far" }),
    el("option", { value: ANOTHER }, "Another, by its UUID…"),
  );
  const seen = /** @type {HTMLElement} */ (survey.querySelector("optgroup"));
  seen.hidden = true;
  byId("filter-length").append(...PAGE_LENGTHS.map((length) => el("option", { value: length }, String(length))));

  const write = (values) => {
    for (const name of ["search", "date_range_start", "date_range_end", "include", "mode"])
      field(name).value = values[name];
    field("page_length").value = String(values.page_length);
    const isSeen = [...survey.options].some((option) => option.value === values.form_uuid);
    survey.value = isSeen ? values.form_uuid : ANOTHER;
    field("form_uuid").value = isSeen ? "" : values.form_uuid;
    uuidField.hidden = isSeen;
  };

  const read = () => ({
    form_uuid: survey.value === ANOTHER ? field("form_uuid").value.trim() : survey.value,
    include: field("include").value,
    date_range_start: field("date_range_start").value,
    date_range_end: field("date_range_end").value,
    search: field("search").value.trim(),
    page_length: Number(field("page_length").value),
    mode: field("mode").value,
  });

  let reported = "";
  const tell = () => {
    clearTimeout(typing);
    const wrong = whatIsWrong(field("date_range_start"), field("date_range_end"));
    problem.hidden = !wrong;
    problem.textContent = wrong;
    const values = read();
    // An incomplete date is not sent. The button sends the same query again.
    if (wrong || JSON.stringify(values) === reported) return;
    reported = JSON.stringify(values);
    onChange(values);
  };

  let typing = 0;
  form.addEventListener("input", (event) => {
    if (!["search", "form_uuid"].includes(/** @type {HTMLInputElement} */ (event.target).name)) return;
    clearTimeout(typing);
    typing = setTimeout(tell, TYPING_MS);
  });
  form.addEventListener("change", () => {
    uuidField.hidden = survey.value !== ANOTHER;
    tell();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    reported = "";
    tell();
  });
  const clear = () => {
    write(DEFAULTS);
    // Sent even if no filter was set: the list may be on another page.
    reported = "";
    tell();
  };
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    clear();
  });

  write(query);
  reported = JSON.stringify(read());
  return {
    clear,
    /** @param {{ uuid?: unknown, name?: unknown }[]} forms adds the surveys that replies mention */
    offer(forms) {
      for (const { uuid, name } of forms) {
        if (typeof uuid !== "string" || uuid === "" || [...survey.options].some((option) => option.value === uuid))
          continue;
        const option = el("option", { value: uuid }, typeof name === "string" && name ? name : uuid);
        const after = [...seen.children].find((other) => String(other.textContent) > String(option.textContent));
        seen.insertBefore(option, after ?? null);
        seen.hidden = false;
        // The survey has a name now, not only a UUID. Do not replace it while someone types.
        const typed = field("form_uuid");
        if (survey.value === ANOTHER && typed.value.trim() === uuid && document.activeElement !== typed) {
          survey.value = uuid;
          typed.value = "";
          uuidField.hidden = true;
        }
      }
    },
  };
}

/** @param {HTMLInputElement} from @param {HTMLInputElement} to */
function whatIsWrong(from, to) {
  if (!from.validity.valid || !to.validity.valid) return "One of the dates is not complete.";
  if (from.value && to.value && from.value >= to.value) return "The range ends before it begins.";
  return "";
}
