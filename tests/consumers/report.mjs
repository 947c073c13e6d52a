// A program: collects what the suites noted, and writes it to results.json and into the README's table.
//
//   node report.mjs NOTES

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROWS } from "../support/consumer-rows.mjs";
import { tableOf, withTable } from "./support/table.mjs";

const README = new URL("../../README.md", import.meta.url);

const results = {};
for (const row of Object.keys(ROWS)) {
  const text = await readFile(join(process.argv[2], `${row}.json`), "utf8").catch(() => {
    throw new Error(`${row} did not pass, or was not tried`);
  });
  results[row] = JSON.parse(text);
}
await writeFile(new URL("results.json", import.meta.url), `${JSON.stringify(results, undefined, 2)}\n`);
await writeFile(README, withTable(await readFile(README, "utf8"), tableOf(results)));
