// The published files: exactly those that the entries lead to, no trace of the build machine, and accepted by npm's
// tools.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join, sep } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { PACKAGE, addressesIn, importsOf, packageFiles, typesOf } from "../support/package-files.mjs";

const run = promisify(execFile);
const TESTS = fileURLToPath(new URL("..", import.meta.url));

/** What npm users read, although no entry leads to it. */
const DOCUMENTS = [
  "package.json", "README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "llms.txt",
  "skills/refiner/SKILL.md", "skills/refiner/references/actions.md",
];

let files;
let manifest;
let folder;
let tarball;

before(async () => {
  files = await packageFiles();
  manifest = JSON.parse(await readFile(join(PACKAGE, "package.json"), "utf8"));
  folder = await mkdtemp(join(tmpdir(), "refiner-pack-"));
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { stdout } = await run(npm, ["pack", "--json", "--pack-destination", folder], { cwd: PACKAGE });
  const [packed] = JSON.parse(stdout);
  assert.deepEqual(packed.files.map(({ path }) => path).sort(), files, "what was packed is not what is packed again");
  tarball = join(folder, packed.filename);
});
after(() => rm(folder, { recursive: true, force: true }));

/** Every path in the exports. */
const targets = (value) => (typeof value === "string" ? [value] : Object.values(value ?? {}).flatMap(targets));

describe("the files", () => {
  test("are what the exports lead to, and the documents, and no others", async () => {
    const imports = await importsOf(files);
    const reached = new Set();
    const queue = [manifest.types, manifest.main, ...targets(manifest.exports), ...targets(manifest.bin)].filter(Boolean);
    while (queue.length > 0) {
      const file = join(queue.pop()).split(sep).join("/");
      if (reached.has(file) || file.includes("*")) continue;
      assert.ok(files.includes(file), `${file} is named, and not there`);
      reached.add(file);
      if (file.endsWith(".d.ts")) queue.push(...(await typesOf(file)));
      if (!imports.has(file)) continue;
      queue.push(...imports.get(file), ...(await addressesIn(file)));
      // The types of a script are beside it.
      const types = file.replace(/\.js$/, ".d.ts");
      if (files.includes(types)) queue.push(types);
    }
    const patterns = targets(manifest.exports).filter((target) => target.includes("*"));
    const matches = (file) => patterns.some((pattern) => `./${file}`.startsWith(pattern.split("*")[0]));
    assert.deepEqual(files.filter((file) => !reached.has(file) && !DOCUMENTS.includes(file) && !matches(file)), []);
  });

  test("of every runtime are in the README of this repository, by their names", async () => {
    const readme = await readFile(join(TESTS, "../README.md"), "utf8");
    const table = readme.split("\n## Where it runs\n")[1].split("\n## ")[0];
    const entries = Object.entries(manifest.exports).filter(([, entry]) => targets(entry).some((target) => target.startsWith("./runtime/")));
    const names = entries.flatMap(([name, entry]) => (name === "." ? targets(entry) : [`refiner-wasm${name.slice(1)}`]));
    const said = names.filter((name) => !name.endsWith(".d.ts")).map((name) => name.replace("./", ""));
    assert.ok(said.length > 5);
    assert.deepEqual(said.filter((name) => !table.includes(`\`${name}\``)), []);
  });

  test("have both licences, and each wasm once", () => {
    for (const name of ["LICENSE-APACHE", "LICENSE-MIT", "CHANGELOG.md"]) assert.ok(files.includes(name), name);
    assert.deepEqual(files.filter((name) => name.endsWith(".wasm")), ["wasm/refiner_insight_bg.wasm", "wasm/refiner_sandbox_bg.wasm", "wasm/refiner_wasm_bg.wasm"]);
  });

  test("hold no path of the machine that built them", async () => {
    const root = fileURLToPath(new URL("../..", import.meta.url));
    const marks = ["/root/", "/home/", "/Users/", "C:\\Users", ".cargo/registry", ".rustup/", "target/release", tmpdir(), homedir(), root];
    for (const file of files) {
      const bytes = await readFile(join(PACKAGE, file), "latin1");
      for (const mark of marks.filter((mark) => mark.length > 2)) assert.ok(!bytes.includes(mark), `${file} holds ${mark}`);
    }
    // The inline entry contains the modules as text.
    for (const name of ["refiner_wasm", "refiner_insight", "refiner_sandbox"]) {
      const base64 = await readFile(join(PACKAGE, `wasm/${name}_base64.js`), "utf8");
      const inline = Buffer.from(/"([A-Za-z0-9+/=]{1000,})"/.exec(base64)[1], "base64");
      assert.ok(inline.equals(await readFile(join(PACKAGE, `wasm/${name}_bg.wasm`))), `the inline ${name} is another one`);
    }
  });

  test("have lines, so that an uncaught error does not print a whole script before its message", async () => {
    // The tracker's files for a script tag run in pages alone, and a browser shows where an error is without printing the script.
    const isOfScriptTag = (name) => /^tracker\.\w+\.js$/.test(name);
    for (const file of files.filter((name) => name.endsWith(".js") && !name.endsWith("_base64.js") && !isOfScriptTag(name))) {
      const longest = Math.max(...(await readFile(join(PACKAGE, file), "utf8")).split("\n").map((line) => line.length));
      // A text is not broken up.
      assert.ok(longest < 600, `${file} has a line of ${longest} characters`);
    }
    const program = 'import { Refiner } from "refiner-wasm"; await new Refiner({ apiKey: "any-key" }).trackEvent({ id: "u" });';
    const { stderr } = await run(process.execPath, ["--input-type=module", "--eval", program], { cwd: TESTS }).catch((error) => error);
    const before = stderr.indexOf("RefinerError: track_event");
    assert.ok(before > 0 && before < 1_000, stderr);
  });

  test("hold no key and no test", async () => {
    for (const file of files) {
      assert.doesNotMatch(file, /\.test\.|(^|\/)\.|node_modules|\.map$|\.tgz$|package-lock/);
      const text = await readFile(join(PACKAGE, file), "latin1");
      // The sandbox knows its own key.
      if (file !== "wasm/refiner_sandbox_bg.wasm") assert.ok(!text.includes("sandbox-key-"), `${file} holds the sandbox's key`);
    }
  });
});

describe("package.json", () => {
  test("describes an ESM package without side effects, and without scripts or dependencies that run at install", () => {
    assert.equal(manifest.name, "refiner-wasm");
    assert.equal(manifest.type, "module");
    assert.equal(manifest.sideEffects, false);
    assert.match(manifest.version, /^\d+\.\d+\.\d+/);
    assert.equal(manifest.license, "MIT OR Apache-2.0");
    assert.equal(manifest.scripts, undefined);
    assert.equal(manifest.devDependencies, undefined);
    assert.equal(manifest.private, undefined);
  });

  test("has the conditions in the order in which runtimes must see them", () => {
    const order = Object.keys(manifest.exports["."]);
    assert.equal(order[0], "types");
    // Deno, workerd and edge runtimes may also match the condition `node`, and bundlers of servers `module`.
    assert.deepEqual(order.slice(-3), ["node", "module", "default"]);
    assert.ok(["edge-light", "workerd", "deno"].every((runtime) => order.includes(runtime)), String(order));
  });

  test("satisfies publint", async () => {
    const { messages, pkg } = await publint({ pkgDir: PACKAGE, strict: true });
    const complaints = messages.filter(({ type }) => type !== "suggestion").map((message) => formatMessage(message, pkg));
    assert.deepEqual(complaints, []);
  });

  test("satisfies arethetypeswrong, as a package of ESM only", async () => {
    const cli = join(TESTS, "node_modules/@arethetypeswrong/cli/dist/index.js");
    // The wasm is a file, not a module with types.
    const wasm = Object.keys(manifest.exports).filter((name) => name.endsWith(".wasm"));
    const options = ["--profile", "esm-only", "--format", "ascii", "--no-color", "--no-emoji", "--exclude-entrypoints", ...wasm];
    const { stdout } = await run(process.execPath, [cli, tarball, ...options], { cwd: TESTS }).catch((error) => {
      throw new Error(`attw complains:\n${error.stdout}${error.stderr}`);
    });
    for (const entry of [".", "./inline", "./static", "./slim"]) {
      const name = JSON.stringify(join("refiner-wasm", entry).split(sep).join("/"));
      const table = stdout.slice(stdout.indexOf(name)).split("*****")[0];
      assert.match(table, /node16 \(from ESM\): OK \(ESM\)\s+bundler: OK/, stdout);
    }
  });
});
