// A fetch that answers from a script, and bodies that count how much of them is read.

/**
 * @typedef {(url: string, init: any, index: number) => any} Answer
 */

/**
 * A fetch that gives the answers in order, and repeats the last one. If an answer is a function, its result is the
 * answer.
 *
 * @param {...(Answer | any)} answers
 */
export function scripted(...answers) {
  /** @type {{ url: string, init: any }[]} */
  const calls = [];
  const fetch = async (url, init) => {
    const index = calls.push({ url, init }) - 1;
    const answer = answers[Math.min(index, answers.length - 1)];
    return typeof answer === "function" ? answer(url, init, index) : answer;
  };
  return Object.assign(fetch, { calls });
}

/** A reply with this status. */
export const status = (code, headers = {}, body = null) => () => new Response(body, { status: code, headers });

/** A 200 with this value as JSON. */
export const ok = (value) => () => Response.json(value);

/** A 200 with these bytes or this text. */
export const raw = (body, headers = { "content-type": "application/json" }) => () => new Response(body, { headers });

/** Rejects. */
export const rejects = (reason) => () => Promise.reject(reason);

/** What Node's fetch rejects with when the connection fails. */
export const networkError = (code) =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(`something about ${code}`), { code }) });

/** Never answers; rejects when the request is aborted. */
export const never = (_url, init) =>
  new Promise((_, reject) => {
    const abort = () => reject(init.signal.reason);
    if (init.signal.aborted) abort();
    else init.signal.addEventListener("abort", abort);
  });

/** A success, as track_event answers. */
export const DONE = { message: "ok" };

/** A page of a list. */
export function page(items, pagination = {}) {
  const usual = { items_count: items.length, current_page: 1, last_page: 1, page_length: 100, next_page_cursor: null };
  return { items, pagination: { ...usual, ...pagination } };
}

/**
 * A body that repeats `chunk`, and records how often more was requested and whether it was cancelled. After `most`
 * chunks it ends, or stalls.
 *
 * @param {Uint8Array | string} chunk
 * @param {{ most?: number, stall?: boolean }} [end]
 */
export function countedBody(chunk, { most = Infinity, stall = false } = {}) {
  const bytes = typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
  const counted = { chunks: 0, cancelled: false, stream: /** @type {any} */ (undefined) };
  counted.stream = new ReadableStream(
    {
      pull(controller) {
        if (counted.chunks < most) {
          counted.chunks++;
          controller.enqueue(bytes);
        } else if (stall) {
          return new Promise(() => {});
        } else {
          controller.close();
        }
      },
      cancel() {
        counted.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return counted;
}
