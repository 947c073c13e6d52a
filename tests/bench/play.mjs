// Runs the benchmark rows that fit into one process, the same in every runtime.

import { contest } from "./contest.mjs";
import { call } from "./contestants/call.mjs";
import { csv } from "./contestants/csv.mjs";
import { list } from "./contestants/list.mjs";
import { summary } from "./contestants/summary.mjs";
import { listOf } from "./data/paging.mjs";

export const ROWS = { call, list, summary, csv };

/** Asks this runtime to collect garbage, if it was started with that option. */
const collector = globalThis.gc ?? (globalThis.Bun && (() => globalThis.Bun.gc(true)));

/**
 * @param {string[]} names
 * @param {Uint8Array[]} recorded
 * @param {boolean} quick
 */
export async function play(names, recorded, quick) {
  const found = {};
  for (const name of names) {
    const row = ROWS[name];
    found[name] = await contest(row, listOf(recorded.slice(0, row.pages)), { quick, gc: collector });
  }
  return found;
}
