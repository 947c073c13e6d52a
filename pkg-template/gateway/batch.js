// @ts-check
// POST …/batch: up to a hundred entries of one user, in order, each answered on its own.
import { bindUser, requireAllowed } from "./bind-user.js";
import { refuseUnsafe } from "./body.js";
import { deliver } from "./deliver.js";
import { SOON_MS, inOrder, laterResult, queueAll, rejected } from "./enqueue.js";
import { judge } from "./queue/verdict.js";
import { wrongInput } from "./refusal.js";
import { isObject } from "./routes.js";

/** @typedef {import("./caller.js").Caller} Caller */
/** @typedef {import("./deliver.js").Delivered} Delivered */
/** @typedef {import("./set-up.js").SetUp} SetUp */
/** @typedef {import("../gateway.js").BatchResult} Result */
/** @typedef {import("../gateway.js").GatewayEnv} Env */
/** @typedef {{ caller: Caller, address: string | undefined, timeoutMs: number }} Call */
/** @typedef {import("./enqueue.js").Entry} Entry */

/** The most entries of a batch. */
const MOST = 100;

/** When to try again, in milliseconds, where a person must mend something first. */
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
  refuseRest(rest, "entries");
  if (!Array.isArray(entries) || entries.length === 0 || entries.length > MOST) {
    throw wrongInput("entries", `must be a list of 1 to ${MOST} entries`);
  }
  const read = entries.map((written) => readEntry(setUp, call.caller, written));
  return env.REFINER_QUEUE ? queueAll(setUp, call, env, read) : sendAll(setUp, call, read);
}

/**
 * @param {SetUp} setUp
 * @param {Call} call
 * @param {(Entry | Result)[]} entries
 */
function sendAll(setUp, call, entries) {
  const end = Date.now() + call.timeoutMs;
  // The first one always has its turn: otherwise a batch could never get on.
  let enough = 0;
  return inOrder(entries, async (entry) => {
    const left = end - Date.now();
    if (left < enough) return laterResult(entry.id, "timeout", SOON_MS);
    enough = ENOUGH_MS;
    return resultOf(entry, await deliver(setUp, { ...call, timeoutMs: Math.max(left, 1) }, entry));
  });
}

/**
 * @param {object} rest What is left when the known parameters are taken out.
 * @param {string} names
 */
function refuseRest(rest, names) {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw wrongInput(unknown, `is not a parameter; there are: ${names}`);
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
    refuseUnsafe(written);
    const { id, at, action, input, ...rest } = written;
    refuseRest(rest, "id, at, action, input");
    const entryId = requireEntryId("id", id);
    if (!isTime(at)) throw wrongInput("at", "must be milliseconds since 1970, or text such as 2026-01-31T10:00:00Z");
    const route = settings.table.named(action);
    if (route.effect === "read") throw wrongInput("action", "only reads");
    if (!isObject(input)) throw wrongInput("input", "must be an object");
    requireAllowed(route, caller);
    bindUser(route, input, caller);
    return { id: entryId, at, route, input };
  } catch (error) {
    return rejected(id?.slice(0, 128) ?? null, error);
  }
}

/** @param {string} path @param {unknown} id */
export function requireEntryId(path, id) {
  if (typeof id === "string" && /^[\x21-\x2b\x2d-\x7e]{1,128}$/.test(id)) return id;
  throw wrongInput(path, "must be 1 to 128 printable characters without spaces and commas");
}

/** @param {unknown} at @returns {at is string | number | undefined} */
function isTime(at) {
  // Date.parse also reads what is no date, such as "x 1".
  return at === undefined || Number.isFinite(typeof at === "number" ? at : /^\d{4}-\d\d-\d\dT/.test(`${at}`) && Date.parse(`${at}`));
}

/**
 * @param {Entry} entry
 * @param {Delivered} delivered
 * @returns {Result}
 */
function resultOf({ id, route }, delivered) {
  const { kind, failure, retryAfterMs, outcome } = delivered;
  const verdict = outcome === "unknown" ? "unknown" : judge(delivered, route.idempotent);
  if (verdict === "done") return { id, status: outcome === "duplicate" ? "duplicate" : "accepted" };
  if (verdict === "later") return laterResult(id, kind, retryAfterMs ?? (kind === "config" ? MENDED_MS : SOON_MS));
  return { id, status: verdict === "unknown" ? "unknown" : "rejected", ...failure };
}
