// Checks what a consumer played, and notes that it did.

import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ASKED, checkAnswers } from "../../support/answers.mjs";
import { KEY, startSandbox } from "../../support/sandbox.mjs";
import { ROWS } from "./rows.mjs";

/** What a server or a program plays. @param {string} url The sandbox. */
export const settingsFor = (url) => JSON.stringify({ options: { baseUrl: url, apiKey: KEY }, asked: ASKED });

/** A sandbox of the size that every consumer plays with. */
export const smallSandbox = () => startSandbox(["--contacts", "20", "--responses", "100"]);

/**
 * Compares what a consumer played with the sandbox's data.
 *
 * @param {string} url The sandbox.
 * @param {any} played
 */
export async function checkPlayed(url, { tracked, first, listed, synced, ...answers }) {
  assert.equal(answers.failed, undefined, JSON.stringify(answers));
  assert.deepEqual(tracked, { message: "ok" });
  const direct = await fetch(`${url}/responses?include=all&page_length=1000`, { headers: { Authorization: `Bearer ${KEY}` } });
  const expected = (await direct.json()).items.map(({ uuid }) => uuid);
  assert.equal(expected.length, 100);
  assert.deepEqual(listed, expected);
  assert.equal(first, 30);
  assert.equal(synced, 100);
  await checkAnswers(url, answers);
}

/**
 * Notes that a row passed, for the table in the README.
 *
 * @param {string} row
 * @param {Record<string, string>} versions
 */
export async function note(row, versions) {
  assert.ok(row in ROWS, `${row} is not in the list of rows`);
  const folder = process.env.CONSUMERS_REPORT;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  const date = new Date().toISOString().slice(0, 10);
  await writeFile(join(folder, `${row}.json`), JSON.stringify({ versions, date }));
}

/** The installed versions of a consumer's tools. @param {string} folder @param {string[]} names */
export async function versionsOf(folder, names) {
  const version = async (name) => [name, JSON.parse(await readFile(join(folder, "node_modules", name, "package.json"), "utf8")).version];
  return Object.fromEntries(await Promise.all(names.map(version)));
}
