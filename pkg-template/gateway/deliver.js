// @ts-check
// The way of one entry after it was checked: the limits, the memory of what was sent, Refiner.
import { forward } from "./forward.js";
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
  const outcome = await once.run({ user: caller.id, id, idempotent: route.idempotent, waitMs: timeoutMs }, async () => {
    sent = await send();
    return { settled: settledBy(sent), reply: { status: sent.status, body: String(sent.body) } };
  });
  if (outcome.outcome === "sent" && sent) return { ...sent, outcome: "sent" };
  if (outcome.outcome === "busy") return refused(503, "server", "the same entry is being sent just now", outcome.retryAfterMs);
  if (outcome.outcome === "unknown") {
    return { ...refused(504, "timeout", "this entry was sent before, and Refiner never answered; it is not sent twice"), reached: "maybe", outcome: "unknown" };
  }
  return { ...remembered(outcome.reply), outcome: "duplicate" };
}

/** A refusal of Refiner that stays, whoever tries again. @type {unknown[]} */
const FINAL = ["rejected", "permission", "not_found", "conflict"];

/** Whether an answer is known, nothing was sent, or it was sent and nobody knows. @param {Forwarded} sent */
function settledBy({ kind, reached }) {
  if (kind === undefined || FINAL.includes(kind)) return true;
  return reached === "no" ? "not_sent" : false;
}

/** @param {{ status: number, body: string }} reply @returns {Forwarded} */
function remembered({ status, body }) {
  if (status < 400) return { status, body, reached: "yes" };
  const failure = JSON.parse(body);
  return { status, body, kind: failure.kind, failure, reached: "no" };
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
