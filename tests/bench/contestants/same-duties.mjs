// A client written by hand that does what ours does on the way: one deadline over everything, the body too, the caller's signal, a cap on
// the body, retries that wait within the deadline, no redirects, and a fetch that ignores its signal is cut off. It checks neither input nor
// reply.

const TIMEOUT_MS = 30_000;
const MAX_RETRIES = 2;
const MAX_BODY_BYTES = 64 * 1024 * 1024;
const DECODER = new TextDecoder();
const RETRIED = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * @param {typeof fetch} fetch
 * @param {object} body
 * @param {AbortSignal} [signal]
 */
export async function identifyDutifully(fetch, body, signal) {
  const deadline = Date.now() + TIMEOUT_MS;
  const controller = new AbortController();
  /** @type {(reason: Error) => void} */
  let stop = () => {};
  /** @type {Promise<never>} */
  const stopped = new Promise((_, reject) => (stop = reject));
  stopped.catch(() => {});
  const timer = setTimeout(() => stop(new Error("timeout")), TIMEOUT_MS);
  const abort = () => stop(new Error("aborted"));
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();
  let done = false;
  try {
    for (let attempt = 0; ; attempt++) {
      const outcome = await Promise.race([attemptOf(fetch, body, controller.signal, stopped), stopped]);
      if ("data" in outcome) {
        done = true;
        return outcome.data;
      }
      const wait = outcome.waitMs ?? 500 * 2 ** attempt * (0.5 + Math.random() / 2);
      if (!outcome.again || attempt === MAX_RETRIES || Date.now() + wait >= deadline) throw outcome.error;
      await Promise.race([new Promise((resolve) => setTimeout(resolve, wait)), stopped]);
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
    if (!done) controller.abort();
  }
}

async function attemptOf(fetch, body, signal, stopped) {
  let response;
  try {
    response = await fetch("https://api.refiner.io/v1/identify-user", {
      method: "POST",
      headers: { Accept: "application/json", Authorization: "Bearer any-key", "Content-Type": "application/json" },
      body: JSON.stringify(body),
      redirect: "manual",
      signal,
    });
  } catch (error) {
    return { again: true, error };
  }
  if (!response.ok) {
    response.body?.cancel().catch(() => {});
    const seconds = Number(response.headers.get("retry-after") ?? NaN);
    const waitMs = Number.isNaN(seconds) ? undefined : seconds * 1000;
    return { again: RETRIED.has(response.status), waitMs, error: new Error(`status ${response.status}`) };
  }
  return { data: JSON.parse(DECODER.decode(await capped(response.body, stopped))) };
}

/** The bytes of a body, up to the cap. */
async function capped(body, stopped) {
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  stopped.catch(() => reader.cancel().catch(() => {}));
  const chunks = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MAX_BODY_BYTES) {
      reader.cancel().catch(() => {});
      throw new Error("the body is too long");
    }
    chunks.push(value);
  }
  if (chunks.length === 1) return chunks[0];
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
