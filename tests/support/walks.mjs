// All ways to walk a list in bulk behind one interface, so that the same tests apply to each; and hand-written lists.

import { readTable } from "./csv.mjs";
import { page, raw, scripted } from "./scripted.mjs";

/** An item for either list. Its name is also an answer, because a summary does not show uuids. */
export const item = (name) => ({ uuid: name, data: { name }, attributes: { name } });

/** The body of the page `number` of `last`. */
export const leaf = (items, number = 1, last = 1) =>
  page(items, { current_page: number, last_page: last, next_page_cursor: number < last ? `c-${number + 1}` : null });

/** The same as text, with the items given as JSON text. */
export const written = (items, number = 1, last = 1) => JSON.stringify(leaf([], number, last)).replace('"items":[]', () => `"items":${items}`);

/**
 * A fetch that answers with the page of its cursor. A page is a list of names, or a whole body, or a function that
 * makes one.
 *
 * @param {...(string[] | string | Uint8Array | ((url: string, init: any) => any))} pages
 */
export function list(...pages) {
  return scripted((url, init) => {
    const number = Number((new URL(url).searchParams.get("page_cursor") ?? "c-1").slice(2));
    const found = pages[number - 1];
    if (typeof found === "function") return found(url, init);
    return Array.isArray(found) ? Response.json(leaf(found.map(item), number, pages.length)) : raw(found)();
  });
}

/** The names `from` to `to` of items. */
export const names = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => `r-${from + index}`);

/** Finds the items in the text of a file, even of one that ended in an error. */
const FOUND = {
  csv: (text) => (text === "" ? [] : readTable(text).rows.map(({ uuid }) => uuid)),
  ndjson: (text) => {
    if (text !== "" && !text.endsWith("\n")) throw new Error("a line was begun and not ended");
    return text.split("\n").slice(0, -1).map((line) => JSON.parse(line)?.uuid);
  },
  json: (text, error) => JSON.parse(error ? `${text || "["}]` : text).map((item) => item?.uuid),
};

const file = (method, format) => async (client, query, options = {}) => {
  const chunks = [];
  let error;
  try {
    for await (const chunk of client[method](query, { format, ...options })) chunks.push(chunk);
  } catch (thrown) {
    error = thrown;
  }
  const text = Buffer.concat(chunks).toString();
  return { error, text, uuids: FOUND[format](text, error) };
};

/** Each returns what it gave, and the error that it ended with. A summary that fails gives only the error. */
export const WAYS = {
  async summary(client, query, options = {}) {
    try {
      const report = await client.summarizeResponses(query, { metrics: ["count"], group_by: { answer: "name" }, ...options });
      return { report, uuids: report.groups?.flatMap(({ key, items }) => Array(items).fill(key)) };
    } catch (error) {
      return { error, uuids: [] };
    }
  },
  csv: file("exportResponses", "csv"),
  ndjson: file("exportResponses", "ndjson"),
  json: file("exportResponses", "json"),
  "csv of contacts": file("exportContacts", "csv"),
  "ndjson of contacts": file("exportContacts", "ndjson"),
  "json of contacts": file("exportContacts", "json"),
};

/** A sync continues from its checkpoint, not from a cursor. */
export async function sync(client, options = {}, call) {
  const running = client.syncResponses(options, call);
  const given = [];
  let error;
  try {
    for await (const response of running) given.push(response);
  } catch (thrown) {
    error = thrown;
  }
  return { error, given, uuids: given.map((response) => response?.uuid), checkpoint: running.checkpoint };
}
