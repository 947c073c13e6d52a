// @ts-check
// The commands.
import { readFile } from "node:fs/promises";
import { Refiner } from "../runtime/node.js";
import { RefinerError } from "../internal/error.js";
import { actions, findAction } from "../tools/actions.js";
import { run } from "../tools/index.js";
import { readInput } from "../tools/input.js";
import { suggestion } from "../tools/nearest.js";
import { readData } from "./data.js";
import { UsageError, numberOf, readArguments, wantsJson } from "./flags.js";
import { HELP } from "./help.js";
import { OutputClosed, writer } from "./output.js";
import { report } from "./report.js";
import { EXIT_STATUS } from "./status.js";
import { walk } from "./walk.js";

/**
 * @typedef {object} Io
 * @property {Record<string, string | undefined>} env
 * @property {NodeJS.ReadStream} stdin
 * @property {NodeJS.WriteStream} stdout
 * @property {NodeJS.WriteStream} stderr
 * @property {AbortSignal} signal
 */

/**
 * @typedef {object} Context
 * @property {import("../tools/actions.js").Action} action
 * @property {import("./flags.js").Flags} flags
 * @property {Io} io
 * @property {(text: string) => Promise<void>} write
 */

/**
 * Does what the command line says, and resolves to the exit status.
 *
 * @param {string[]} args
 * @param {Io} io
 * @returns {Promise<number>}
 */
export async function command(args, io) {
  const json = wantsJson(args);
  const write = writer(io.stdout, io.signal);
  // Nobody reads the complaints: there is nobody left to complain to.
  io.stderr.on("error", () => {});
  let named;
  try {
    const { command, action, flags } = readArguments(args);
    named = findAction(action)?.name;
    if (flags.help) await write(HELP);
    else if (flags.version) await write(`${await version()}\n`);
    else if (command === "actions") await write(json ? line(actions.map(summary)) : table());
    else if (command === "schema") await write(print(describe(known(action)), json));
    else await runAction({ action: known(action), flags, io, write });
    return EXIT_STATUS.ok;
  } catch (error) {
    if (error instanceof OutputClosed) return EXIT_STATUS.ok;
    if (io.signal.aborted) error = new RefinerError({ kind: "aborted", message: "interrupted", attempts: 0, ...place(error) });
    const { text, status } = report(error, { json, action: named });
    io.stderr.write(text);
    return status;
  }
}

/** @param {Context} context */
async function runAction({ action, flags, io, write }) {
  const { json, all, yes = false, "dry-run": dry } = flags;
  if (all && !action.list) throw new UsageError(`--all walks lists, and ${action.name} is none`);
  if (flags.progress && !all) throw new UsageError("--progress is for --all");
  const options = given({ timeoutMs: numberOf(flags, "timeout-ms", 1), maxRetries: numberOf(flags, "max-retries", 0) });
  const refiner = connect(io.env, Boolean(dry));
  const input = await readData(flags.data, io);
  if (dry) {
    const plan = await refiner.plan(action.name, readInput(action, input));
    return write(json ? line({ plan }) : print(plan, false));
  }
  if (all) {
    const pages = refiner.list(action.name, readInput(action, input), { ...options, signal: io.signal }).pages();
    await walk(pages, { write, stderr: io.stderr, progress: Boolean(flags.progress) });
    return;
  }
  const { data, meta } = await run(/** @type {any} */ (refiner), action.name, input, {
    ...options,
    signal: io.signal,
    confirm: Boolean(yes),
    maxResultBytes: Infinity,
  });
  await write(json ? line({ data, meta }) : print(data, false));
}

/**
 * @param {Record<string, string | undefined>} env
 * @param {boolean} dry
 */
function connect({ REFINER_API_KEY: apiKey, REFINER_BASE_URL: baseUrl }, dry) {
  // A plan hides the key, so it needs none.
  if (!apiKey && !dry) throw new RefinerError({ kind: "config", message: "REFINER_API_KEY is not set", attempts: 0 });
  return new Refiner(/** @type {any} */ ({ apiKey: apiKey || "none", ...given({ baseUrl: baseUrl || undefined }) }));
}

/** @param {unknown} name */
function known(name) {
  const action = findAction(name);
  if (action) return action;
  const names = actions.map(({ name }) => name);
  throw new UsageError(`${String(name)} is no action${suggestion(String(name), names)}`);
}

/** @param {import("../tools/actions.js").Action} action */
function summary({ name, aliases, title, description, effect, idempotent, destroys, list }) {
  return { name, aliases, title, description, effect, idempotent, destroys, list };
}

/** @param {import("../tools/actions.js").Action} action */
function describe(action) {
  const { docs, input, output } = action;
  return { ...summary(action), docs, input, output };
}

function table() {
  const rows = [{ name: "ACTION", effect: "EFFECT", description: "WHAT IT DOES" }, ...actions];
  const width = (/** @type {"name" | "effect"} */ column) => Math.max(...rows.map((row) => row[column].length)) + 2;
  const [first, second] = [width("name"), width("effect")];
  return rows.map((row) => `${row.name.padEnd(first)}${row.effect.padEnd(second)}${row.description}\n`).join("");
}

/** @param {unknown} value @param {boolean} json */
function print(value, json) {
  return json ? line(value) : `${JSON.stringify(value, null, 2)}\n`;
}

/** @param {unknown} value */
function line(value) {
  return `${JSON.stringify(value)}\n`;
}

/**
 * Without what is undefined, so that defaults hold.
 *
 * @param {Record<string, unknown>} values
 */
function given(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** @param {any} error */
function place(error) {
  return { action: error?.action, resume: error?.resume };
}

async function version() {
  return JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")).version;
}
