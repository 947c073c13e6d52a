// An app that uses the package: npm installs its tools once, at fixed versions; the app and the packed package are put beside them anew in
// each run.

import { execFile } from "node:child_process";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { program } from "../../support/runtime.mjs";

const run = promisify(execFile);
const HERE = fileURLToPath(new URL("..", import.meta.url));
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const INSTALLED = join(ROOT, "target/consumers");

/** What npm installs was published before this day, so that what the tools depend on is fixed too. */
const BEFORE = "2026-11-27";

/** Some tools need a newer Node than the oldest one that the package supports. */
const NODE = program("node-24");
export const ENVIRONMENT = {
  ...process.env,
  PATH: [dirname(NODE), process.env.PATH].join(delimiter),
  NODE_ENV: undefined,
  NO_COLOR: "1",
  FORCE_COLOR: undefined,
  NEXT_TELEMETRY_DISABLED: "1",
  NUXT_TELEMETRY_DISABLED: "1",
  WRANGLER_SEND_METRICS: "false",
  DENO_NO_UPDATE_CHECK: "1",
};

/** The folder of the packed package, as npm would unpack it. */
const PACKAGE = dirname(fileURLToPath(import.meta.resolve("refiner-wasm/package.json")));

/** Which files of a consumer's folder stay from one run to the next. */
const KEPT = ["node_modules", "package.json", "installed.json"];

/**
 * A consumer's folder, with its tools, the package and its app.
 *
 * @param {string} name
 * @param {Record<string, string>} tools npm packages and their versions.
 * @param {Record<string, string>} files The app: texts by their paths. `apps/NAME` is copied too, if there is such a folder.
 */
export async function consumer(name, tools, files = {}) {
  const folder = join(INSTALLED, name);
  const manifest = JSON.stringify({ name: `consumer-${name}`, private: true, type: "module", dependencies: tools });
  const stamp = JSON.stringify({ manifest, BEFORE, node: NODE });
  await mkdir(folder, { recursive: true });
  const installed = await readFile(join(folder, "installed.json"), "utf8").catch(() => "");
  if (installed !== stamp) await rm(folder, { recursive: true });
  await mkdir(join(folder, "node_modules"), { recursive: true });
  for (const entry of await readdir(folder)) if (!KEPT.includes(entry)) await rm(join(folder, entry), { recursive: true });
  await writeFile(join(folder, "package.json"), manifest);
  if (installed !== stamp) {
    if (Object.keys(tools).length > 0) await install(folder);
    await writeFile(join(folder, "installed.json"), stamp);
  }
  const used = join(folder, "node_modules/refiner-wasm");
  await rm(used, { recursive: true, force: true });
  await cp(PACKAGE, used, { recursive: true });
  for (const from of [join(HERE, "apps", name), join(HERE, "support/play.mjs")]) {
    await cp(from, from.endsWith(".mjs") ? join(folder, "play.mjs") : folder, { recursive: true }).catch((error) => {
      if (error.code !== "ENOENT") throw error;
    });
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** Installs what the package.json of a folder asks for. @param {string} folder */
export const install = (folder) =>
  execute(folder, "npm", ["install", `--before=${BEFORE}`, "--no-package-lock", "--no-fund", "--no-audit", "--loglevel=error"]);

/**
 * Runs a command of a consumer to its end, and returns what it printed.
 *
 * @param {string} folder
 * @param {string} command A program, or a name in node_modules/.bin.
 * @param {string[]} arguments_
 * @param {Record<string, string>} [environment]
 */
export async function execute(folder, command, arguments_, environment = {}) {
  const options = { cwd: folder, env: { ...ENVIRONMENT, ...environment }, maxBuffer: 64 * 1024 * 1024, timeout: 400_000 };
  try {
    return (await run(await resolved(folder, command), arguments_, options)).stdout;
  } catch (error) {
    throw new Error(`${command} ${arguments_.join(" ")} failed in ${folder}:\n${error.stdout}\n${error.stderr}`, { cause: error });
  }
}

/** The program of a command: that of the consumer, if there is one. */
export async function resolved(folder, command) {
  if (command === "node") return NODE;
  const bin = join(folder, "node_modules/.bin");
  return (await readdir(bin).catch(() => [])).includes(command) ? join(bin, command) : command;
}
