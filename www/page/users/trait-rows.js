// Rows of traits: a name, a kind of value, a value. They can be added and removed.
import { announce } from "../parts/announce.js";
import { el } from "../parts/dom.js";

const KINDS = { text: "Text", number: "Number", boolean: "True or false" };

/**
 * @param {HTMLElement} parent a fieldset
 * @param {string} prefix keeps the ids of two lists apart
 */
export function traitRows(parent, prefix) {
  /** @type {ReturnType<typeof traitRow>[]} */
  let rows = [];
  let made = 0;
  const list = el("div", { class: "traits" });
  const add = el("button", { type: "button", class: "small", click: () => addRow() }, "Add a trait");
  parent.append(list, add);

  const changed = () => parent.dispatchEvent(new Event("input", { bubbles: true }));

  const addRow = () => {
    made += 1;
    const row = traitRow(`${prefix}-${made}`, () => removeRow(row), changed);
    rows.push(row);
    list.append(row.element);
    row.name.focus();
    changed();
  };

  const removeRow = (row) => {
    const index = rows.indexOf(row);
    rows = rows.filter((other) => other !== row);
    row.element.remove();
    (rows[index] ?? rows[index - 1])?.remove.focus();
    if (rows.length === 0) add.focus();
    announce("Trait removed.");
    changed();
  };

  return {
    /** The traits of the rows. `problem` is the first one that only the form can see. */
    read() {
      /** @type {Record<string, string | number | boolean>} */
      const attributes = {};
      let problem;
      for (const row of rows) {
        const name = row.name.value.trim();
        const { value, wrong } = row.value();
        // An empty row does not count.
        if (name === "" && value === "") continue;
        const complain = (message, field) => (problem ??= { message, field });
        if (name === "") complain("The trait needs a name", row.name);
        else if (Object.hasOwn(attributes, name)) complain(`The trait ${name} is there twice`, row.name);
        else if (wrong) complain(`The trait ${name} is not a number`, row.field());
        // defineProperty, not an assignment: a trait may be called __proto__.
        else Object.defineProperty(attributes, name, { value, enumerable: true });
      }
      return { attributes: Object.keys(attributes).length > 0 ? attributes : undefined, problem };
    },
    /** @param {string} name */
    fieldOf: (name) => rows.find((row) => row.name.value.trim() === name)?.name ?? null,
  };
}

/**
 * @param {string} id
 * @param {() => void} onRemove
 * @param {() => void} changed
 */
function traitRow(id, onRemove, changed) {
  const name = el("input", { id: `${id}-name`, placeholder: "plan" });
  const kind = el(
    "select",
    { id: `${id}-kind`, change: () => swap() },
    ...Object.entries(KINDS).map(([value, label]) => el("option", { value }, label)),
  );
  const text = el("input", { id: `${id}-value`, placeholder: "pro" });
  const truth = el(
    "select",
    { id: `${id}-truth`, hidden: true },
    ...["true", "false"].map((value) => el("option", { value }, value)),
  );
  const label = el("label", { for: text.id }, "Value");
  const remove = el(
    "button",
    {
      type: "button",
      class: "small icon",
      "aria-label": "Remove this trait",
      title: "Remove this trait",
      click: onRemove,
    },
    "×",
  );

  const swap = () => {
    const isTruth = kind.value === "boolean";
    text.hidden = isTruth;
    truth.hidden = !isTruth;
    label.htmlFor = isTruth ? truth.id : text.id;
    text.inputMode = kind.value === "number" ? "decimal" : "text";
    text.placeholder = kind.value === "number" ? "42" : "pro";
    changed();
  };

  const value = () => {
    if (kind.value === "boolean") return { value: truth.value === "true" };
    if (kind.value === "text" || text.value.trim() === "") return { value: text.value, wrong: kind.value === "number" };
    const number = Number(text.value);
    return { value: number, wrong: !Number.isFinite(number) };
  };

  const element = el(
    "div",
    { class: "trait", role: "group", "aria-label": "Trait" },
    el("p", { class: "field" }, el("label", { for: name.id }, "Name"), name),
    el("p", { class: "field" }, el("label", { for: kind.id }, "Kind"), kind),
    el("p", { class: "field" }, label, text, truth),
    remove,
  );
  return { element, name, remove, value, field: () => (kind.value === "boolean" ? truth : text) };
}
