// The table of consumers, from what passed.

import { ROWS } from "../../support/consumer-rows.mjs";

const [BEGIN, END] = ["<!-- consumers:begin -->", "<!-- consumers:end -->"];

/** @typedef {{ versions: Record<string, string>, date: string }} Result */

/**
 * @param {Record<string, Result>} results
 * @returns {string} The table in Markdown.
 */
export function tableOf(results) {
  /** @type {Map<string, { cells: string[], versions: string[], dates: string[] }>} */
  const lines = new Map();
  for (const [id, { where, entry = "refiner-wasm", needs = "", with: by }] of Object.entries(ROWS)) {
    const { versions, date } = results[id];
    const cells = [where, `\`${entry}\``, needs];
    const line = lines.get(cells.join()) ?? { cells, versions: [], dates: [] };
    lines.set(cells.join(), line);
    const version = Object.entries(versions).map(([name, version]) => (line.versions.length === 0 ? `${name} ${version}` : version)).join(", ");
    line.versions.push(by ? `${version} (${by})` : version);
    line.dates.push(date);
  }
  const body = [...lines.values()].map(({ cells, versions, dates }) => `| ${[...cells, versions.join(", "), dates.sort()[0]].join(" | ")} |`);
  return ["| where | import | what it needs | passed with | on |", "| --- | --- | --- | --- | --- |", ...body].join("\n");
}

/** A document with its table replaced. @param {string} document @param {string} table */
export function withTable(document, table) {
  const [before, rest] = document.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`there is no ${BEGIN} … ${END}`);
  return `${before}${BEGIN}\n\n${table}\n\n${END}${after}`;
}
