// @ts-check
// The way of one entry after it was checked: the limits, the memory of what was sent, Refiner.
import { forward } from "./forward.js";
import { judge } from "./queue/verdict.js";
import { failureOf, refusal } from "./refusal.js";

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
  if (outcome.outcome === "busy") return refused(503, "server", "the same entry is being sent just now", outcome.retryAfterMs);
  if (outcome.outcome === "duplicate") return { ...remembered(outcome.reply), outcome: "duplicate" };
  const unknown = refused(504, "timeout", "this entry was sent before, and Refiner never answered; it is not sent twice");
  return { ...unknown, reached: "maybe", outcome: "unknown" };
}

/** @type {{ [verdict: string]: true | false | "not_sent" }} */
const SETTLED = { done: true, refused: true, unknown: false, later: "not_sent" };

/** Whether an answer is known, nothing was done, or it was sent and nobody knows. @param {Forwarded} sent @param {Route} route */
function settledBy(sent, { idempotent }) {
  // The input is wrong, and nothing was sent: it may come again, corrected.
  return sent.kind === "input" ? "not_sent" : SETTLED[judge(sent, idempotent)];
}

/** @param {{ status: number, body: string }} reply @returns {Forwarded} */
function remembered({ status, body }) {
  if (status < 400) return { status, body, reached: "yes" };
  const failure = JSON.parse(body);
  return { status, body, kind: failure.kind, failure, reached: "yes" };
}

/** @type {{ [by: string]: string }} */
const WHOSE = { user: "this user", address: "this address", key: "this gateway" };

/** @param {{ by: string, retryAfterMs: number }} taken */
function overLimit({ by, retryAfterMs }) {
  return refused(429, "rate_limited", `too many requests of ${WHOSE[by]}; wait before trying again`, retryAfterMs);
}

/**
 * @param {number} status
 * @param {import("../index.js").ErrorKind} kind
 * @param {string} message
 * @param {number} [retryAfterMs]
 * @returns {Delivered}
 */
function refused(status, kind, message, retryAfterMs) {
  const failure = failureOf(refusal(status, kind, message, { retryAfterMs }));
  return { status, body: JSON.stringify(failure), kind, failure, retryAfterMs, reached: "no", outcome: "refused" };
}
