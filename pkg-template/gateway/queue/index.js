// @ts-check
// Puts entries into a queue, and takes them out.

/** @typedef {import("../../gateway.js").GatewayEnv} Env */
/** @typedef {{ user: string, id: string, at: string | number | undefined, action: string, input: { [name: string]: unknown } }} QueueEntry */

/** @param {{ env: Env, entries: QueueEntry[] }} what */
export async function accept({ env, entries }) {
  await env.REFINER_QUEUE?.sendBatch(entries.map((body) => ({ body })));
}

/**
 * @param {import("../../gateway.js").QueueBatch} batch
 * @param {object} how
 * @param {(entry: { user: string, action: string, input: { [name: string]: unknown }, signal?: AbortSignal }) => Promise<import("../forward.js").Forwarded>} how.forward
 * @param {unknown} how.once
 * @param {unknown} how.limits
 * @param {() => number} how.now
 * @param {(line: import("../../gateway.js").LogLine) => void} how.log
 */
export async function consume(batch, { forward }) {
  for (const message of batch.messages) {
    const { kind, retryAfterMs = 5_000 } = await forward(/** @type {QueueEntry} */ (message.body));
    if (kind === undefined) message.ack();
    else message.retry({ delaySeconds: Math.ceil(retryAfterMs / 1000) });
  }
}
