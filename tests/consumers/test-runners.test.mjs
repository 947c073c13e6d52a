// Test runners, whose environments are neither a browser nor Node: Jest with jsdom, and Vitest with fake timers.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { ASKED } from "../support/answers.mjs";
import { note } from "../support/note.mjs";
import { KEY } from "../support/sandbox.mjs";
import { consumer, execute } from "./support/consumer.mjs";
import { checkPlayed, settingsFor, smallSandbox, versionsOf } from "./support/played.mjs";

let sandbox;
before(async () => {
  sandbox = await smallSandbox();
});
after(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const JEST = { jest: "30.5.2", "jest-environment-jsdom": "30.5.2", "jest-fixed-jsdom": "0.0.11" };

/** What is played where there is a document: jsdom looks like a page. */
const pageSettingsOf = () => JSON.stringify({ options: { baseUrl: sandbox.url, token: KEY }, asked: ASKED });

/** Runs the tests of a folder. */
const jest = (folder) =>
  execute(folder, "node", ["--experimental-vm-modules", "node_modules/jest/bin/jest.js"], { SETTINGS: pageSettingsOf() });

test("Jest with jsdom", async () => {
  const folder = await consumer("jest", JEST, {
    "jest.config.json": JSON.stringify({ testEnvironment: "jest-fixed-jsdom", testEnvironmentOptions: { customExportConditions: ["node"] }, transform: {} }),
    "play.test.js": `
import { writeFileSync } from "node:fs";
import { Refiner } from "refiner-wasm";
import { play } from "./play.mjs";
test("plays", async () => {
  expect(document.body).toBeDefined();
  writeFileSync("played.json", JSON.stringify(await play(Refiner, JSON.parse(process.env.SETTINGS))));
});`,
  });
  await jest(folder);
  await checkPlayed(sandbox.url, JSON.parse(await readFile(join(folder, "played.json"), "utf8")));
  await note("jest", await versionsOf(folder, ["jest", "jest-fixed-jsdom"]));
});

test("Jest with jsdom as it is: what only imports the package works, and a call says what is missing", async () => {
  const folder = await consumer("jest", JEST, {
    "jest.config.json": JSON.stringify({ testEnvironment: "jsdom", transform: {} }),
    "import.test.js": `
import { Refiner, isRefinerError } from "refiner-wasm";
import { Refiner as Static } from "refiner-wasm/static";
test("imports", async () => {
  expect(typeof TextDecoder).toBe("undefined");
  for (const Each of [Refiner, Static]) {
    const error = await new Each({ baseUrl: "https://gateway.example", token: "t" }).trackEvent({ id: "u", event: "e" }).catch((error) => error);
    expect(isRefinerError(error)).toBe(true);
    expect(error.kind).toBe("config");
    expect(error.message).toMatch(/this runtime has no TextDecoder/);
  }
});`,
  });
  await jest(folder);
});

const VITEST = { vitest: "5.1.1", jsdom: "31.0.1" };

test("Vitest with jsdom", async () => {
  const folder = await consumer("vitest", VITEST, {
    "play.test.js": `
// @vitest-environment jsdom
import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Refiner } from "refiner-wasm";
import { play } from "./play.mjs";
test("plays", async () => {
  expect(document.body).toBeDefined();
  writeFileSync("played.json", JSON.stringify(await play(Refiner, JSON.parse(process.env.SETTINGS))));
});`,
  });
  await execute(folder, "vitest", ["run", "--reporter=dot"], { SETTINGS: pageSettingsOf() });
  await checkPlayed(sandbox.url, JSON.parse(await readFile(join(folder, "played.json"), "utf8")));
  await note("vitest-jsdom", await versionsOf(folder, ["vitest", "jsdom"]));
});

test("Vitest with fake timers", async () => {
  const folder = await consumer("vitest", VITEST, {
    "play.test.js": `
import { writeFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { Refiner } from "refiner-wasm";
import { play } from "./play.mjs";
const settings = JSON.parse(process.env.SETTINGS);
afterEach(() => vi.useRealTimers());

test("a wait passes as fast as the test wants, once the module is loaded", async () => {
  const replies = [new Response("{}", { status: 503, headers: { "retry-after": "20" } }), Response.json({ message: "ok" })];
  const refiner = new Refiner({ apiKey: "any-key", fetch: async () => replies.shift() });
  await refiner.preload();
  vi.useFakeTimers();
  const tracked = refiner.trackEvent({ id: "u", event: "e" });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await tracked).toEqual({ message: "ok" });
});

test("plays", async () => {
  await new Refiner(settings.options).preload({ insight: true });
  vi.useFakeTimers();
  writeFileSync("played.json", JSON.stringify(await play(Refiner, settings)));
});`,
  });
  await execute(folder, "vitest", ["run", "--reporter=dot"], { SETTINGS: settingsFor(sandbox.url) });
  await checkPlayed(sandbox.url, JSON.parse(await readFile(join(folder, "played.json"), "utf8")));
  await note("vitest", await versionsOf(folder, ["vitest"]));
});
