// Hand-written rows for the CSV libraries, with the same columns and cells as our own file.

const FIXED = [
  "uuid",
  "form.uuid",
  "form.name",
  "state",
  "first_shown_at",
  "last_shown_at",
  "completed_at",
  "first_data_reception_at",
  "last_data_reception_at",
  "received_at",
  "dismissed_at",
  "show_counter",
  "contact.uuid",
  "contact.remote_id",
  "contact.email",
  "contact.display_name",
  "contact.account.uuid",
  "contact.account.remote_id",
  "contact.account.display_name",
  "contact.account.domain",
  "tags",
];

/** The questions and traits of a page, in order of appearance. */
export function columnsOf({ items }) {
  const questions = new Set();
  const traits = new Set();
  for (const { data, contact } of items) {
    for (const question in data) questions.add(question);
    for (const trait in contact.attributes) traits.add(trait);
  }
  return { questions: [...questions], traits: [...traits] };
}

export function headerOf({ questions, traits }) {
  const found = [...questions.map((name) => `data.${name}`), ...traits.map((name) => `contact.attributes.${name}`)];
  return [...FIXED, ...found, "other"];
}

/** One row per response. */
export function rowsOf({ items }, { questions, traits }) {
  return items.map((item) => {
    const { form, contact, data, tags } = item;
    const { account, attributes } = contact;
    const row = [
      item.uuid,
      form.uuid,
      form.name,
      stateOf(item),
      item.first_shown_at,
      item.last_shown_at,
      item.completed_at,
      item.first_data_reception_at,
      item.last_data_reception_at,
      item.received_at,
      item.dismissed_at,
      item.show_counter,
      contact.uuid,
      contact.remote_id,
      contact.email,
      contact.display_name,
      account?.uuid,
      account?.remote_id,
      account?.display_name,
      account?.domain,
      tags && joined(tags.map((tag) => (typeof tag === "string" ? tag : tag.name))),
    ];
    for (const question of questions) row.push(cell(data[question]));
    for (const trait of traits) row.push(cell(attributes?.[trait]));
    // Values that belong to no column; these pages have none.
    row.push("");
    return row;
  });
}

function stateOf({ completed_at, last_data_reception_at, data }) {
  if (completed_at) return "completed";
  if (last_data_reception_at) return "partial";
  for (const question in data) if (data[question] !== null && data[question] !== "") return "partial";
  return "viewed";
}

/** A score such as -2. As text, the libraries would guard it; as a number they do not, and neither do we. */
const NEGATIVE = /^-\d+$/;

function cell(value) {
  if (typeof value === "string") return NEGATIVE.test(value) ? Number(value) : value;
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? "true" : "false";
  return Array.isArray(value) ? joined(value) : value;
}

const joined = (list) => list.map((item) => String(item).replace(/[;\\]/g, "\\$&")).join("; ");
