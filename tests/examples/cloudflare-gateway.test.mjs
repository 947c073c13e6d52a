// examples/cloudflare-gateway as a newcomer uses it: deployed as far as that goes without an account, and its README followed.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { execute } from "../consumers/support/consumer.mjs";
import { serve } from "../consumers/support/server.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { example } from "./support/example.mjs";
import { lasting } from "./support/lasting.mjs";
import { goThroughPreflights } from "./support/passage.mjs";
import { APP_SERVER, blockOf } from "./support/readme.mjs";
import { AT_HOME, devArguments } from "./support/wrangler.mjs";

const TSC = createRequire(import.meta.url).resolve("typescript/bin/tsc");

let folder;
let sandbox;
let worker;
let readme;
const whole = lasting(after);

const wrangler = (...words) => execute(folder, "wrangler", words, AT_HOME);

/** `npx wrangler dev`, as the README says, with the sandbox in the place of Refiner. */
const dev = (t) => serve(t, folder, "npx", (port) => ["wrangler", "dev", ...devArguments(port, sandbox.url)], () => AT_HOME);

before(async () => {
  sandbox = await startSandbox(["--contacts", "5", "--responses", "20"]);
  whole.after(() => sandbox.stop());
  folder = await example(whole, "cloudflare-gateway", { from: ".dev.vars.example", to: ".dev.vars" });
  readme = await readFile(join(folder, "README.md"), "utf8");
});
beforeEach(() => sandbox.reset());

/** What the sandbox received: the path, who sent it, and what it says. */
const received = async () => (await sandbox.requests()).map(({ path, headers, body }) => [path, headers.authorization, JSON.parse(body)]);

/** Sends the README's first event, and returns the answer's status and JSON. @param {string} url */
async function firstEvent(url) {
  const commands = blockOf(readme, "sh", "TOKEN=").replace("http://localhost:8787", url).replace("curl ", "curl --silent --show-error -w '\\n%{http_code}' ");
  const [body, status] = (await execute(folder, "sh", ["-ec", commands])).split("\n").slice(-2);
  return [Number(status), JSON.parse(body)];
}

test("wrangler deploys it as it stands", async () => {
  const printed = await wrangler("deploy", "--dry-run", "--outdir", "built");
  for (const binding of ["REFINER_ONCE", "REFINER_PACE", "REFINER_USER_LIMIT", "REFINER_ADDRESS_LIMIT", "REFINER_QUEUE", "REFINER_DEAD_LETTERS"]) {
    assert.match(printed, new RegExp(`env\\.${binding} `));
  }
});

test("the committed types are those that wrangler writes, and the Worker fits them", async () => {
  const written = join(folder, "worker-configuration.d.ts");
  const committed = await readFile(written, "utf8");
  await execute(folder, "npm", ["run", "types"], AT_HOME);
  assert.equal(await readFile(written, "utf8"), committed);
  await execute(folder, "node", [TSC, "-p", "tsconfig.json"]);
});

test("each binding is described where the deploy button reads it", async () => {
  const { cloudflare } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const types = await readFile(join(folder, "worker-configuration.d.ts"), "utf8");
  const bindings = [...types.matchAll(/^\t+([A-Z_]+):/gm)].map(([, name]) => name);
  assert.deepEqual(Object.keys(cloudflare.bindings).sort(), bindings.sort());
  for (const { description } of Object.values(cloudflare.bindings)) assert.match(description, /^[A-Z].{20,}\.$/);
});

test("the README's first event is answered at once, and arrives as the user of the token", async () => {
  worker = await dev(whole);
  const [, answer, status] = /The answer is `(\{.*?\})`, with status (\d+)/.exec(readme);
  const [, shown] = /shows its delivery:\n`(.*?)`/.exec(readme);
  const delivered = worker.prints(shown);
  assert.deepEqual(await firstEvent(worker.url), [Number(status), JSON.parse(answer)]);
  await delivered;
  assert.deepEqual(await received(), [["/v1/track-event", `Bearer ${KEY}`, { event: "Upgraded", id: "u-1" }]]);
  assert.doesNotMatch(worker.printed(), /types might be out of date/);
});

test("an event stays in the queue while Refiner refuses the key, as the README says, and is delivered after that", async () => {
  await sandbox.faults({ kind: "status", status: 401, body: { error: "API key not valid or does not exist" } });
  const [, shown] = /stays in the queue, and the first terminal shows `(.*?)`/.exec(readme);
  const later = worker.prints(shown);
  const delivered = worker.prints('"delivered":1,');
  await firstEvent(worker.url);
  await later;
  await delivered;
  assert.deepEqual((await received()).map(([, , body]) => body.event), ["Upgraded", "Upgraded"]);
});

test("the README's server and page: an event arrives as the user who is signed in", async (t) => {
  await writeFile(join(folder, "server.mjs"), APP_SERVER.replace("// the README's", blockOf(readme, "js", 'app.get("/refiner-token"')));
  const server = await serve(t, folder, "node", (port) => ["--env-file=.dev.vars", "server.mjs", String(port)]);
  const page = blockOf(readme, "js", "new Refiner(")
    .replace("https://refiner-gateway.YOUR-NAME.workers.dev", worker.url)
    .replace('"/refiner-token"', JSON.stringify(`${server.url}/refiner-token`));
  await writeFile(join(folder, "page.mjs"), page);
  const delivered = worker.prints('"delivered":1,');
  await execute(folder, "node", ["page.mjs"]);
  await delivered;
  assert.deepEqual(await received(), [["/v1/track-event", `Bearer ${KEY}`, { event: "Upgraded", id: "u-1" }]]);
});

test("a page of the allowed origin may use it, and another one may not", async () => {
  await goThroughPreflights(`${worker.url}/r`, "http://localhost:3000");
  assert.deepEqual(await sandbox.requests(), []);
});

test("without its queues, as the README says, an event is sent while the page waits", async (t) => {
  const path = join(folder, "wrangler.jsonc");
  const text = await readFile(path, "utf8");
  const without = text.replace(/^ {2}"queues": \{[^]*?^ {2}\},\n/m, "");
  assert.notEqual(without, text);
  t.after(() => writeFile(path, text));
  await writeFile(path, without);
  const { url } = await dev(t);
  const [, answer, status] = /Refiner's own answer,\n`(\{.*?\})` with status (\d+)/.exec(readme);
  assert.deepEqual(await firstEvent(url), [Number(status), JSON.parse(answer)]);
  assert.deepEqual((await sandbox.requests()).map(({ path }) => path), ["/v1/track-event"]);
});
