// @ts-check
// Waits for another sender of the same entry.

const POLL_MS = 25;

/**
 * Asks again and again while the answer is "busy", at most so long. It looks instead of waiting for a promise of the other
 * sender, which a Worker cannot do across requests.
 *
 * @template {object} T
 * @param {number} waitMs
 * @param {() => T | Promise<T>} ask
 */
export async function patiently(waitMs, ask) {
  for (let waited = 0; ; waited += POLL_MS) {
    const answer = await ask();
    if (!("busyMs" in answer) || waited >= waitMs) return answer;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
