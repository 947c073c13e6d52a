// @ts-check
// Keeps what cannot be delivered, with the reason.

/**
 * Puts an event into `env.REFINER_DEAD_LETTERS`, where somebody can look at it and send it again. Without that queue, the event is
 * gone, and the log line says that there was one. Rejects if the queue does not take it.
 *
 * @param {import("../../gateway-state.js").GatewayStateEnv} env
 * @param {(line: import("../../gateway-state.js").QueueLogLine) => void} log
 * @param {import("../../gateway-state.js").DeadLetter} letter
 */
export async function bury(env, log, { entry, ...reason }) {
  const queue = env.REFINER_DEAD_LETTERS;
  await queue?.sendBatch([{ body: { ...reason, entry }, contentType: "json" }]);
  const action = /** @type {any} */ (entry)?.action;
  log({ event: "dead_letter", ...(typeof action === "string" && { action: action.slice(0, 64) }), ...reason, kept: queue !== undefined });
}
