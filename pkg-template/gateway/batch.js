// @ts-check
// POST …/batch: up to a hundred entries of one user, in order, each answered on its own.
import { isRefinerError } from "../internal/error.js";
import { bindUser, requireAllowed } from "./bind-user.js";
import { deliver } from "./deliver.js";
import { accept } from "./queue/index.js";
import { failureOf, wrongInput } from "./refusal.js";
import { isObject } from "./routes.js";

/** @typedef {import("./caller.js").Caller} Caller */
/** @typedef {import("./deliver.js").Delivered} Delivered */
/** @typedef {import("./set-up.js").SetUp} SetUp */
/** @typedef {import("../gateway.js").BatchResult} Result */
/** @typedef {import("../gateway.js").GatewayEnv} Env */
/** @typedef {{ caller: Caller, address: string | undefined, timeoutMs: number }} Call */
/** @typedef {{ id: string, at: string | number | undefined, route: import("./routes.js").Route, input: { [name: string]: unknown } }} Entry */

/** The most entries of a batch. */
const MOST = 100;

/** When to try again, in milliseconds, if nobody said. */
const SOON_MS = 5_000;

/** The same, where a person must mend something first. */
const MENDED_MS = 60_000;

/** With less time than this, in milliseconds, no entry is begun: it would be cut off in the middle. */
const ENOUGH_MS = 1_000;

/**
 * @param {SetUp} setUp
 * @param {Call} call
 * @param {Env} env
 * @param {{ [name: string]: unknown }} body
 * @returns {Promise<Result[]>}
 */
export async function runBatch(setUp, call, env, body) {
  const { entries, ...rest } = body;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw wrongInput(unknown, "is not a parameter of a batch; there is: entries");
  if (!Array.isArray(entries) || entries.length === 0 || entries.length > MOST) {
    throw wrongInput("entries", `must be a list of 1 to ${MOST} entries`);
  }
  const read = entries.map((written) => readEntry(setUp, call.caller, written));
  return env.REFINER_QUEUE ? queueAll(setUp, call, env, read) : sendAll(setUp, call, read);
}

/**
 * Sends one entry after the other. Once an entry must come later, so must all behind it, or they would overtake it.
 *
 * @param {SetUp} setUp
 * @param {Call} call
 * @param {(Entry | Result)[]} entries
 */
async function sendAll(setUp, call, entries) {
  const end = Date.now() + call.timeoutMs;
  /** @type {Result[]} */
  const results = [];
  /** @type {Result | undefined} */
  let later;
  for (const entry of entries) {
    const left = end - Date.now();
    let result;
    if ("status" in entry) result = entry;
    else if (later) result = { ...later, id: entry.id };
    // The first one always has its turn: otherwise a batch could never get on.
    else if (left < ENOUGH_MS && results.length > 0) result = laterResult(entry.id, "timeout", SOON_MS);
    else result = resultOf(entry, await deliver(setUp, { ...call, timeoutMs: Math.max(left, 1) }, entry));
    if (result.status === "later") later ??= result;
    results.push(result);
  }
  return results;
}

/**
 * Puts the entries into the queue, checked as if they were sent.
 *
 * @param {SetUp} setUp
 * @param {Call} call
 * @param {Env} env
 * @param {(Entry | Result)[]} entries
 */
async function queueAll({ settings, limits }, { caller, address }, env, entries) {
  /** @type {Result[]} */
  const results = [];
  /** @type {Entry[]} */
  const accepted = [];
  /** @type {Result | undefined} */
  let later;
  for (const entry of entries) {
    const result = "status" in entry ? entry : ((later && { ...later, id: entry.id }) ?? (await admit(entry)));
    if (result.status === "later") later ??= result;
    if (result.status === "accepted" && !("status" in entry)) accepted.push(entry);
    results.push(result);
  }
  if (accepted.length === 0) return results;
  const queued = accepted.map(({ id, at, route, input }) => ({ user: caller.id, id, at, action: route.action, input }));
  try {
    await accept({ env, entries: queued });
    return results;
  } catch {
    return results.map((result) => (result.status === "accepted" ? laterResult(result.id, "server", SOON_MS) : result));
  }

  /** @param {Entry} entry @returns {Promise<Result>} */
  async function admit({ id, route, input }) {
    try {
      await settings.client.plan(route.action, input);
    } catch (error) {
      return rejected(id, error);
    }
    const taken = await limits.take({ user: caller.id, address, action: route.action });
    return taken.allowed ? { id, status: "accepted" } : laterResult(id, "rate_limited", taken.retryAfterMs);
  }
}

/**
 * An entry that may be sent, or else the result that says why not.
 *
 * @param {SetUp} setUp
 * @param {Caller} caller
 * @param {unknown} written
 * @returns {Entry | Result}
 */
function readEntry({ settings }, caller, written) {
  const id = isObject(written) && typeof written.id === "string" ? written.id : null;
  try {
    if (!isObject(written)) throw wrongInput("", "must be an object");
    const { id, at, action, input, ...rest } = written;
    const [unknown] = Object.keys(rest);
    if (unknown !== undefined) throw wrongInput(unknown, "is not a parameter of an entry; there are: id, at, action, input");
    if (!isEntryId(id)) throw wrongInput("id", "must be 1 to 128 printable characters without spaces and commas");
    if (!isTime(at)) throw wrongInput("at", "must be a time: milliseconds since 1970, or text such as 2026-01-31T10:00:00Z");
    const route = settings.table.named(action);
    if (route.effect === "read") throw wrongInput("action", "only reads; a batch is for writes");
    if (!isObject(input)) throw wrongInput("input", "must be an object");
    requireAllowed(route, caller);
    bindUser(route, input, caller);
    return { id, at, route, input };
  } catch (error) {
    return rejected(id?.slice(0, 128) ?? null, error);
  }
}

/** Whether a text can be an entry's id. @param {unknown} id @returns {id is string} */
export function isEntryId(id) {
  return typeof id === "string" && /^[\x21-\x2b\x2d-\x7e]{1,128}$/.test(id);
}

/** @param {unknown} at @returns {at is string | number | undefined} */
function isTime(at) {
  return at === undefined || (typeof at === "number" ? Number.isFinite(at) : typeof at === "string" && !Number.isNaN(Date.parse(at)));
}

/**
 * @param {Entry} entry
 * @param {Delivered} delivered
 * @returns {Result}
 */
function resultOf({ id, route }, { kind, failure, retryAfterMs, reached, outcome }) {
  if (kind === undefined) return { id, status: outcome === "duplicate" ? "duplicate" : "accepted" };
  if (outcome === "unknown" || (reached === "maybe" && !route.idempotent)) return { id, status: "unknown", kind, message: failure?.message };
  if (REFUSED.includes(kind)) return { id, status: "rejected", ...failure, kind };
  return laterResult(id, kind, retryAfterMs ?? (kind === "config" ? MENDED_MS : SOON_MS));
}

/** What the same entry meets again, whenever it comes. @type {unknown[]} */
const REFUSED = ["input", "permission", "not_found", "conflict", "rejected"];

/** @param {string | null} id @param {import("../index.js").ErrorKind | undefined} kind @param {number} ms @returns {Result} */
function laterResult(id, kind, ms) {
  return { id, status: "later", kind, retry_after_ms: Math.ceil(ms) };
}

/** @param {string | null} id @param {unknown} error @returns {Result} */
function rejected(id, error) {
  if (!isRefinerError(error)) throw error;
  return { id, status: "rejected", ...failureOf(error) };
}
