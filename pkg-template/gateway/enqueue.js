// @ts-check
// Puts entries into the queue, where one is bound: checked as if they were sent, and answered at once.
import { isRefinerError } from "../internal/error.js";
import { accept } from "./queue/index.js";
import { failureOf } from "./refusal.js";

/** @typedef {import("./set-up.js").SetUp} SetUp */
/** @typedef {import("../gateway.js").BatchResult} Result */
/** @typedef {import("../gateway.js").GatewayEnv} Env */
/** @typedef {{ caller: import("./caller.js").Caller, address: string | undefined }} Call */
/** @typedef {{ id: string, at?: string | number | undefined, route: import("./routes.js").Route, input: { [name: string]: unknown } }} Entry */

/** When to try again, in milliseconds, if nobody said. */
export const SOON_MS = 5_000;

/**
 * @param {SetUp} setUp
 * @param {Call} call
 * @param {Env} env
 * @param {(Entry | Result)[]} entries Those that may be sent, and the results of the others.
 * @returns {Promise<Result[]>}
 */
export async function queueAll(setUp, call, env, entries) {
  /** @type {Result[]} */
  const results = [];
  /** @type {Entry[]} */
  const admitted = [];
  /** @type {Result | undefined} The first that must come later. Nothing behind it may overtake it. */
  let later;
  for (const entry of entries) {
    const result = "status" in entry ? entry : later ? { ...later, id: entry.id } : await admit(setUp, call, entry);
    if (result.status === "later") later ??= result;
    if (result.status === "accepted" && !("status" in entry)) admitted.push(entry);
    results.push(result);
  }
  if (admitted.length === 0) return results;
  try {
    const user = call.caller.id;
    await accept({ env, entries: admitted.map(({ id, at, route, input }) => ({ user, id, at, action: route.action, input })) });
    return results;
  } catch {
    return results.map((result) => (result.status === "accepted" ? laterResult(result.id, "server", SOON_MS) : result));
  }
}

/**
 * @param {SetUp} setUp
 * @param {Call} call
 * @param {Entry} entry
 * @returns {Promise<Result>}
 */
async function admit({ settings, admission }, { caller, address }, { id, route, input }) {
  try {
    await settings.client.plan(route.action, input);
  } catch (error) {
    return rejected(id, error);
  }
  const taken = await admission.take({ user: caller.id, address, action: route.action });
  return taken.allowed ? { id, status: "accepted" } : laterResult(id, "rate_limited", taken.retryAfterMs);
}

/** @param {string | null} id @param {import("../index.js").ErrorKind | undefined} kind @param {number} ms @returns {Result} */
export function laterResult(id, kind, ms) {
  return { id, status: "later", kind, retry_after_ms: Math.ceil(ms) };
}

/** @param {string | null} id @param {unknown} error @returns {Result} */
export function rejected(id, error) {
  if (!isRefinerError(error)) throw error;
  return { id, status: "rejected", ...failureOf(error) };
}
