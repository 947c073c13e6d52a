// @ts-check
// Puts events into the queue.

/** @typedef {import("../../gateway-state.js").QueueEntry} QueueEntry */

/** What `sendBatch` takes: so many messages, and so many bytes in total. */
const MOST_MESSAGES = 100;
const MOST_BYTES = 250_000;

/** The size of a message up to which it counts as one operation (64 KB). */
const MESSAGE_BYTES = 60_000;

/** The most events in one message. */
const MOST_ENTRIES = 100;

/**
 * Puts events into `env.REFINER_QUEUE`. Rejects if the queue does not take them; those that it took already are recognised when they
 * come again.
 *
 * The events of one user share a message, which costs less and keeps their order. A message is delivered again as a whole if one of
 * its events fails, so that needs `REFINER_ONCE`: without it, each event has a message of its own.
 *
 * @param {object} options
 * @param {import("../../gateway-state.js").GatewayStateEnv} options.env
 * @param {readonly QueueEntry[]} options.entries
 */
export async function accept({ env, entries }) {
  if (!env.REFINER_QUEUE) throw new Error("REFINER_QUEUE is not bound");
  let batch = [];
  let bytes = 0;
  for (const message of pack(entries, env.REFINER_ONCE ? MOST_ENTRIES : 1)) {
    if (batch.length === MOST_MESSAGES || (bytes + message.bytes > MOST_BYTES && batch.length > 0)) {
      await env.REFINER_QUEUE.sendBatch(batch);
      batch = [];
      bytes = 0;
    }
    batch.push({ body: { v: 1, entries: message.entries }, contentType: /** @type {const} */ ("json") });
    bytes += message.bytes;
  }
  if (batch.length > 0) await env.REFINER_QUEUE.sendBatch(batch);
}

/**
 * @param {readonly QueueEntry[]} entries
 * @param {number} most
 */
function pack(entries, most) {
  /** @type {{ entries: QueueEntry[], bytes: number }[]} */
  const messages = [];
  /** @type {Map<string, { entries: QueueEntry[], bytes: number }>} */
  const open = new Map();
  for (const { user, id, at, action, input } of entries) {
    const entry = { user, id, at, action, input };
    const bytes = new TextEncoder().encode(JSON.stringify(entry)).length;
    let message = open.get(user);
    if (!message || message.entries.length >= most || message.bytes + bytes > MESSAGE_BYTES) {
      // What surrounds the events, and what the queue adds.
      message = { entries: [], bytes: 200 };
      open.set(user, message);
      messages.push(message);
    }
    message.entries.push(entry);
    message.bytes += bytes + 1;
  }
  return messages;
}
