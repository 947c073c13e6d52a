// @ts-check
// Reads the body of a webhook: JSON of a limited size, within a limited time.

/** A body that is refused, with the status that says so. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} kind
   * @param {string} message
   */
  constructor(status, kind, message) {
    super(message);
    this.status = status;
    this.kind = kind;
  }
}

/**
 * The bytes of a body. What `Content-Length` says does not count.
 *
 * @param {Request} request
 * @param {number} maxBytes
 * @param {number} timeoutMs
 */
export async function readBytes(request, maxBytes, timeoutMs) {
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Promise<never>} */
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Refusal(408, "timeout", "the body took too long")), timeoutMs);
  });
  const chunks = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late]);
      if (done) break;
      length += value.length;
      if (length > maxBytes) throw new Refusal(413, "too_large", `the body has more than ${maxBytes} bytes`);
      chunks.push(value);
    }
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error instanceof Refusal ? error : new Refusal(400, "input", "the body was cut off");
  } finally {
    clearTimeout(timer);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * @param {Uint8Array} bytes
 * @returns {import("../../gateway-state.js").WebhookEvent}
 */
export function parseEvent(bytes) {
  /** @type {unknown} */
  let event;
  try {
    event = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new Refusal(400, "input", "the body is not JSON");
  }
  if (typeof event !== "object" || event === null || Array.isArray(event)) throw new Refusal(400, "input", "the body is not an object");
  return /** @type {import("../../gateway-state.js").WebhookEvent} */ (event);
}
