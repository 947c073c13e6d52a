// @ts-check
// refiner-wasm export: a file of what a query finds. It has its final name when it is complete. Until then it is FILE.part, beside which FILE.part.state
// says how far it is.
import { stat } from "node:fs/promises";
import { configError, isRefinerError } from "../internal/error.js";
import { connect } from "./connect.js";
import { headerOf } from "./csv-header.js";
import { FileError } from "./file-error.js";
import { GrowingFile, readIfThere, removeFile, renameFile, replaceFile, sizeOf } from "./files.js";
import { lock } from "./lock.js";
import { meter } from "./meter.js";
import { callOptions, readOperationInput, splitInput } from "./operation.js";
import { UsageError } from "./usage-error.js";

/** The formats that can be continued after an interruption: what is in the file stays as it is. */
const CONTINUED = ["csv", "ndjson"];

const FORMATS = ["csv", "ndjson", "json", "xlsx"];

/** The answers to a request whose cursor Refiner does not take, or no longer. */
const REFUSALS = [400, 404, 409, 410, 422];

/**
 * @typedef {object} State
 * @property {1} v
 * @property {Record<string, any>} input What was asked for.
 * @property {number} bytes How many bytes of FILE.part are right.
 * @property {number} items
 * @property {{ page_cursor?: string, page?: number }} next Where the list continues.
 */

/** @param {import("./operation.js").Context} context */
export async function exportCommand(context) {
  const { name, flags, io, write } = context;
  const { out } = flags;
  if (typeof out !== "string" || out === "") throw new UsageError("export needs --out FILE, or --out - for standard output");
  const options = { ...callOptions(flags), signal: io.signal };
  const refiner = connect(io.env);
  const input = await readOperationInput(context);
  const format = FORMATS.find((format) => out.endsWith(`.${format}`));
  if (input.format === undefined && format !== undefined) input.format = format;
  const started = Date.now();
  const job = { name, input, options, refiner, stderr: io.stderr, progress: Boolean(flags.progress) };
  if (out === "-") return toStandardOutput(job, io.stdout, write);
  const release = await lock(`${out}.lock`);
  try {
    const { items, bytes, continued } = await toFile(job, out);
    const durationMs = Date.now() - started;
    if (flags.json) return await write(`${JSON.stringify({ data: { file: out, items, bytes, continued }, meta: { action: name, durationMs } })}\n`);
    io.stderr.write(`${items} items in ${out}\n`);
  } finally {
    await release();
  }
}

/**
 * @typedef {object} Job
 * @property {string} name
 * @property {Record<string, any>} input
 * @property {import("../index.js").CallOptions} options
 * @property {import("../index.js").Refiner} refiner
 * @property {NodeJS.WriteStream} stderr
 * @property {boolean} progress
 */

/** @param {Job} job @param {string} out */
async function toFile(job, out) {
  const part = `${out}.part`;
  const paths = { out, part, state: `${part}.state` };
  // Not only at the end, when the file gets its name.
  if ((await stat(out).catch(() => undefined))?.isDirectory()) throw new FileError(`${out} is a folder`, "Give the name of a file");
  const found = await toContinue(job, paths);
  if (found.state) {
    try {
      return await writeFile(job, paths, found.state);
    } catch (error) {
      if (!isRefused(error)) throw error;
      job.stderr.write("Refiner does not know the place any more; beginning anew\n");
    }
  } else if (found.reason) {
    job.stderr.write(`${found.reason}; beginning anew\n`);
  }
  await removeFile(paths.state);
  return writeFile(job, paths, undefined);
}

/** @typedef {{ out: string, part: string, state: string }} Paths */

/**
 * What an interrupted run left, or why it is of no use.
 *
 * @param {Job} job
 * @param {Paths} paths
 * @returns {Promise<{ state?: State, reason?: string }>}
 */
async function toContinue({ input }, { part, state }) {
  const size = await sizeOf(part);
  if (size === undefined) return {};
  if (!CONTINUED.includes(input.format)) return { reason: `${part} is of an interrupted run, and this format cannot be continued` };
  const found = readState(await readIfThere(state));
  if (!found || size < found.bytes) return { reason: `${part} is of an interrupted run that did not get to the end of a page` };
  if (JSON.stringify(found.input) !== JSON.stringify(input)) return { reason: `${part} is of an interrupted run that asked for something else` };
  return { state: found };
}

/** @param {string | undefined} text @returns {State | undefined} */
function readState(text) {
  try {
    const state = JSON.parse(text ?? "");
    const isPlace = typeof (state.next?.page_cursor ?? state.next?.page) !== "undefined";
    return state.v === 1 && isPlace && Number.isSafeInteger(state.bytes) && Number.isSafeInteger(state.items) ? state : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Writes the file, from where the state says on.
 *
 * @param {Job} job
 * @param {Paths} paths
 * @param {State | undefined} state
 */
async function writeFile(job, { out, part, state: statePath }, state) {
  const { input, stderr, progress } = job;
  const before = state?.items ?? 0;
  const header = state?.bytes && input.format === "csv" ? await headerOf(part) : undefined;
  const asked = { ...input, ...state?.next, ...(header && { columns: header.columns }) };
  if (state?.next.page_cursor !== undefined) delete asked.page;
  const file = await GrowingFile.open(part, state?.bytes ?? 0);
  const shown = progress || stderr.isTTY ? meter(stderr) : undefined;
  let items = before;
  let isWhole = false;
  /** @type {State["next"] | undefined} */
  let next;
  const onProgress = (/** @type {import("../index.js").Progress} */ done) => {
    items = before + done.items;
    next = done.next;
    shown?.update(items, done.total);
  };
  // Asked for when the pages before are written.
  const keep = async () => {
    if (next === undefined || !CONTINUED.includes(input.format)) return;
    await file.keep();
    await replaceFile(statePath, JSON.stringify({ v: 1, input, bytes: file.size, items, next }));
    next = undefined;
  };
  try {
    // A header is there already, and comes again before the first row.
    let left = header?.bytes ?? 0;
    for await (const chunk of streamOf({ ...job, input: asked }, onProgress)) {
      await keep();
      const skipped = Math.min(left, chunk.length);
      left -= skipped;
      await file.append(chunk.subarray(skipped));
    }
    await file.keep();
    isWhole = true;
  } catch (error) {
    await keep().catch(() => {});
    throw file.size > 0 ? withRest(error, input.format) : error;
  } finally {
    shown?.end();
    await file.close();
    // Nothing was interrupted where nothing was begun.
    if (file.size === 0 && !isWhole) await removeFile(part);
  }
  await renameFile(part, out);
  await removeFile(statePath);
  return { items, bytes: file.size, continued: state !== undefined };
}

/**
 * @param {Job} job
 * @param {(progress: import("../index.js").Progress) => void} [onProgress]
 * @returns {AsyncIterable<Uint8Array>}
 */
function streamOf({ name, input, options, refiner }, onProgress) {
  const { query, settings } = splitInput(name, input);
  const all = /** @type {any} */ ({ ...settings, ...options, onProgress });
  const stream = name === "export_contacts" ? refiner.exportContacts(query, all) : refiner.exportResponses(query, all);
  return /** @type {any} */ (stream);
}

/** @param {unknown} error */
function isRefused(error) {
  return isRefinerError(error) && error.progress?.pages === 0 && REFUSALS.includes(error.status ?? 0);
}

/** What is said about what was written so far. @param {any} error @param {string} format */
function withRest(error, format) {
  const rest = CONTINUED.includes(format) ? "run the same command again to continue" : "run the same command again to begin anew";
  // A place in the list is of no use here: it is in the state.
  if (isRefinerError(error)) Reflect.deleteProperty(error, "resume");
  return typeof error === "object" && error !== null ? Object.assign(error, { rest }) : error;
}

/**
 * @param {Job} job
 * @param {NodeJS.WriteStream} stdout
 * @param {(text: any) => Promise<void>} write
 */
async function toStandardOutput(job, stdout, write) {
  if (job.input.format === "xlsx" && stdout.isTTY) throw configError("a workbook cannot be shown on a terminal; give --out FILE");
  for await (const chunk of streamOf(job)) await write(chunk);
}
