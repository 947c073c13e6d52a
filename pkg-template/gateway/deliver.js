// @ts-check
// The way of one entry after it was checked: the limits, the memory of what was sent, Refiner.
import { forward } from "./forward.js";
import { judge } from "./queue/verdict.js";

/** @typedef {import("./caller.js").Caller} Caller */
/** @typedef {import("./forward.js").Forwarded} Forwarded */
/** @typedef {import("./routes.js").Route} Route */
/** @typedef {import("./set-up.js").SetUp} SetUp */

/**
 * @typedef {object} Entry
 * @property {Route} route
 * @property {{ [name: string]: unknown }} input
 * @property {string} [id] By which a repeat is known. Without it, nothing is remembered.
 */

/** How much longer than its deadline a call may hold an entry, in milliseconds, until it is taken for lost. */
const GRACE_MS = 5_000;

/** @typedef {Forwarded & { outcome: "sent" | "duplicate" | "unknown" | "refused" }} Delivered */

/**
 * @param {SetUp} setUp
 * @param {{ caller: Caller, address: string | undefined, timeoutMs: number }} call
 * @param {Entry} entry
 * @returns {Promise<Delivered>}
 */
export async function deliver({ settings, once, limits }, { caller, address, timeoutMs }, { route, input, id }) {
  const taken = await limits.take({ user: caller.id, address, action: route.action });
  if (!taken.allowed) return overLimit(taken);
  const send = () => forward(settings.client, route, input, { timeoutMs });
  if (id === undefined || route.effect === "read") return { ...(await send()), outcome: "sent" };
  /** @type {Forwarded | undefined} */
  let sent;
  const outcome = await once.run({ user: caller.id, id, idempotent: route.idempotent, waitMs: timeoutMs, leaseMs: timeoutMs + GRACE_MS }, async () => {
    sent = await send();
    return { settled: settledBy(sent, route), reply: { status: sent.status, body: String(sent.body) } };
  });
  if (sent) return { ...sent, outcome: "sent" };
  if (outcome.outcome === "busy") return refused(503, "server", "this entry is being sent", outcome.retryAfterMs);
  if (outcome.outcome === "duplicate") return { ...remembered(outcome.reply), outcome: "duplicate" };
  return { ...refused(504, "timeout", "this entry was sent, and Refiner never answered"), outcome: "unknown" };
}

/** Whether an answer is known, nothing was done, or it was sent and nobody knows. @param {Forwarded} sent @param {Route} route */
function settledBy(sent, { idempotent }) {
  const verdict = judge(sent, idempotent);
  // Where the input is wrong, nothing was sent: it may come again, corrected.
  return verdict === "later" || sent.kind === "input" ? "not_sent" : verdict !== "unknown";
}

/** @param {{ status: number, body: string }} reply @returns {Forwarded} */
function remembered({ status, body }) {
  if (status < 400) return { status, body, reached: "yes" };
  const failure = JSON.parse(body);
  return { status, body, kind: failure.kind, failure, reached: "yes" };
}

/** @param {{ by: string, retryAfterMs: number }} taken */
function overLimit({ by, retryAfterMs }) {
  return refused(429, "rate_limited", `too many requests of this ${by === "key" ? "gateway" : by}`, retryAfterMs);
}

/**
 * @param {number} status
 * @param {import("../index.js").ErrorKind} kind
 * @param {string} message
 * @param {number} [retryAfterMs]
 * @returns {Delivered}
 */
function refused(status, kind, message, retryAfterMs) {
  const failure = { kind, message, retry_after_ms: retryAfterMs };
  return { status, body: JSON.stringify(failure), kind, failure, retryAfterMs, reached: "no", outcome: "refused" };
}
