// A site with the tracker and its gateway, and a browser.

import { after, test } from "node:test";
import { chromium } from "playwright-core";
import { realGateway } from "../support/tracker/real-gateway.mjs";
import { openSite } from "../support/tracker/site.mjs";

const WAIT_MS = 10_000;

export const ARGUMENTS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"];
// Chromium's own sandbox refuses to run as root.
if (process.getuid?.() === 0) ARGUMENTS.push("--no-sandbox");

let launched;
/** With the back-forward cache, which Playwright turns off. */
const browser = () =>
  (launched ??= chromium.launch({ executablePath: process.env.CHROMIUM, args: ARGUMENTS, ignoreDefaultArgs: ["--disable-back-forward-cache"] }));
after(async () => (await launched)?.close());

/**
 * A test with a site and a browser of its own.
 *
 * @param {string} name
 * @param {(stage: { site: object, context: import("playwright-core").BrowserContext, visit: (path?: string) => Promise<import("playwright-core").Page> }) => Promise<void>} body
 * @param {{ timeout?: number, init?: () => void, gateway?: ReturnType<typeof realGateway> }} [options] `init` runs in each page first.
 */
export function pageTest(name, body, { timeout = 60_000, init, gateway = realGateway() } = {}) {
  test(name, { timeout }, async () => {
    const site = await openSite(gateway);
    const context = await (await browser()).newContext();
    context.setDefaultTimeout(WAIT_MS);
    try {
      if (init) await context.addInitScript(init);
      const visit = async (path = "/") => {
        const page = await context.newPage();
        await page.goto(site.url + path);
        await page.waitForFunction(() => globalThis.ready);
        return page;
      };
      await body({ site, context, visit });
    } finally {
      await context.close();
      await site.close();
    }
  });
}

/** The sums of a page, which must add up. */
export async function sums(page) {
  const stats = await page.evaluate(() => globalThis.tracker.stats());
  if (stats.tracked !== stats.delivered + stats.dropped + stats.dead + stats.queued) throw new Error(`the sums do not add up: ${JSON.stringify(stats)}`);
  return stats;
}

/** Waits until nothing is queued. */
export async function drained(page) {
  await page.evaluate(async () => {
    do await globalThis.tracker.flush();
    while ((await globalThis.tracker.stats()).queued > 0);
  });
  return sums(page);
}
