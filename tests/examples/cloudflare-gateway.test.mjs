// examples/cloudflare-gateway as a newcomer uses it: copied, with the packed package installed, run by wrangler, and its README followed.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { KEY, startSandbox } from "../support/sandbox.mjs";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const WRANGLER = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
const SECRET = "a-secret-of-these-tests-0123456789abcdef";

let folder;
let sandbox;
let worker;
let address;

/** wrangler, so that it sends nothing anywhere and writes nothing outside. */
const settings = () => ({
  cwd: folder,
  env: { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_LOG_PATH: join(folder, "logs"), CLOUDFLARE_CF_FETCH_ENABLED: "false", NO_COLOR: "1", CI: "1" },
});
const wrangler = (...words) => run(process.execPath, [WRANGLER, ...words], settings());

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "refiner-example-"));
  await cp(join(ROOT, "examples/cloudflare-gateway"), folder, { recursive: true });
  await mkdir(join(folder, "node_modules"));
  for (const name of ["refiner-wasm", "jose", "typescript"]) await symlink(join(ROOT, "tests/node_modules", name), join(folder, "node_modules", name), "dir");
  const filled = { REFINER_API_KEY: KEY, GATEWAY_SECRET: SECRET };
  const example = await readFile(join(folder, ".dev.vars.example"), "utf8");
  await writeFile(join(folder, ".dev.vars"), example.replace(/^(\w+)=$/gm, (_, name) => `${name}=${filled[name]}`));
  sandbox = await startSandbox(["--contacts", "5", "--responses", "20"]);
});
after(async () => {
  worker?.kill("SIGTERM");
  if (worker) await once(worker, "exit");
  await sandbox?.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => sandbox.reset());

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** `wrangler dev`, as the README says, with the sandbox in the place of Refiner. */
async function started() {
  if (address) return address;
  const port = await freePort();
  const words = ["dev", "--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0", "--var", `REFINER_BASE_URL:${sandbox.url}`];
  worker = spawn(process.execPath, [WRANGLER, ...words, "--show-interactive-dev-session=false"], { ...settings(), stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  for await (const line of createInterface({ input: worker.stdout })) {
    said.push(line);
    const ready = /Ready on (http:\S+)/.exec(line);
    if (ready) return (address = ready[1]);
  }
  throw new Error(`wrangler ended:\n${said.join("\n")}`);
}

/** The requests that the sandbox received, as soon as there is one: an event may go through the queue. */
async function arrived() {
  for (;;) {
    const requests = await sandbox.requests();
    if (requests.length > 0) return requests;
  }
}

test("wrangler deploys it as it stands", async () => {
  const { stdout } = await wrangler("deploy", "--dry-run", "--outdir", "built");
  for (const binding of ["REFINER_ONCE", "REFINER_PACE", "REFINER_USER_LIMIT", "REFINER_ADDRESS_LIMIT", "REFINER_QUEUE"]) {
    assert.match(stdout, new RegExp(`env\\.${binding} `));
  }
});

test("the committed types are those that wrangler writes, and the Worker fits them", async () => {
  const written = "worker-configuration.d.ts";
  const committed = await readFile(join(folder, written), "utf8");
  await wrangler("types", "--include-runtime=false");
  assert.equal(await readFile(join(folder, written), "utf8"), committed);
  await wrangler("types", "--include-env=false", "runtime.d.ts");
  await run(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"], { cwd: folder });
});

test("each binding is described where the deploy button reads it", async () => {
  const { cloudflare } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const types = await readFile(join(folder, "worker-configuration.d.ts"), "utf8");
  const bindings = [...types.matchAll(/^\t\t([A-Z_]+):/gm)].map(([, name]) => name);
  assert.deepEqual(Object.keys(cloudflare.bindings).sort(), bindings.sort());
  for (const { description } of Object.values(cloudflare.bindings)) assert.ok(description.length > 20);
});

test("the README's first event arrives, as the user of the token", async () => {
  const url = await started();
  const readme = await readFile(join(folder, "README.md"), "utf8");
  const commands = /```sh\n(TOKEN=[\s\S]*?)```/.exec(readme)[1].replace("http://localhost:8787", url).replace("curl ", "curl --silent --show-error --fail ");
  const { stdout } = await run("sh", ["-ec", commands], { cwd: folder });
  const answer = JSON.parse(stdout);
  const shown = /The answer is `(\{.*?\})`/.exec(readme)[1];
  assert.deepEqual(answer, JSON.parse(shown));
  const [{ path, headers, body }] = await arrived();
  assert.deepEqual([path, headers.authorization, JSON.parse(body)], ["/v1/track-event", `Bearer ${KEY}`, { event: "Upgraded", id: "u-1" }]);
});

test("a page of the allowed origin may use it, and another one may not", async () => {
  const url = await started();
  const preflight = (origin) =>
    fetch(`${url}/r/track-event`, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type" },
    });
  const allowed = await preflight("http://localhost:3000");
  assert.equal(allowed.headers.get("access-control-allow-origin"), "http://localhost:3000");
  const other = await preflight("http://localhost:3001");
  assert.equal(other.headers.get("access-control-allow-origin"), null);
  assert.deepEqual(await sandbox.requests(), []);
});
