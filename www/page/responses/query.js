// The query: filters and the place in the list. It is kept in the address, and becomes the input of `listResponses`.

export const PAGE_LENGTHS = [10, 25, 50, 100, 250];
const INCLUDES = ["completed", "partials", "all"];
const TEXTS = ["form_uuid", "date_range_start", "date_range_end", "search"];

/**
 * @typedef {object} Query
 * @property {string} form_uuid
 * @property {"completed" | "partials" | "all"} include
 * @property {string} date_range_start
 * @property {string} date_range_end
 * @property {string} search
 * @property {number} page_length
 * @property {"pages" | "more"} mode pages by number, or more rows by cursor
 * @property {number} page
 */

/** @type {Readonly<Query>} */
export const DEFAULTS = Object.freeze({
  form_uuid: "",
  include: "completed",
  date_range_start: "",
  date_range_end: "",
  search: "",
  page_length: 25,
  mode: "pages",
  page: 1,
});

/** @param {string} search the query of the address; invalid values are ignored */
export function fromAddress(search) {
  const said = new URLSearchParams(search);
  /** @type {any} */
  const query = { ...DEFAULTS };
  for (const name of TEXTS) query[name] = said.get(name) ?? "";
  if (INCLUDES.includes(said.get("include") ?? "")) query.include = said.get("include");
  if (PAGE_LENGTHS.includes(Number(said.get("page_length")))) query.page_length = Number(said.get("page_length"));
  if (said.get("mode") === "more") query.mode = "more";
  const page = Number(said.get("page"));
  if (query.mode === "pages" && Number.isSafeInteger(page) && page > 0) query.page = page;
  return /** @type {Query} */ (query);
}

/** @param {Query} query keeps only what differs from the default */
export function toAddress(query) {
  const differing = Object.entries(query).filter(([name, value]) => value !== DEFAULTS[name]);
  const text = new URLSearchParams(differing.map(([name, value]) => [name, String(value)])).toString();
  return text ? `?${text}` : "";
}

/** @param {Query} query whether it filters */
export function isFiltered(query) {
  return query.include !== DEFAULTS.include || TEXTS.some((name) => query[name] !== "");
}

/**
 * The input for `listResponses`.
 *
 * @param {Query} query
 * @param {string} [cursor] beats the page
 */
export function toInput(query, cursor) {
  const texts = TEXTS.filter((name) => query[name] !== "").map((name) => [name, query[name]]);
  const place = cursor ? { page_cursor: cursor } : query.mode === "pages" ? { page: query.page } : {};
  return { ...Object.fromEntries(texts), include: query.include, page_length: query.page_length, ...place };
}
