// What the benchmark of one call says about each client's promises is what the client does: a fetch stalls, fails, redirects or sends too much.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { callsOf } from "../bench/contestants/call.mjs";
import { PROMISES } from "../bench/contestants/promises.mjs";

const MIB = 1024 * 1024;
const STEP_MS = 1_000;
/** Longer than three attempts of the most patient one. */
const LONGEST_MS = 2_000_000;
const ANSWER = JSON.stringify({ message: "ok", contact_uuid: "15b1a3ee-d9ab-4d3f-8f1e-2b8f6a5b7c11" });
const json = { headers: { "content-type": "application/json" } };

/** Lets everything happen that waits for no timer. */
async function settle() {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** When an attempt is aborted, and with what. @param {AbortSignal | null | undefined} signal @param {(reason: unknown) => void} then */
const onAbort = (signal, then) => signal?.addEventListener("abort", () => then(signal.reason));

/**
 * Runs a call in virtual time.
 *
 * @param {string} name
 * @param {(signal: AbortSignal | undefined | null, attempt: number) => Response | Promise<Response>} answer
 */
async function live(name, answer) {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  try {
    const [attempts, seen] = [/** @type {string[]} */ ([]), /** @type {{ endedMs?: number, value?: any, error?: any }} */ ({})];
    const fetch = async (/** @type {any} */ url, /** @type {any} */ init) => {
      const request = url instanceof Request ? url : init;
      attempts.push(request.redirect ?? "follow");
      return answer(request.signal, attempts.length);
    };
    const ended = callsOf(fetch)[name]().then((value) => Object.assign(seen, { value }), (error) => Object.assign(seen, { error }));
    let [ms, isOver] = [0, false];
    ended.then(() => (isOver = true));
    for (await settle(); !isOver && ms < LONGEST_MS; ms += STEP_MS) {
      mock.timers.tick(STEP_MS);
      await settle();
    }
    return { ...seen, attempts, ms: isOver ? ms : Infinity };
  } finally {
    mock.timers.reset();
  }
}

const stalls = () => new Promise(() => {});

for (const [name, promised] of Object.entries(PROMISES)) {
  test(`${name} keeps its promises, and no more than these`, async () => {
    const silent = await live(name, (signal) => new Promise((_, reject) => onAbort(signal, reject)));
    const deaf = await live(name, stalls);
    const halfway = await live(name, (signal) => {
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(ANSWER.slice(0, 10)));
          onAbort(signal, (reason) => controller.error(reason));
        },
      });
      return new Response(body, json);
    });
    const failing = await live(name, () => new Response("{}", { status: 503, ...json }));
    const endless = await live(name, () => new Response(`${" ".repeat(64 * MIB)}${ANSWER}`, json));

    const { deadlineMs = Infinity, isOverAll, coversBody, isCutOff, capBytes, retries, follows } = promised;
    console.log(name, JSON.stringify({ silent: [silent.ms, silent.attempts.length], deaf: deaf.ms, halfway: [halfway.ms, halfway.attempts.length], failing: failing.attempts, endless: [!!endless.value, String(endless.error)] }));
  });
}
