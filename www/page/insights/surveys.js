// The choices: surveys with a question whose answers are scores, and attributes of contacts.
import { kindOf } from "./kinds.js";

/**
 * @typedef {object} Question
 * @property {string} identifier
 * @property {string} label
 * @property {import("./kinds.js").Kind} kind
 */

/** @typedef {{ uuid: string, name: string, questions: Question[] }} Survey */
/** @typedef {{ name: string, isShort: boolean }} Attribute `isShort` when it has few different values */

const SAMPLE = 200;
const FEW_VALUES = 12;

/**
 * @param {import("/pkg/index.js").Refiner} client
 * @returns {Promise<{ surveys: Survey[], attributes: Attribute[] }>}
 */
export async function readChoices(client) {
  const [forms, contacts] = await Promise.all([
    client.listForms({ list: "all_with_archived", include_info: true, include_config: true, page_length: 1000 }),
    client.listContacts({ page_length: SAMPLE }),
  ]);
  return { surveys: surveysOf(forms.items), attributes: attributesOf(contacts.items) };
}

/** Those with the most responses first. @returns {Survey[]} */
function surveysOf(forms) {
  // Refiner may send a count as text.
  const size = (form) => Number(form.responses_count) || 0;
  return [...forms]
    .sort((one, other) => size(other) - size(one))
    .map((form) => ({ uuid: form.uuid, name: nameOf(form), questions: questionsOf(form) }))
    .filter(({ questions }) => questions.length > 0);
}

function nameOf({ name, uuid, archived_at, published_at }) {
  const state = archived_at ? " (archived)" : published_at ? "" : " (draft)";
  return `${name || uuid}${state}`;
}

/** The format of a config may change: anything unexpected is skipped. @returns {Question[]} */
function questionsOf({ config }) {
  const questions = Array.isArray(config?.questions) ? config.questions : [];
  return questions.flatMap((question) => {
    const kind = typeof question?.identifier === "string" ? kindOf(question) : undefined;
    return kind
      ? [{ identifier: question.identifier, label: String(question.label ?? question.identifier), kind }]
      : [];
  });
}

/** The attributes of a sample of contacts, the most common first. Attributes with a different value for everybody are left out. */
function attributesOf(contacts) {
  /** @type {Map<string, { count: number, values: Set<string> }>} */
  const seen = new Map();
  for (const contact of contacts) {
    for (const [name, value] of Object.entries(contact?.attributes ?? {})) {
      if (value === null) continue;
      const entry = seen.get(name) ?? { count: 0, values: new Set() };
      entry.count += 1;
      entry.values.add(String(value));
      seen.set(name, entry);
    }
  }
  return [...seen]
    .filter(([, { count, values }]) => values.size > 1 && values.size * 2 <= count)
    .sort(([one, { count: first }], [other, { count: second }]) => second - first || one.localeCompare(other))
    .map(([name, { values }]) => ({ name, isShort: values.size <= FEW_VALUES }));
}
