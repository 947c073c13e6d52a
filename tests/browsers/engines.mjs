// The three browser engines, and how each is started.

import assert from "node:assert/strict";
import { startBrowser } from "../support/webdriver.mjs";

/** Without their sandbox, Chromium's processes start as root too; everything opened here is of this machine. */
const CHROMIUM = { "goog:chromeOptions": { args: ["--headless", "--no-sandbox", "--disable-dev-shm-usage"], binary: process.env.CHROMIUM } };
const FIREFOX = { "moz:firefoxOptions": { args: ["-headless"] } };

export const BROWSERS = {
  Chromium: { driver: "CHROMEDRIVER", capabilities: CHROMIUM, is: /^chrom/ },
  Firefox: { driver: "GECKODRIVER", capabilities: FIREFOX, is: /^firefox/ },
  WebKit: { driver: "WEBKIT_DRIVER", capabilities: {}, is: /^MiniBrowser/ },
};

/**
 * Starts one.
 *
 * @param {keyof BROWSERS} name
 */
export async function startEngine(name) {
  const { driver, capabilities, is } = BROWSERS[name];
  const program = process.env[driver];
  assert.ok(program, `${driver} is not set: run \`cargo xtask test browsers\``);
  const browser = await startBrowser(program, capabilities);
  assert.match(browser.name, is);
  console.log(browser.name);
  return browser;
}
