// A browser, driven through WebDriver (https://www.w3.org/TR/webdriver2), as far as the tests of a page need it.

import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { once } from "node:events";

/** How long a driver may take to start, and a script to end. */
const START_MS = 30_000;
const SCRIPT_MS = 60_000;

/** A port that is free now. Drivers take one as an argument. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}

/**
 * Starts a driver, and through it a browser.
 *
 * @param {string} driver The driver's program.
 * @param {object} capabilities What the driver is asked for.
 */
export async function startBrowser(driver, capabilities) {
  const port = await freePort();
  // A group of its own, so that what the driver started ends with it.
  const child = spawn(driver, [`--port=${port}`], { stdio: "ignore", detached: true });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const end = async () => {
    try {
      process.kill(-Number(child.pid), "SIGKILL");
    } catch {
      // It has ended by itself.
    }
    await ended;
  };
  const command = async (method, path, body) => {
    const init = body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...init });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${path}: ${value.error}: ${value.message}`);
    return value;
  };
  try {
    await answers(() => command("GET", "/status"), ended);
    const { sessionId, capabilities: is } = await command("POST", "/session", { capabilities: { alwaysMatch: capabilities } });
    const session = `/session/${sessionId}`;
    await command("POST", `${session}/timeouts`, { script: SCRIPT_MS });
    return {
      /** Its name and version, as it says itself. */
      name: `${is.browserName} ${is.browserVersion}`,
      /** @param {string} url */
      open: (url) => command("POST", `${session}/url`, { url }),
      /**
       * Runs the body of an async function in the page, and returns what it returns.
       *
       * @param {string} body
       * @param {unknown[]} args They are the function's `arguments`.
       */
      run(body, ...args) {
        const script = `const [done] = [...arguments].slice(-1), args = [...arguments].slice(0, -1);
          (async function () { ${body} }).apply(undefined, args).then((value) => done({ value }), (error) => done({ failed: error + "\\n" + error.stack }));`;
        return command("POST", `${session}/execute/async`, { script, args }).then(({ value, failed }) => {
          if (failed !== undefined) throw new Error(failed);
          return value;
        });
      },
      async stop() {
        await command("DELETE", session).finally(end);
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Asks until there is an answer: a driver says nothing when it is ready. */
async function answers(ask, ended) {
  let over = false;
  ended.then(() => (over = true));
  for (const until = Date.now() + START_MS; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    try {
      return await ask();
    } catch (error) {
      if (over || Date.now() > until) throw new Error("the driver does not answer", { cause: error });
    }
  }
}
