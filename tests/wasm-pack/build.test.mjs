// What `wasm-pack build` makes, used by somebody who has nothing else.

import assert from "node:assert/strict";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { ROOT, codeBlocks, given, output, wasmPack } from "../support/wasm-pack.mjs";

const SCRATCH = given("SCRATCH");
const NODE = join(SCRATCH, "nodejs");
const SETTINGS = { baseUrl: "https://api.example.com/v1", key: "key-1", timeoutMs: 1000, spentMs: 0, maxRetries: 0, maxBodyBytes: 1000 };

let sandbox;

before(async () => {
  sandbox = await startSandbox(["--contacts", "20", "--responses", "100"]);
  await rm(NODE, { recursive: true, force: true });
  await wasmPack(["build", "--target", "nodejs", "--out-dir", NODE]);
});
after(() => sandbox.stop());
beforeEach(() => sandbox.reset());

/** A reply to a call, from nowhere. */
const answering = (body) => ({ ...SETTINGS, fetch: async () => Response.json(body) });

test("its README says that it is not the npm package, and so does its description", async () => {
  assert.match(await readFile(join(NODE, "README.md"), "utf8"), /not the npm package `refiner-wasm`/);
  const { description } = JSON.parse(await readFile(join(NODE, "package.json"), "utf8"));
  assert.match(description, /bindings; the npm package is made by/);
});

test("the README's example runs as it stands", async () => {
  const readme = await readFile(join(NODE, "README.md"), "utf8");
  const [{ code }] = codeBlocks(readme).filter(({ language }) => language === "js");
  const [, ...words] = /`(node .*example\.cjs)`/.exec(readme)[1].split(" ");
  await writeFile(join(NODE, "example.cjs"), code);
  const env = { ...process.env, REFINER_URL: sandbox.url, REFINER_API_KEY: KEY };
  const printed = await output(process.execPath, words, { cwd: NODE, env });
  assert.equal(printed, "2 100 true\ninput track_event: event is required\n");
  const [identify, list, ...more] = await sandbox.requests();
  assert.deepEqual(more, []);
  assert.deepEqual([identify.path, JSON.parse(identify.body)], ["/v1/identify-user", { id: "u-1", plan: "pro" }]);
  assert.equal(list.path, "/v1/responses");
});

test("each action answers as its types say, and a failure is a plain object without the key", async () => {
  const { call, check, lists, plan } = createRequire(import.meta.url)(join(NODE, "refiner_wasm.js"));
  const settings = { ...SETTINGS, baseUrl: sandbox.url, key: async () => KEY, timeoutMs: 10_000, maxBodyBytes: 1e7 };
  const called = await call("get_responses", { include: "all", page_length: 3 }, settings);
  assert.deepEqual(Object.keys(called).sort(), ["action", "anomalies", "attempts", "data", "items", "next", "status", "total"]);
  assert.deepEqual([called.action, called.items, called.data.items.length], ["list_responses", 3, 3]);
  await assert.rejects(call("verify_key", undefined, { ...settings, key: "wrong-key" }), (failure) => {
    assert.deepEqual([failure.kind, failure.action, failure.attempts], ["auth", "verify_key", 1]);
    return !(failure instanceof Error) && !JSON.stringify(failure).includes("wrong-key");
  });
  assert.deepEqual([lists("list_forms"), lists("track_event"), lists("no_such")], [true, false, undefined]);
  assert.equal(plan("track_event", { id: "u", event: "e" }, "https://api.refiner.io/v1").url, "https://api.refiner.io/v1/track-event");
  assert.throws(() => check("sync_responses", { since: 7 }), { kind: "input" });
});

test("the types have each setting that a call reads, and documents for all of them and for each export", async () => {
  const bindings = createRequire(import.meta.url)(join(NODE, "refiner_wasm.js"));
  const file = join(NODE, "refiner_wasm.d.ts");
  const program = ts.createProgram([file], { strict: true, lib: ["lib.es2023.d.ts", "lib.dom.d.ts"] });
  const checker = program.getTypeChecker();
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)));
  const explained = (symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker)) !== "";
  for (const name of Object.keys(bindings)) {
    const symbol = exported.find((symbol) => symbol.name === name);
    assert.ok(symbol && explained(symbol), `${name} has no document`);
  }
  const properties = checker.getDeclaredTypeOfSymbol(exported.find(({ name }) => name === "SinkSettings")).getProperties();
  for (const property of properties) assert.ok(explained(property), `${property.name} has no document`);

  const read = new Set();
  const settings = { ...answering({ message: "ok" }), sink: () => true };
  const watched = new Proxy(settings, { get: (target, name) => (read.add(name), target[name]) });
  await bindings.call("track_event", { id: "u-1", event: "e" }, watched);
  assert.deepEqual(properties.map(({ name }) => name).sort(), [...read].sort());
});

test("TypeScript knows inputs, outputs, settings and failures", async () => {
  const folder = join(SCRATCH, "types");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  await cp(join(ROOT, "tests/wasm-pack/uses.ts"), join(folder, "uses.ts"));
  const paths = { bindings: [join(NODE, "refiner_wasm.d.ts")] };
  const compilerOptions = { strict: true, noEmit: true, target: "es2022", lib: ["es2023", "dom"], module: "esnext", moduleResolution: "bundler", types: [], paths };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["uses.ts"] }));
  await output(process.execPath, [join(ROOT, "tests/node_modules/typescript/bin/tsc"), "-p", folder]).catch(({ stdout }) => assert.fail(stdout));
});

test("for the web: it starts from its bytes", async () => {
  const folder = join(SCRATCH, "web");
  await wasmPack(["build", "--target", "web", "--out-dir", folder]);
  const { default: init, call } = await import(pathToFileURL(join(folder, "refiner_wasm.js")).href);
  await init({ module_or_path: await readFile(join(folder, "refiner_wasm_bg.wasm")) });
  const { data } = await call("track_event", { id: "u-1", event: "e" }, answering({ message: "ok" }));
  assert.deepEqual(data, { message: "ok" });
});

test("with summaries: their functions are there, typed too", async () => {
  const folder = join(SCRATCH, "insight");
  // A target directory of its own: in one, the module with other features and this one push each other out.
  const cargo = ["--features", "insight", "--target-dir", join(SCRATCH, "target")];
  await wasmPack(["build", "--dev", "--target", "nodejs", "--out-dir", folder, "--", ...cargo]);
  const { summary, receive, position, take, add, items, report, release } = createRequire(import.meta.url)(join(folder, "refiner_wasm.js"));
  const number = summary({ metrics: ["count"] });
  receive(number);
  const page = { items: [{ data: { q: "a" }, completed_at: "2026-01-01T00:00:00.000000Z" }], pagination: { items_count: 1 } };
  receive(number, new TextEncoder().encode(JSON.stringify(page)));
  // How many items there are is known once they were read, and the page is read once.
  const { items: unknown, bytes } = position(number);
  assert.deepEqual([unknown, bytes], [undefined, JSON.stringify(page).length]);
  take(number);
  add(number);
  assert.equal(items(number), 1);
  assert.equal(report(number).items, 1);
  release(number);
  const types = await readFile(join(folder, "refiner_wasm.d.ts"), "utf8");
  assert.match(types, /export function summary\(query: Refiner\.SummarySettings, zone: number\[\] \| undefined\): number;/);
  assert.match(types, /export function report\(number: number\): Refiner\.Summary;/);
});

test("without a folder it writes over pkg/, and the next build says so and makes the package anew", async () => {
  const pkg = join(ROOT, "pkg");
  await output(given("XTASK"), ["build"]);
  const listed = async () => (await readdir(pkg, { recursive: true })).sort();
  const [files, manifest] = [await listed(), await readFile(join(pkg, "package.json"), "utf8")];
  await wasmPack(["build"]);
  assert.match(await readFile(join(pkg, "README.md"), "utf8"), /not the npm package `refiner-wasm`/);
  assert.match(await output(given("XTASK"), ["build"]), /what `wasm-pack build` wrote over the package/);
  assert.deepEqual([await listed(), await readFile(join(pkg, "package.json"), "utf8")], [files, manifest]);
});
