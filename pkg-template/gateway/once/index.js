// @ts-check
// Sends an entry once, however often it comes.
import { ask } from "../ask.js";
import { nameOf } from "../digest.js";
import { Memory } from "./memory.js";

/** @typedef {import("../../gateway-state.js").Once} Once */
/** @typedef {import("../../gateway-state.js").Sent} Sent */

/** How long a sender has before nobody waits for its answer any more. Ours: longer than a call may take. */
const LEASE_MS = 60_000;

/** When to come back if the Durable Object cannot be reached. Ours. */
const LATER_MS = 2_000;

/**
 * Opens the memory of one environment: a Durable Object for each user where `REFINER_ONCE` is bound, otherwise the memory of this
 * isolate. Open it once, not for each request.
 *
 * Each entry is marked before it is sent. If no answer is ever known (no reply came, or the sender was lost), a repeat is sent
 * again when the action is idempotent, and otherwise answered with `unknown`: nobody knows whether it was done.
 *
 * If the Durable Object cannot be reached, nothing is sent: the outcome is `busy`.
 *
 * @param {object} options
 * @param {import("../../gateway-state.js").GatewayStateEnv} [options.env]
 * @param {() => number} [options.now] For the memory of this isolate; Durable Objects have their own clock.
 * @returns {Once}
 */
export function openOnce({ env = {}, now = Date.now }) {
  const memory = new Memory(now);
  const namespace = env.REFINER_ONCE;
  /** @param {string} owner */
  const placeOf = (owner) => (namespace ? remote(namespace, owner) : memory);

  /** @type {Once["runAll"]} */
  async function runAll({ user, entries, at, waitMs = 0, leaseMs = LEASE_MS }, send) {
    const owner = await nameOf(user);
    const keys = await Promise.all(entries.map(({ id }) => nameOf(user, id)));
    const place = placeOf(owner);
    const token = crypto.randomUUID();
    const held = at === undefined ? {} : { holds: holdsOf(owner), at };
    const asked = entries.map(({ idempotent }, index) => ({ key: keys[index], idempotent }));
    /** @type {import("./records.js").Verdict} */
    const verdict = await place.begin({ op: "begin", entries: asked, token, waitMs, leaseMs, ...held }).catch(() => ({ busyMs: LATER_MS }));
    if ("busyMs" in verdict) {
      const { busyMs } = verdict;
      return entries.map(() => ({ outcome: "busy", retryAfterMs: busyMs }));
    }
    const { verdicts } = verdict;
    const fresh = entries.map((_, index) => index).filter((index) => verdicts[index] === "send");
    /** @type {Sent | undefined} */
    let sent;
    if (fresh.length > 0) {
      const told = { op: /** @type {const} */ ("settle"), keys: fresh.map((index) => keys[index]), token, ...held };
      try {
        sent = await send(fresh);
      } catch (error) {
        await place.settle(told).catch(() => {});
        throw error;
      }
      const { settled, reply } = sent;
      // What cannot be reported stays marked, as if its sender had been lost.
      await place.settle({ ...told, reply: settled === true ? reply : undefined, unsent: settled === "not_sent" }).catch(() => {});
    }
    return verdicts.map((one) => {
      if (one === "unknown") return { outcome: "unknown" };
      return one === "send" ? { outcome: "sent", reply: sent?.reply } : { outcome: "duplicate", reply: one };
    });
  }

  return {
    runAll,
    async hold({ user, messages, ms }) {
      const owner = await nameOf(user);
      const keyed = await Promise.all(
        messages.map(async ({ ids, at }) => ({ keys: await Promise.all(ids.map((id) => nameOf(user, id))), at })),
      );
      await placeOf(owner).hold({ op: "hold", holds: holdsOf(owner), messages: keyed, ms });
    },
    async run({ user, id, idempotent, ...how }, send) {
      const [outcome] = await runAll({ user, entries: [{ id, idempotent }], ...how }, () => send());
      return outcome;
    },
  };
}

/** @param {string} owner */
function holdsOf(owner) {
  return `holds-${owner}`;
}

/**
 * A user's Durable Object. A question that got no answer is asked once more: the object knows by the token that it is the same.
 *
 * @param {import("../../gateway-state.js").ObjectNamespace} namespace
 * @param {string} owner
 */
function remote(namespace, owner) {
  const once = async (/** @type {object} */ question) => ask(namespace.get(namespace.idFromName(owner)), question);
  const tell = (/** @type {object} */ question) => once(question).catch(() => once(question));
  return { begin: tell, settle: tell, hold: tell };
}
