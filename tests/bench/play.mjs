// Runs the benchmark rows that fit into one process, the same in every runtime.

import { contest } from "./contest.mjs";
import { call } from "./contestants/call.mjs";
import { csv } from "./contestants/csv.mjs";
import { list } from "./contestants/list.mjs";
import { summary } from "./contestants/summary.mjs";
import { KIND_NAMES, pagesOf } from "./data/kinds.mjs";
import { listOf } from "./data/paging.mjs";

export const ROWS = { call, list, summary, csv };

/** A quick run reads so many pages of each kind. */
const QUICK_PAGES = 4;

/** Asks this runtime to collect garbage, if it was started with that option. */
const collector = globalThis.gc ?? (globalThis.Bun && (() => globalThis.Bun.gc(true)));

/**
 * The times of each row on each kind of page. A row without pages has one kind, without a name.
 *
 * @param {string[]} names
 * @param {boolean} quick
 */
export async function play(names, quick) {
  const found = {};
  for (const name of names) {
    /** @type {import("./contest.mjs").Row} */
    const row = ROWS[name];
    found[name] = {};
    for (const kind of row.kinds ? KIND_NAMES : [""]) {
      const pages = kind ? pagesOf(kind) : [];
      const again = kind !== "" && kind !== KIND_NAMES[0];
      found[name][kind] = await contest(row, quick ? listOf(pages.slice(0, QUICK_PAGES)) : pages, { quick, again, gc: collector });
    }
  }
  return found;
}
