// The Rust Worker of examples/rust-worker, in a real workerd, against the sandbox. The crate's own Rust client makes its
// calls.

import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { KEY, startSandbox } from "../support/sandbox.mjs";

const EXAMPLE = fileURLToPath(new URL("../../examples/rust-worker/", import.meta.url));
// No later than the installed workerd allows.
const COMPATIBILITY_DATE = "2026-04-26";

let folder;
let sandbox;
let worker;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "refiner-rust-worker-"));
  // As Workers are bundled: the .wasm stays a separate file.
  await build({
    entryPoints: [join(EXAMPLE, "worker.mjs")],
    outfile: join(folder, "worker.mjs"),
    bundle: true,
    format: "esm",
    loader: { ".wasm": "copy" },
    logLevel: "error",
  });
  sandbox = await startSandbox(["--contacts", "20", "--responses", "100"]);
  const modules = (await readdir(folder)).filter((name) => name.endsWith(".wasm"));
  const started = new Miniflare({
    modulesRoot: folder,
    modules: [
      { type: "ESModule", path: join(folder, "worker.mjs") },
      ...modules.map((name) => ({ type: "CompiledWasm", path: join(folder, name) })),
    ],
    compatibilityDate: COMPATIBILITY_DATE,
    bindings: { REFINER_API_KEY: KEY, REFINER_BASE_URL: sandbox.url },
    // Otherwise Miniflare looks up its location on the network.
    cf: false,
  });
  await started.ready;
  worker = started;
});
after(async () => {
  await worker?.dispose();
  await sandbox?.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => sandbox.reset());

/** The Worker's reply: its status, and its JSON. */
async function ask(path, init) {
  const reply = await worker.dispatchFetch(`http://worker.example${path}`, init);
  return { status: reply.status, body: await reply.json() };
}

test("identifies a user as Refiner takes it", async () => {
  await sandbox.clear();
  const { status, body } = await ask("/users", { method: "POST", body: JSON.stringify({ id: "u 1", traits: { plan: "pro é 🎉", seats: 7 } }) });
  assert.equal(status, 200);
  assert.match(body.contact_uuid, /^[0-9a-f-]{36}$/);
  const [request, ...others] = await sandbox.requests();
  assert.deepEqual(others, []);
  assert.deepEqual([request.method, request.path], ["POST", "/v1/identify-user"]);
  assert.deepEqual(JSON.parse(request.body), { id: "u 1", plan: "pro é 🎉", seats: 7 });
  assert.equal(request.headers["content-type"], "application/json");
});

test("reads a page of responses into the model", async () => {
  const { status, body } = await ask("/responses");
  assert.equal(status, 200);
  assert.equal(body.answers.length, 10);
  assert.ok(body.total > 10);
  assert.deepEqual(body.anomalies, []);
  assert.ok(body.answers.some((answers) => Object.keys(answers).length > 0));
});

test("an odd reply is read, and its anomalies are reported", async () => {
  const items = [{ uuid: "r-1", data: { q: "\ud800", score: "9" }, extra: true }, { uuid: 7, data: [] }];
  const headers = { "content-type": "application/json" };
  await sandbox.faults({ kind: "status", status: 200, headers, body: JSON.stringify({ items, pagination: { items_count: "2" } }) });
  const { status, body } = await ask("/responses?form=f-1");
  assert.equal(status, 200);
  // An empty list in place of the answers counts as no answers.
  assert.deepEqual(body.answers, [{ q: "\ufffd", score: "9" }, {}]);
  assert.equal(body.total, 2);
  assert.ok(body.anomalies.includes("items[0].data.q") && body.anomalies.includes("items[1].uuid"), `${body.anomalies}`);
});

test("a busy Refiner is asked again, and the wait that it asks for is kept", async () => {
  await sandbox.clear();
  await sandbox.faults({ kind: "status", status: 429, headers: { "retry-after": "1" }, body: "" });
  const begun = performance.now();
  const { status, body } = await ask("/responses");
  assert.deepEqual([status, body.answers?.length], [200, 10], JSON.stringify(body));
  assert.ok(performance.now() - begun >= 990);
  assert.equal((await sandbox.requests()).length, 2);
});

for (const [name, fault, kind] of [
  ["a key that is refused", { kind: "status", status: 401, body: JSON.stringify({ error: `bad key ${KEY}` }) }, "auth"],
  ["a Refiner that is busy for longer than the visitor waits", { kind: "status", status: 429, headers: { "retry-after": "7" }, body: "" }, "rate_limited"],
  ["a page of HTML", { kind: "html", status: 200 }, "decode"],
  ["a redirect", { kind: "redirect", status: 302, location: "https://elsewhere.example/" }, "redirect"],
]) {
  test(`${name} is an error of its kind, without the key`, async () => {
    await sandbox.faults(fault);
    const { status, body } = await ask("/responses");
    assert.deepEqual([status, body.kind], [502, kind], JSON.stringify(body));
    assert.ok(!JSON.stringify(body).includes(KEY));
  });
}

test("a wrong input is refused before anything is sent", async () => {
  await sandbox.clear();
  const { status, body } = await ask("/users", { method: "POST", body: JSON.stringify({ id: "u-1", traits: { plan: ["pro"] } }) });
  assert.deepEqual([status, body.kind, body.path], [400, "input", "attributes.plan"]);
  assert.deepEqual(await sandbox.requests(), []);
});
