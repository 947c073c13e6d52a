// Records the data: pages of responses as the sandbox sends them, in a folder of their own.

import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sandboxProgram, startSandbox } from "../../support/sandbox.mjs";
import { PAGE_LENGTH } from "./paging.mjs";

/** Enough contacts that they differ. With the traits of its contact, a response has about 1 KB. */
const CONTACTS = 25_000;
const QUERY = `include=all&with_attributes=true&page_length=${PAGE_LENGTH}`;

const fileOf = (folder, number) => join(folder, `${String(number).padStart(3, "0")}.json`);

/**
 * Requests so many pages from a sandbox, unless the folder has exactly these already.
 *
 * @param {string} folder
 * @param {number} count
 */
export async function record(folder, count) {
  const arguments_ = ["--contacts", String(CONTACTS), "--responses", String(count * PAGE_LENGTH)];
  const { size, mtimeMs } = await stat(sandboxProgram());
  const recipe = JSON.stringify({ size, mtimeMs, arguments_, QUERY });
  const made = join(folder, "recipe.json");
  if ((await readFile(made, "utf8").catch(() => "")) === recipe) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const sandbox = await startSandbox(arguments_);
  try {
    let cursor = "";
    for (let number = 1; number <= count; number++) {
      const headers = { authorization: `Bearer ${sandbox.key}` };
      const response = await fetch(`${sandbox.url}/responses?${QUERY}${cursor}`, { headers });
      const bytes = Buffer.from(await response.arrayBuffer());
      const { items, pagination } = JSON.parse(bytes.toString());
      if (items.length !== PAGE_LENGTH) throw new Error(`page ${number} of the sandbox holds ${items.length} responses`);
      await writeFile(fileOf(folder, number), bytes);
      cursor = `&page_cursor=${pagination.next_page_cursor}`;
    }
  } finally {
    await sandbox.stop();
  }
  await writeFile(made, recipe);
}

/** The recorded pages, in order. */
export function readPages(folder, count) {
  return Promise.all(Array.from({ length: count }, (_, index) => readFile(fileOf(folder, index + 1))));
}
