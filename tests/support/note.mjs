// Notes that the package passed somewhere, for the table in the README.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROWS } from "./consumer-rows.mjs";

/**
 * @param {string} row
 * @param {Record<string, string>} versions Of what the package was tried with, by name.
 */
export async function note(row, versions) {
  assert.ok(row in ROWS, `${row} is not in the list of rows`);
  // Set by `cargo xtask test`.
  const folder = process.env.CONSUMERS_REPORT;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  const date = new Date().toISOString().slice(0, 10);
  await writeFile(join(folder, `${row}.json`), JSON.stringify({ versions, date }));
}
