// What consumers play, and the check of what they played.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ASKED, checkAnswers } from "../../support/answers.mjs";
import { KEY, startSandbox } from "../../support/sandbox.mjs";

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

/** The installed versions of a consumer's tools. @param {string} folder @param {string[]} names */
export async function versionsOf(folder, names) {
  const version = async (name) => [name, JSON.parse(await readFile(join(folder, "node_modules", name, "package.json"), "utf8")).version];
  return Object.fromEntries(await Promise.all(names.map(version)));
}
