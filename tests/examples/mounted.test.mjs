// The gateway below an app of its own: under Hono in workerd and in Node, in a route handler of Next.js, and in an endpoint of SvelteKit.
// Each is started as its README says.

import { after, before, beforeEach, test } from "node:test";
import { execute } from "../consumers/support/consumer.mjs";
import { serve } from "../consumers/support/server.mjs";
import { startSandbox } from "../support/sandbox.mjs";
import { example } from "./support/example.mjs";
import { lasting } from "./support/lasting.mjs";
import { goThrough } from "./support/passage.mjs";
import { AT_HOME, devArguments } from "./support/wrangler.mjs";

let sandbox;
before(async () => {
  sandbox = await startSandbox(["--contacts", "5", "--responses", "20"]);
});
after(() => sandbox.stop());
beforeEach(() => sandbox.reset());

/** What a server in Node is told: where it listens, and that the sandbox is Refiner. */
const place = (port) => ({ HOST: "127.0.0.1", PORT: String(port), REFINER_BASE_URL: sandbox.url });

const HONO = { from: ".dev.vars.example", to: ".dev.vars" };

test("Hono, in workerd", async (t) => {
  const its = lasting((end) => t.after(end));
  const folder = await example(its, "gateway-hono", HONO);
  await execute(folder, "npm", ["run", "deploy", "--", "--dry-run"], AT_HOME);
  const { url } = await serve(its, folder, "npm", (port) => ["run", "dev", "--", ...devArguments(port, sandbox.url)], () => AT_HOME);
  await goThrough(url, sandbox);
});

test("Hono, in Node", async (t) => {
  const its = lasting((end) => t.after(end));
  const folder = await example(its, "gateway-hono", HONO);
  const { url } = await serve(its, folder, "npm", () => ["start"], place);
  await goThrough(url, sandbox);
});

test("Next.js", async (t) => {
  const its = lasting((end) => t.after(end));
  const folder = await example(its, "gateway-next", { from: ".env.example", to: ".env.local" });
  await execute(folder, "npm", ["run", "build"]);
  const { url } = await serve(its, folder, "npm", (port) => ["start", "--", "-H", "127.0.0.1", "-p", String(port)], place);
  await goThrough(url, sandbox);
});

test("SvelteKit", async (t) => {
  const its = lasting((end) => t.after(end));
  const folder = await example(its, "gateway-sveltekit", { from: ".env.example", to: ".env" });
  await execute(folder, "npm", ["run", "build"]);
  const { url } = await serve(its, folder, "npm", () => ["start"], place);
  await goThrough(url, sandbox);
});
