// Server code without the package's files beside it: in one file, in one executable, or without the permission to read.

import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { build, version as esbuildVersion } from "esbuild";
import { note } from "../support/note.mjs";
import { program, versionOf } from "../support/runtime.mjs";
import { consumer, execute } from "./support/consumer.mjs";
import { checkPlayed, settingsFor, smallSandbox, versionsOf } from "./support/played.mjs";
import { program as source, webpackBuild } from "./support/sources.mjs";

const OUTPUT = { filename: "server.mjs", module: true, chunkFormat: "module", library: { type: "module" } };

let sandbox;
let folder;
/** Where a bundle runs: nothing of the package is near. */
let elsewhere;

before(async () => {
  sandbox = await smallSandbox();
  folder = await consumer("one-file", {}, { "main.mjs": source("refiner-wasm") });
  elsewhere = await mkdtemp(join(tmpdir(), "refiner-one-file-"));
});
after(async () => {
  await sandbox.stop();
  await rm(elsewhere, { recursive: true, force: true });
});
beforeEach(() => sandbox.reset());

/** Runs a program that plays, and checks what it printed. */
async function plays(command, arguments_) {
  await checkPrinted(await execute(elsewhere, command, [...arguments_, settingsFor(sandbox.url)]));
}


for (const [format, name] of [["esm", "server.mjs"], ["cjs", "server.cjs"]]) {
  test(`esbuild, ${format}`, async () => {
    const outfile = join(elsewhere, name);
    await build({ entryPoints: [join(folder, "main.mjs")], outfile, bundle: true, platform: "node", format, logLevel: "error", logOverride: { "empty-import-meta": "silent" } });
    await plays("node", [outfile]);
    await note(`esbuild-${format}`, { esbuild: esbuildVersion });
  });
}

const BUNDLERS = {
  webpack: {
    tools: { webpack: "5.113.0" },
    "build.mjs": webpackBuild("webpack", { target: "node", output: OUTPUT }),
  },
  rspack: {
    tools: { "@rspack/core": "2.3.3" },
    "build.mjs": webpackBuild("@rspack/core", { target: "node", output: OUTPUT }),
  },
  rollup: {
    tools: { rollup: "4.68.8", "@rollup/plugin-node-resolve": "16.0.3" },
    "build.mjs": `
import resolve from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";
const bundle = await rollup({ input: "main.mjs", plugins: [resolve({ exportConditions: ["node"] })], external: [/^node:/] });
await bundle.write({ file: "dist/server.mjs", inlineDynamicImports: true });`,
  },
  vite: {
    tools: { vite: "8.3.8" },
    "build.mjs": `
import { build } from "vite";
const output = { entryFileNames: "server.mjs" };
await build({ logLevel: "error", ssr: { noExternal: true }, build: { ssr: "main.mjs", rollupOptions: { output } } });`,
  },
};

for (const [name, { tools, ...files }] of Object.entries(BUNDLERS)) {
  test(`${name}, for Node`, async () => {
    const built = await consumer(`${name}-server`, tools, { "main.mjs": source("refiner-wasm"), ...files });
    await execute(built, "node", ["build.mjs"]);
    // What the bundler wrote runs without the package that it was made from.
    await cp(join(built, "dist"), join(elsewhere, name), { recursive: true });
    await plays("node", [join(elsewhere, name, "server.mjs")]);
    await note(`${name}-server`, await versionsOf(built, [Object.keys(tools)[0]]));
  });
}

test("bun build", async () => {
  await execute(folder, program("bun"), ["build", "main.mjs", "--target=bun", `--outfile=${join(elsewhere, "bun.js")}`]);
  await plays(program("bun"), [join(elsewhere, "bun.js")]);
  await note("bun-build", await versionOf(program("bun")));
});

test("bun build --compile", async () => {
  const out = join(elsewhere, "bun-program");
  await execute(folder, program("bun"), ["build", "main.mjs", "--compile", `--outfile=${out}`]);
  await plays(out, []);
  await note("bun-compile", await versionOf(program("bun")));
});

const NET_ALONE = ["run", "--quiet", "--no-lock", "--node-modules-dir=manual", "--allow-net=127.0.0.1"];

/** Checks the last line that a program printed. */
const checkPrinted = (printed) => checkPlayed(sandbox.url, JSON.parse(printed.trim().split("\n").at(-1)));

for (const denied of [[], ["--deny-read"]]) {
  test(["Deno, with the network alone", ...denied].join(", "), async () => {
    await checkPrinted(await execute(folder, program("deno"), [...NET_ALONE, ...denied, "main.mjs", settingsFor(sandbox.url)]));
    if (denied.length === 0) await note("deno-net", await versionOf(program("deno")));
  });
}

test("Deno in a terminal asks for no permission", async () => {
  const quoted = [program("deno"), ...NET_ALONE, "main.mjs", settingsFor(sandbox.url)].map((part) => `'${part}'`).join(" ");
  await checkPrinted(await execute(folder, "script", ["--quiet", "--return", "--command", quoted, "/dev/null"]));
});
