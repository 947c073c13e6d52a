// Pages in Chromium. Their server also passes on what they send to Refiner, as a gateway would.

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { ASKED } from "../../support/answers.mjs";
import { KEY } from "../../support/sandbox.mjs";

const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".html": "text/html", ".json": "application/json" };

/** What a page must allow: its own scripts, and WebAssembly. */
const policy = ({ script = "", wasm = "'wasm-unsafe-eval'" } = {}) =>
  `default-src 'none'; connect-src 'self'; worker-src 'self'; script-src 'self' ${wasm} ${script}`;

const PAGE_MS = 60_000;

/** Chromium, and its settings. */
export function browserOptions() {
  const executablePath = process.env.CHROMIUM;
  if (!executablePath) throw new Error("CHROMIUM is not set");
  // Chromium's own sandbox refuses to run as root.
  const args = ["--disable-gpu", "--no-first-run", "--disable-background-networking", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];
  return { executablePath, args };
}

/** Chromium's version, for the notes. */
export async function chromiumVersion() {
  const { stdout } = await promisify(execFile)(browserOptions().executablePath, ["--version"]);
  return { Chromium: /\d+(\.\d+)+/.exec(stdout)?.[0] ?? stdout };
}

/** What a page plays, given its own address: it has a token for a gateway, not a key. */
export const pageSettings = (origin) => ({ options: { baseUrl: `${origin}/v1`, token: KEY }, asked: ASKED });

/**
 * Answers a request of a page for Refiner, from the sandbox.
 *
 * @param {string} sandbox
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 */
async function pass(sandbox, request, response) {
  const { authorization, "content-type": type } = request.headers;
  const body = request.method === "POST" ? await Readable.toWeb(request) : undefined;
  const init = { method: request.method, body, duplex: "half", headers: { ...(authorization && { authorization }), ...(type && { "content-type": type }) } };
  const answer = await fetch(new URL(String(request.url), sandbox), init);
  response.writeHead(answer.status, { "content-type": String(answer.headers.get("content-type")) });
  response.end(Buffer.from(await answer.arrayBuffer()));
}

/**
 * Serves a folder to pages, under a strict policy, and what is under `/v1` from the sandbox.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} folder
 * @param {string} sandbox
 * @param {{ script?: string, wasm?: string }} [allowed] Another source of scripts that the policy allows, and what it says of WebAssembly.
 */
export async function serveFolder(t, folder, sandbox, allowed) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(String(request.url), "http://page");
    const answer = async () => {
      if (pathname.startsWith("/v1/")) return pass(sandbox, request, response);
      if (pathname === "/settings.json") {
        response.setHeader("content-type", "application/json");
        return response.end(JSON.stringify(pageSettings(`http://${request.headers.host}`)));
      }
      const file = normalize(join(folder, pathname === "/" ? "index.html" : decodeURIComponent(pathname)));
      if (!file.startsWith(folder + sep)) throw new Error("outside");
      const bytes = await readFile(file);
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "text/plain", "content-security-policy": policy(allowed) });
      return response.end(bytes);
    };
    answer().catch((error) => response.writeHead(404).end(String(error)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  t.after(() => (server.closeAllConnections(), server.close()));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return `http://127.0.0.1:${port}`;
}

/**
 * Opens a page, and returns what it set as `globalThis.played`.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} url
 */
export async function playPage(t, url) {
  const browser = await chromium.launch(browserOptions());
  t.after(() => browser.close());
  const page = await browser.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await page.goto(url);
  const played = await page.waitForFunction(() => globalThis.played, undefined, { timeout: PAGE_MS }).catch((error) => {
    throw new Error(`the page did not finish: ${problems.join("\n")}`, { cause: error });
  });
  return played.jsonValue();
}
