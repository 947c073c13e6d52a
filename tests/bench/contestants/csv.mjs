// All pages as one CSV file, page by page from bytes, with the formula guard. The libraries do both with their own
// options.

import { stringify } from "csv-stringify/sync";
import Papa from "papaparse";
import { Refiner } from "refiner-wasm";
import { readCsv } from "../../support/csv.mjs";
import { fetchOf, listOf, PAGE_LENGTH } from "../data/paging.mjs";
import { columnsOf, headerOf, rowsOf } from "./flatten.mjs";
import { settings } from "./ours.mjs";

// csv-stringify does not quote a line feed if records end with CR LF, unless it is told to.
const RFC_4180 = { record_delimiter: "windows", quoted_match: "\n" };
const LIBRARIES = {
  papaparse: (rows) => `${Papa.unparse(rows, { escapeFormulae: true })}\r\n`,
  "csv-stringify": (rows) => stringify(rows, { escape_formulas: true, ...RFC_4180 }),
};
/** On how many pages every cell is compared before the timing: those with short answers. The records of all are counted. */
const COMPARED = 4;

/** Writers of the file, each yielding it in chunks. */
function writersOf(pages) {
  const refiner = new Refiner(settings(fetchOf(pages)));
  const [decoder, encoder] = [new TextDecoder(), new TextEncoder()];
  const by = (stringify) => async (take) => {
    let columns;
    for (const bytes of pages) {
      const page = JSON.parse(decoder.decode(bytes));
      const header = columns ? [] : [headerOf((columns = columnsOf(page)))];
      take(encoder.encode(stringify([...header, ...rowsOf(page, columns)])));
    }
  };
  const ours = async (take) => {
    const reader = refiner.exportResponses({}, { format: "csv" }).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      take(value);
    }
  };
  const libraries = Object.entries(LIBRARIES).map(([name, stringify]) => [`decode, JSON.parse, ${name}`, by(stringify)]);
  return { ...Object.fromEntries(libraries), "refiner-wasm": ours };
}

export const csv = {
  kinds: true,
  rounds: 5,
  repeats: 1,
  make: (pages) => Object.fromEntries(Object.entries(writersOf(pages)).map(([name, write]) => [name, () => write(() => {})])),
  async gists(pages) {
    const [every, few] = [writersOf(pages), writersOf(listOf(pages.slice(0, COMPARED)))];
    const gists = {};
    for (const name of Object.keys(every)) {
      const records = await recordsOf(every[name]);
      if (records !== pages.length * PAGE_LENGTH + 1) throw new Error(`${name} wrote ${records} records`);
      gists[name] = readCsv(await textOf(few[name]));
    }
    return gists;
  },
};

async function textOf(write) {
  const decoder = new TextDecoder();
  let text = "";
  await write((chunk) => (text += decoder.decode(chunk, { stream: true })));
  return text;
}

async function recordsOf(write) {
  let [records, quoted] = [0, false];
  await write((chunk) => {
    for (const byte of chunk) {
      if (byte === 0x22) quoted = !quoted;
      else if (byte === 0x0a && !quoted) records += 1;
    }
  });
  return records;
}
