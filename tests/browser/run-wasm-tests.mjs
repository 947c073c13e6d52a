// Opens the page of wasm-bindgen's test runner, waits for its result, and prints it.
//
//   CHROMIUM=/path/to/chromium node run-wasm-tests.mjs http://127.0.0.1:1234

import { chromium } from "playwright-core";

const LONGEST_MS = 120_000;

const address = process.argv[2];
const executablePath = process.env.CHROMIUM;
if (!address || !executablePath) {
  console.error("usage: CHROMIUM=/path/to/chromium node run-wasm-tests.mjs ADDRESS");
  process.exit(2);
}

// Chromium's sandbox refuses to run as root, and everything opened here was built on this machine.
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
let output = "";
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.log(`page error: ${error.message}`));
  await page.goto(address);
  const text = () => page.textContent("#output");
  try {
    await page.waitForFunction(() => /test result: /.test(document.querySelector("#output")?.textContent ?? ""), null, {
      timeout: LONGEST_MS,
    });
  } finally {
    output = (await text()) ?? "";
    console.log(output.trimEnd());
  }
} catch (error) {
  console.error(`the tests came to no result: ${error.message}`);
} finally {
  await browser.close();
}
process.exitCode = /test result: ok\./.test(output) ? 0 : 1;
