// What the benchmark of one call says that each client promises is what the client does when a fetch stalls, fails, redirects or sends too
// much. Time is virtual.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { callsOf } from "../bench/contestants/call.mjs";
import { PROMISES } from "../bench/contestants/promises.mjs";
import { identifyDutifully } from "../bench/contestants/same-duties.mjs";
import { FLAT, fetch as answering } from "../bench/contestants/user.mjs";

const MIB = 1024 * 1024;
const STEP_MS = 1_000;
/** Longer than three attempts of the most patient one. */
const LONGEST_MS = 2_000_000;
const ANSWER = await (await answering()).text();
const json = { "content-type": "application/json" };
const refusal = (/** @type {Record<string, string>} */ headers = {}) => new Response("{}", { status: 503, headers: { ...json, ...headers } });

/** Lets everything happen that waits for no timer. */
async function settle() {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * @typedef {object} Attempt
 * @property {string} redirect
 * @property {string | null} key
 * @property {number} [abortedMs] When its signal said so.
 */

/**
 * Runs a call in virtual time, which begins at 0.
 *
 * @param {string} name
 * @param {(signal: AbortSignal | null | undefined, attempt: number) => Response | Promise<Response>} answer
 */
async function live(name, answer) {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  try {
    /** @type {Attempt[]} */
    const attempts = [];
    const fetch = async (/** @type {any} */ url, /** @type {any} */ init) => {
      const { redirect = "follow", headers, signal } = url instanceof Request ? url : init;
      /** @type {Attempt} */
      const attempt = { redirect, key: new Headers(headers).get("idempotency-key") };
      attempts.push(attempt);
      signal?.addEventListener("abort", () => (attempt.abortedMs ??= Date.now()));
      return answer(signal, attempts.length);
    };
    /** @type {{ value?: any, error?: any, endedMs?: number }} */
    const seen = {};
    callsOf(fetch)[name]().then(
      (value) => Object.assign(seen, { value, endedMs: Date.now() }),
      (error) => Object.assign(seen, { error, endedMs: Date.now() }),
    );
    await settle();
    while (seen.endedMs === undefined && Date.now() < LONGEST_MS) {
      mock.timers.tick(STEP_MS);
      await settle();
    }
    return { ...seen, attempts };
  } finally {
    mock.timers.reset();
  }
}

/** @param {AbortSignal | null | undefined} signal @returns {Promise<Response>} */
const silent = (signal) => new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));

/** @param {AbortSignal | null | undefined} signal */
function halfway(signal) {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(ANSWER.slice(0, 10)));
      signal?.addEventListener("abort", () => controller.error(signal.reason));
    },
  });
  return new Response(body, { headers: json });
}

/** @param {number} bytes */
const long = (bytes) => () => new Response(ANSWER.padStart(bytes), { headers: json });

test("the promises are those of all contestants", () => {
  assert.deepEqual(Object.keys(PROMISES).sort(), Object.keys(callsOf(answering)).sort());
});

for (const [name, { deadlineMs, isOverAll, coversBody, isCutOff, capBytes, retries, hasKey, follows }] of Object.entries(PROMISES)) {
  test(`${name} promises what the benchmark says, and no more`, async () => {
    // What is loaded at the first call is loaded in real time.
    await callsOf(answering)[name]();

    const unanswered = await live(name, silent);
    assert.equal(unanswered.attempts[0].abortedMs, deadlineMs, "the deadline of an attempt");
    const deaf = await live(name, () => new Promise(() => {}));
    assert.equal(deaf.endedMs !== undefined, isCutOff, "a fetch that ignores its signal");
    const half = await live(name, halfway);
    assert.equal(half.endedMs, coversBody ? deadlineMs : undefined, "a body that stops coming");

    const failing = await live(name, () => refusal());
    assert.equal(failing.attempts.length, 1 + retries);
    assert.equal(failing.attempts.every(({ key }) => key && key === failing.attempts[0].key), hasKey, "an idempotency key");
    const late = await live(name, (signal, attempt) => (attempt === 1 ? refusal({ "retry-after": "20" }) : silent(signal)));
    assert.equal(retries > 0 && late.attempts[1].abortedMs === deadlineMs, isOverAll, "one deadline over all attempts");
    if (isOverAll) {
      const never = await live(name, () => refusal({ "retry-after": "40" }));
      assert.deepEqual([never.attempts.length, never.endedMs], [1, 0], "no wait beyond the deadline");
    }

    const moved = await live(name, () => new Response(null, { status: 302, headers: { location: "https://example.com/" } }));
    assert.deepEqual(moved.attempts.map(({ redirect }) => redirect), [follows ? "follow" : "manual"]);
    // Where fetch follows, a redirect never reaches the client.
    if (!follows) assert.ok(moved.error, "a redirect");

    if (capBytes !== undefined) assert.ok((await live(name, long(capBytes))).value, "a body as long as the cap");
    const longer = await live(name, long((capBytes ?? 64 * MIB) + 1));
    assert.equal(longer.error === undefined, capBytes === undefined, "a body longer than the cap");
  });
}

test("the one with the same duties heeds its caller's signal, even when the fetch does not", async () => {
  const controller = new AbortController();
  /** @type {AbortSignal[]} */
  const signals = [];
  const deaf = (/** @type {any} */ _url, /** @type {any} */ { signal }) => (signals.push(signal), new Promise(() => {}));
  const ended = identifyDutifully(/** @type {any} */ (deaf), FLAT, controller.signal);
  controller.abort();
  await assert.rejects(ended, /aborted/);
  assert.deepEqual(signals.map(({ aborted }) => aborted), [true]);
});
