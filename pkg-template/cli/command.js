// @ts-check
// The commands.
import { readFile } from "node:fs/promises";
import { RefinerError } from "../internal/error.js";
import { findOperation, findTool, insteadOf, isOperation, nearestTool, operations, runnable } from "../tools/actions.js";
import { run } from "../tools/index.js";
import { readInput } from "../tools/input.js";
import { connect, given } from "./connect.js";
import { readData } from "./data.js";
import { exportCommand } from "./export.js";
import { numberOf, readArguments, wantsJson } from "./flags.js";
import { HELP, helpOf } from "./help.js";
import { compact, indented } from "./json-text.js";
import { OutputClosed, writer } from "./output.js";
import { Replies } from "./replies.js";
import { report } from "./report.js";
import { EXIT_STATUS } from "./status.js";
import { summarizeCommand } from "./summarize.js";
import { syncCommand } from "./sync.js";
import { UsageError } from "./usage-error.js";
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
 * @property {import("../tools/actions.js").Tool} tool
 * @property {import("./flags.js").Flags} flags
 * @property {Io} io
 * @property {(text: string) => Promise<void>} write
 */

/** @type {Record<string, (context: import("./operation.js").Context) => Promise<unknown>>} */
const OF_OPERATIONS = { summarize: summarizeCommand, export: exportCommand, sync: syncCommand };

/**
 * Runs the command line, and resolves to the exit status.
 *
 * @param {string[]} args
 * @param {Io} io
 * @returns {Promise<number>}
 */
export async function command(args, io) {
  const json = wantsJson(args);
  const write = writer(io.stdout, io.signal);
  // If nobody reads standard error, there is nobody to report that to.
  io.stderr.on("error", () => {});
  let named;
  try {
    const { command = "", action, flags, given } = readArguments(args);
    named = (findTool(action) ?? findOperation(action))?.name;
    if (flags.help) await write(action ? helpOf(command) : HELP);
    else if (flags.version) await write(`${await version()}\n`);
    else if (command === "actions") await write(json ? line(runnable.map(summary)) : table());
    else if (command === "schema") await write(print(describe(action), json));
    else if (command === "sandbox") await (await import("./sandbox.js")).runSandbox(flags, { write, signal: io.signal });
    else if (Object.hasOwn(OF_OPERATIONS, command)) await OF_OPERATIONS[command]({ name: String(action), flags, given, io, write });
    else await runTool({ tool: known(action), flags, io, write });
    return EXIT_STATUS.ok;
  } catch (error) {
    if (error instanceof OutputClosed) return EXIT_STATUS.ok;
    if (io.signal.aborted) error = interrupted(error);
    const { text, status } = report(error, { json, action: named });
    io.stderr.write(text);
    return status;
  }
}

/** @param {Context} context */
async function runTool({ tool, flags, io, write }) {
  const { json, all, yes = false, "dry-run": dry } = flags;
  if (all && (isOperation(tool) || !tool.list)) throw new UsageError(`--all walks lists, and ${tool.name} is none`);
  if (dry && isOperation(tool)) throw new UsageError(`--dry-run shows one request, and ${tool.name} sends several: of ${tool.made_of[0]}`);
  if (flags.progress && !all) throw new UsageError("--progress is for --all");
  const options = given({ timeoutMs: numberOf(flags, "timeout-ms", 1), maxRetries: numberOf(flags, "max-retries", 0) });
  const replies = new Replies();
  const refiner = connect(io.env, { fetch: replies.fetch, dry: Boolean(dry) });
  const input = await readData(flags.data, io);
  if (dry) {
    const plan = await refiner.plan(/** @type {import("../index.js").ActionName} */ (tool.name), readInput(tool, input));
    return write(json ? line({ plan }) : print(plan, false));
  }
  if (all) {
    const asked = readInput(tool, input);
    const list = /** @type {any} */ (refiner).list(tool.name, asked, { ...options, signal: io.signal });
    const { page_cursor, page = 1 } = asked;
    const start = page_cursor === undefined ? { page } : { page_cursor };
    const progress = Boolean(flags.progress);
    await walk(list.readings(), { body: () => replies.text, start, write, stderr: io.stderr, progress });
    return;
  }
  const { data, meta } = await run(/** @type {any} */ (refiner), tool.name, input, {
    ...options,
    signal: io.signal,
    confirm: Boolean(yes),
    maxResultBytes: Infinity,
    // People and programs read this, not a model.
    raw: true,
  });
  if (isOperation(tool)) return write(json ? line({ data, meta }) : print(data, false));
  // As Refiner wrote it: the data has lost what JavaScript's numbers cannot hold.
  const { text } = replies;
  await write(json ? `{"data":${compact(text)},"meta":${JSON.stringify(meta)}}\n` : `${indented(text)}\n`);
}

/** @param {unknown} name */
function known(name) {
  const tool = findTool(name);
  if (tool) return tool;
  const operation = findOperation(name);
  if (operation) throw new UsageError(`${operation.name} ${insteadOf(operation)}`);
  throw unknown(name, runnable);
}

/** @param {unknown} name @param {{ name: string }[]} candidates */
function unknown(name, candidates) {
  return new UsageError(`${String(name)} is no action${nearestTool(String(name), candidates.map(({ name }) => name))}`);
}

/** @param {import("../tools/actions.js").Tool} tool */
function summary(tool) {
  const { name, title, description, effect, idempotent } = tool;
  if (isOperation(tool)) return { name, aliases: [], title, description, effect, idempotent, destroys: null, list: false };
  return { name, aliases: tool.aliases, title, description, effect, idempotent, destroys: tool.destroys, list: tool.list };
}

/**
 * Everything that the contract says, even about an operation that is not a tool.
 *
 * @param {unknown} name
 */
function describe(name) {
  const found = findTool(name) ?? findOperation(name);
  if (!found) throw unknown(name, [...runnable, ...operations.filter((one) => !runnable.includes(one))]);
  if (isOperation(found)) return found;
  const { docs, input, output } = found;
  return { ...summary(found), docs, input, output };
}

function table() {
  const rows = [{ name: "ACTION", effect: "EFFECT", description: "WHAT IT DOES" }, ...runnable];
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

/** @param {any} error */
function interrupted({ action, resume, isCut, rest }) {
  const message = rest ? `interrupted; ${rest}` : isCut ? "interrupted while a page was written, which then comes again as a whole" : "interrupted";
  return new RefinerError({ kind: "aborted", message, attempts: 0, action, resume });
}

async function version() {
  return JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")).version;
}
