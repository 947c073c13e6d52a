// Starts a browser, watches its page, and controls the sandbox.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { after, test } from "node:test";

import { chromium } from "playwright-core";

export const DEMO = setting("DEMO_URL");
export const SANDBOX = new URL(setting("SANDBOX_URL")).origin;
const ARTIFACTS = setting("ARTIFACTS");
export const KEY = "sandbox-key-00000000000000000000";

const WAIT_MS = 8_000;
const LONGEST_TEST_MS = 20_000;

function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

const ARGUMENTS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
// Chromium's own sandbox refuses to run as root.
if (process.getuid?.() === 0) ARGUMENTS.push("--no-sandbox");

let launched;
const browser = () => (launched ??= chromium.launch({ executablePath: setting("CHROMIUM"), args: ARGUMENTS }));
after(async () => (await launched)?.close());

/**
 * A test with a page of its own and a fresh sandbox. It also fails if the page reports a problem that the test did not
 * expect.
 *
 * @param {string} name
 * @param {(page: import("playwright-core").Page, expected: (problem: RegExp) => void) => Promise<void>} body
 * @param {{ context?: object, path?: string }} [options]
 */
export function demoTest(name, body, { context: settings = {}, path: address = "/" } = {}) {
  test(name, { timeout: LONGEST_TEST_MS }, async () => {
    await control("POST", "reset");
    const context = await (await browser()).newContext({ viewport: { width: 1280, height: 900 }, ...settings });
    try {
      context.setDefaultTimeout(WAIT_MS);
      const page = await context.newPage();
      const problems = await watch(page);
      const expected = [];
      await page.goto(new URL(address, DEMO).href);
      await body(page, (problem) => expected.push(problem));
      problems.push(...(await page.evaluate(() => globalThis.violations)));
      const unexpected = problems.filter((problem) => !expected.some((pattern) => pattern.test(problem)));
      assert.deepEqual(unexpected, [], "the page complained");
    } finally {
      await context.close();
    }
  });
}

/** Collects everything that a page may report as a problem. */
async function watch(page) {
  const problems = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
  await page.addInitScript(() => {
    globalThis.violations = [];
    addEventListener("securitypolicyviolation", (event) => {
      globalThis.violations.push(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return problems;
}

async function control(method, what, body) {
  const reply = await fetch(`${SANDBOX}/_sandbox/${what}`, {
    method,
    headers: body ? { "content-type": "application/json" } : {},
    body: body && JSON.stringify(body),
  });
  assert.equal(reply.status, 200, `${method} ${what}: ${await reply.clone().text()}`);
  return reply.json();
}

/** Sets the faults for the next requests. */
export const faults = (...list) => control("POST", "faults", list);

/** The requests that the sandbox received at this path of /v1, oldest first. */
export async function received(at) {
  const { requests } = await control("GET", "requests");
  return requests.filter(({ path }) => path === `/v1${at}`);
}

/** The queries of the requested lists, oldest first. */
export async function queries() {
  return (await received("/responses")).map(({ query }) => Object.fromEntries(new URLSearchParams(query)));
}

/** The sandbox's own answer, for comparison. */
export async function fromSandbox(query, at = "responses") {
  const reply = await fetch(`${SANDBOX}/v1/${at}?${new URLSearchParams(query)}`, {
    headers: { authorization: `Bearer ${KEY}` },
  });
  assert.equal(reply.status, 200);
  return reply.json();
}

/** The parts of the page that the tests use. */
export const on = (page) => ({
  signIn: page.locator("#sign-in"),
  gateway: page.locator("#gateway"),
  tracker: page.locator("#tracker"),
  identify: page.locator("#identify"),
  track: page.locator("#track"),
  responses: page.locator("#responses"),
  results: page.locator("#results"),
  rows: page.locator("#results tbody tr:not(.skeleton)"),
  said: page.locator(".pager-status"),
  pager: page.getByRole("navigation", { name: "Pages of responses" }),
  insights: page.locator("#insights"),
  announcer: page.locator("#announcer"),
});

/** Waits until the table shows the result of the last request, in this state. */
export const settled = (page, state = "shown") =>
  page.locator(`#results[aria-busy="false"][data-state="${state}"]`).waitFor();

/** Waits until the element has this text. */
export async function says(locator, text) {
  await locator.filter({ hasText: text }).first().waitFor();
}

/** @param {import("playwright-core").Page} page */
export async function picture(page, name, options = {}) {
  await mkdir(ARTIFACTS, { recursive: true });
  await page.screenshot({ path: path.join(ARTIFACTS, `demo-${name}.png`), animations: "disabled", ...options });
}
