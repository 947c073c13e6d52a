// The yardstick: native programs that count the same pages (tests/bench/native), to know how far a module is from the machine.

import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { KIND_NAMES, pagesOf } from "./data/kinds.mjs";

const FULL = 9;
const QUICK = 1;

/**
 * @param {string} program
 * @param {string} scratch
 * @param {boolean} quick
 * @returns {Promise<{ [kind: string]: { bytes: number, times: { [program: string]: number[] } } }>} Milliseconds for all pages of a kind, by round.
 */
export async function measureYardstick(program, scratch, quick) {
  const folder = join(scratch, "kinds");
  await rm(folder, { recursive: true, force: true });
  for (const kind of KIND_NAMES) {
    await mkdir(join(folder, kind), { recursive: true });
    for (const [index, page] of pagesOf(kind).entries()) await writeFile(join(folder, kind, `${index}.json`), page);
  }
  const { stdout } = await promisify(execFile)(program, [folder, String(quick ? QUICK : FULL)]);
  await rm(folder, { recursive: true });
  return JSON.parse(stdout);
}
