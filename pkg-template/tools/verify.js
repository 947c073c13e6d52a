// @ts-check
// Reads back what a write has done. The write has succeeded: whatever comes of the reading, it never makes an error of that.
import { isRefinerError } from "../internal/error.js";
import { at, differences } from "./agree.js";

/** @typedef {import("./actions.js").Action} Action */
/** @typedef {import("../tools.js").Verified} Verified */
/** @typedef {{ name: string, from: string }} Source */

/**
 * What the contract says of how a write is seen.
 *
 * @typedef {object} ReadBack
 * @property {string | null} action
 * @property {string} [why]
 * @property {Source[]} by
 * @property {Source[]} with
 * @property {Source | null} find
 * @property {boolean} present
 * @property {import("./agree.js").Agreement[]} compare
 */

/** How a read is made. @typedef {(action: string, input: Record<string, unknown>, timeoutMs: number) => Promise<import("./fit.js").Reading>} Read */

/** A service may show a write late. The waits between reads, in milliseconds: each is twice the one before, up to the longest. */
const [FIRST_WAIT, LONGEST_WAIT] = [100, 1600];

/** How many pages of a list are searched: 5,000 items. */
const MOST_PAGES = 5;

/**
 * @param {Action} action
 * @param {Record<string, any>} input
 * @param {any} reply
 * @param {object} how
 * @param {Read} how.read
 * @param {number} how.waitMs How long what was written may stay unseen.
 * @param {AbortSignal} [how.signal]
 * @returns {Promise<Verified>}
 */
export async function verify({ read_back: by }, input, reply, { read, waitMs, signal }) {
  if (by === null || by.action === null) return { status: "not_readable", paths: [], reason: by?.why };
  const parameters = parametersOf(by, input, reply);
  if (!parameters) return { status: "not_readable", paths: [], reason: "the input does not name it by what is certain" };
  const end = performance.now() + waitMs;
  for (let wait = FIRST_WAIT; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
    const left = end - performance.now();
    const seen = await look(by, parameters, input, reply, (given) => read(/** @type {string} */ (by.action), given, Math.max(left, FIRST_WAIT)));
    const isOver = seen.status === "confirmed" || seen.status === "not_readable" || signal?.aborted;
    if (isOver || performance.now() + wait > end) return seen;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/**
 * @param {ReadBack} by
 * @param {Record<string, any>} input
 * @param {any} reply
 * @returns {Record<string, unknown> | undefined} Undefined if nothing names the object.
 */
function parametersOf(by, input, reply) {
  const named = by.by.map(({ name, from }) => [name, valueOf(from, input, reply)]).find(([, value]) => value !== undefined && value !== null);
  if (!named && by.by.length > 0) return undefined;
  const always = by.with.map(({ name, from }) => [name, valueOf(from, input, reply)]);
  return Object.fromEntries(named ? [named, ...always] : always);
}

/** @param {string} from @param {any} input @param {any} reply */
function valueOf(from, input, reply) {
  const [whose, ...path] = from.split(".");
  if (whose === "input") return at(input, path.join("."));
  if (whose === "reply") return at(reply, path.join("."));
  return JSON.parse(from);
}

/**
 * One look at what is there.
 *
 * @param {ReadBack} by
 * @param {Record<string, unknown>} parameters
 * @param {Record<string, any>} input
 * @param {any} reply
 * @param {(given: Record<string, unknown>) => Promise<import("./fit.js").Reading>} read
 * @returns {Promise<Verified>}
 */
async function look(by, parameters, input, reply, read) {
  /** @type {{ object?: any, isWhole: boolean }} */
  let found;
  try {
    found = by.find ? await search(parameters, by.find.name, valueOf(by.find.from, input, reply), read) : { object: (await read(parameters)).data, isWhole: true };
  } catch (error) {
    const kind = isRefinerError(error) ? error.kind : "unknown";
    if (kind !== "not_found") return { status: "not_readable", paths: [], reason: `the read failed: ${kind}` };
    found = { isWhole: true };
  }
  const { object, isWhole } = found;
  if (!by.present) return object === undefined ? { status: "confirmed", paths: [] } : { status: "not_visible", paths: [] };
  if (object === undefined) {
    return isWhole ? { status: "not_visible", paths: [] } : { status: "not_readable", paths: [], reason: "it is not among the newest 5,000 of the list" };
  }
  const { paths, checked } = differences(by.compare, input, object);
  if (paths.length === 0) return { status: "confirmed", paths };
  // Where nothing is as it was written, the write is not there yet.
  return { status: paths.length === checked ? "not_visible" : "differs", paths };
}

/**
 * Looks for the item with this key in the first pages of a list.
 *
 * @param {Record<string, unknown>} parameters
 * @param {string} key
 * @param {unknown} value
 * @param {(given: Record<string, unknown>) => Promise<import("./fit.js").Reading>} read
 */
async function search(parameters, key, value, read) {
  let given = parameters;
  for (let page = 1; page <= MOST_PAGES; page++) {
    const { data, next } = await read(given);
    const object = data.items.find((/** @type {any} */ item) => item?.[key] === value);
    if (object !== undefined || !next || next.stuck) return { object, isWhole: true };
    given = { ...parameters, ...next };
  }
  return { isWhole: false };
}
