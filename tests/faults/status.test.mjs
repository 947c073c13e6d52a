// What each status means: the kind of error, and whether and when the call is retried. Time is virtual, so waits are
// exact.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { virtualClock } from "../support/clock.mjs";
import { failure } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { countedBody, networkError, ok, page, rejects, scripted, status } from "../support/scripted.mjs";

const EVENT = { id: "u-1", event: "Upgraded" };

/** The actions by whether a repetition does harm: a read, an idempotent write, and a write that would count twice. */
const CALLS = {
  read: (refiner, options) => refiner.call("list_responses", {}, options),
  idempotent: (refiner, options) => refiner.identifyUser({ id: "u-1" }, options),
  event: (refiner, options) => refiner.trackEvent(EVENT, options),
};

const GOOD = { ...page([]), message: "ok", contact_uuid: "c-1" };

/** Makes a call in virtual time, whose fetch follows the script. */
function play(t, call, answers, options = {}) {
  const clock = virtualClock(t);
  const fetch = scripted(...answers);
  const refiner = new Refiner({ apiKey: KEY, fetch, ...options });
  return { clock, fetch, outcome: clock.until(CALLS[call](refiner)) };
}

describe("kinds", () => {
  for (const [code, kind] of [
    [400, "rejected"],
    [401, "auth"],
    [402, "rejected"],
    [403, "permission"],
    [404, "not_found"],
    [405, "rejected"],
    [408, "server"],
    [409, "conflict"],
    [413, "rejected"],
    [415, "rejected"],
    [422, "rejected"],
    [425, "server"],
    [429, "rate_limited"],
    [500, "server"],
    [501, "server"],
    [502, "server"],
    [503, "server"],
    [504, "server"],
    [520, "server"],
    [599, "server"],
  ]) {
    test(`${code} is ${kind}`, async (t) => {
      const { outcome } = play(t, "read", [status(code, {}, '{"error":"what it says"}')], { maxRetries: 0 });
      const error = await failure(outcome, { kind, status: code, attempts: 1, detail: "what it says", action: "list_responses" });
      assert.match(error.message, new RegExp(`^list_responses: .*status ${code}: what it says`));
    });
  }

  for (const [name, code, body] of [
    ["no key", 401, '{"error":"No API key found in headers"}'],
    ["a malformed key", 401, '{"error":"API key does not look valid"}'],
    ["an unknown key", 404, '{"message":"API key not valid or does not exist"}'],
  ]) {
    test(`${name} is auth, and not retried`, async (t) => {
      const { outcome, fetch } = play(t, "read", [status(code, {}, body)]);
      await failure(outcome, { kind: "auth", status: code, attempts: 1 });
      assert.equal(fetch.calls.length, 1);
    });
  }
});

describe("retried", () => {
  for (const [code, which] of [
    [408, ["read", "idempotent"]],
    [425, ["read", "idempotent"]],
    [429, ["read", "idempotent", "event"]],
    [500, ["read", "idempotent"]],
    [502, ["read", "idempotent"]],
    [503, ["read", "idempotent", "event"]],
    [504, ["read", "idempotent"]],
    [400, []],
    [403, []],
    [404, []],
    [409, []],
    [413, []],
    [422, []],
    [501, []],
    [505, []],
  ]) {
    for (const call of Object.keys(CALLS)) {
      const again = which.includes(call);
      test(`${code} of ${call}: ${again ? "twice, then it fails" : "not"}`, async (t) => {
        const { outcome, fetch, clock } = play(t, call, [status(code)]);
        await failure(outcome, { status: code, attempts: again ? 3 : 1, retryAfterMs: undefined });
        assert.equal(fetch.calls.length, again ? 3 : 1);
        assert.equal(clock.waiting(), 0, "timers are left");
        // 500 ms and 1000 ms, each reduced by up to half.
        if (again) assert.ok(clock.passed() >= 750 && clock.passed() <= 1500, `${clock.passed()} ms`);
        else assert.equal(clock.passed(), 0);
      });
    }
  }

  test("500 twice and then 200 is a success, with the same request each time", async (t) => {
    const { outcome, fetch } = play(t, "idempotent", [status(500), status(500), ok(GOOD)]);
    assert.equal((await outcome).message, "ok");
    const [first, ...others] = fetch.calls.map(({ url, init }) => [url, init.method, init.body, init.headers]);
    assert.equal(others.length, 2);
    for (const other of others) assert.deepEqual(other, first);
  });

  test("a connection that could not be made, for any action", async (t) => {
    for (const code of ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]) {
      const { outcome, fetch } = play(t, "event", [rejects(networkError(code)), ok(GOOD)]);
      await outcome;
      assert.equal(fetch.calls.length, 2, code);
      t.mock.restoreAll();
    }
  });

  test("a connection that was lost, but not for an event", async (t) => {
    for (const [call, attempts] of [
      ["read", 3],
      ["idempotent", 3],
      ["event", 1],
    ]) {
      const { outcome } = play(t, call, [rejects(networkError("ECONNRESET"))]);
      await failure(outcome, { kind: "network", attempts, status: undefined });
      t.mock.restoreAll();
    }
  });

  for (const [maxRetries, attempts] of [
    [0, 1],
    [1, 2],
    [5, 6],
  ]) {
    test(`maxRetries of ${maxRetries} makes ${attempts} attempts`, async (t) => {
      const { outcome } = play(t, "read", [status(500)], { maxRetries, timeoutMs: 1e6 });
      await failure(outcome, { kind: "server", attempts });
    });
  }

  test("maxRetries of a call takes precedence over the client's", async (t) => {
    const clock = virtualClock(t);
    const refiner = new Refiner({ apiKey: KEY, fetch: scripted(status(500)), maxRetries: 5 });
    await failure(clock.until(CALLS.read(refiner, { maxRetries: 1 })), { attempts: 2 });
  });

  for (const maxRetries of [-1, 1.5, NaN, Infinity, "2", null, 1001]) {
    test(`maxRetries of ${maxRetries} (${typeof maxRetries}) is refused`, async () => {
      assert.throws(() => new Refiner({ apiKey: KEY, maxRetries }), { name: "RefinerError", kind: "config" });
      const refiner = new Refiner({ apiKey: KEY, fetch: scripted(ok(GOOD)) });
      await failure(CALLS.read(refiner, { maxRetries }), { kind: "input", path: "options.maxRetries" });
    });
  }
});

describe("Retry-After", () => {
  for (const [header, wait] of [
    ["0", 0],
    ["2", 2_000],
    [" 7 ", 7_000],
    ["29", 29_000],
    ["Thu, 01 Jan 2026 00:00:05 GMT", 5_000],
    ["Thursday, 01-Jan-26 00:00:05 GMT", 5_000],
    ["Thu Jan  1 00:00:05 2026", 5_000],
    ["Wed, 31 Dec 2025 23:59:55 GMT", 0],
  ]) {
    for (const code of [429, 503]) {
      test(`${code} with "${header}" waits ${wait} ms`, async (t) => {
        const { outcome, clock } = play(t, "event", [status(code, { "retry-after": header }), ok(GOOD)]);
        assert.equal((await outcome).message, "ok");
        assert.equal(clock.passed(), wait);
      });
    }
  }

  for (const header of ["-5", "NaN", "1e9", "1.5", "soon", "", "Thu, 32 Jan 2026 00:00:05 GMT", "5, 5"]) {
    test(`"${header}" is invalid, and ignored`, async (t) => {
      const { outcome, clock } = play(t, "event", [status(429, { "retry-after": header }), ok(GOOD)]);
      await outcome;
      assert.ok(clock.passed() >= 250 && clock.passed() <= 500, `${clock.passed()} ms`);
      t.mock.restoreAll();
      const last = play(t, "event", [status(429, { "retry-after": header })], { maxRetries: 0 });
      await failure(last.outcome, { kind: "rate_limited", retryAfterMs: undefined, attempts: 1 });
    });
  }

  for (const [header, ms] of [
    ["30", 30_000],
    ["60", 60_000],
    ["1000000000", 1e12],
    ["99999999999999999999", 999_999_999_999_000],
    ["Fri, 01 Jan 2027 00:00:00 GMT", 365 * 86_400_000],
  ]) {
    test(`"${header}" is more than the deadline leaves: the call fails at once and says how long`, async (t) => {
      const { outcome, clock, fetch } = play(t, "event", [status(429, { "retry-after": header }), ok(GOOD)]);
      await failure(outcome, { kind: "rate_limited", status: 429, retryAfterMs: ms, attempts: 1 });
      assert.equal(clock.passed(), 0);
      assert.equal(fetch.calls.length, 1);
    });
  }

  test("that fits once does not fit twice", async (t) => {
    const answers = [status(503, { "retry-after": "20" })];
    const { outcome, clock } = play(t, "read", answers, { timeoutMs: 30_000 });
    await failure(outcome, { kind: "server", status: 503, attempts: 2, retryAfterMs: 20_000 });
    assert.equal(clock.passed(), 20_000);
  });

  test("is reported even if nothing is retried", async (t) => {
    const { outcome } = play(t, "event", [status(500, { "retry-after": "9" })]);
    await failure(outcome, { kind: "server", attempts: 1, retryAfterMs: 9_000 });
  });

  test("of one attempt says nothing about the next", async (t) => {
    const answers = [status(503, { "retry-after": "10" }), rejects(networkError("ECONNRESET")), ok(GOOD)];
    const { outcome, clock } = play(t, "read", answers);
    await outcome;
    // 10 s as requested, then the usual backoff before a second retry.
    assert.ok(clock.passed() >= 10_500 && clock.passed() <= 11_000, `${clock.passed()} ms`);
  });

  test("of an earlier attempt is not in the error of a later one", async (t) => {
    const answers = [status(503, { "retry-after": "1" }), rejects(networkError("ECONNRESET"))];
    const { outcome } = play(t, "read", answers, { maxRetries: 1 });
    await failure(outcome, { kind: "network", attempts: 2, retryAfterMs: undefined, status: undefined });
  });
});

describe("the deadline", () => {
  test("passes to the millisecond, and no earlier", async (t) => {
    const { outcome, clock } = play(t, "read", [(_, init) => new Promise((_, no) => init.signal.addEventListener("abort", no))]);
    await failure(outcome, { kind: "timeout", attempts: 1, message: /30000 ms/ });
    assert.equal(clock.passed(), 30_000);
  });

  test("ends the wait for a key", async (t) => {
    const { outcome, fetch } = play(t, "read", [ok(GOOD)], { apiKey: () => new Promise(() => {}), timeoutMs: 500 });
    await failure(outcome, { kind: "timeout", attempts: 0 });
    assert.equal(fetch.calls.length, 0);
  });

  test("that passes while an error's body is read does not change the error", async (t) => {
    const body = countedBody('{"error":"half', { most: 1, stall: true });
    const { outcome, clock } = play(t, "read", [status(422, {}, body.stream)]);
    await failure(outcome, { kind: "rejected", status: 422, attempts: 1 });
    assert.equal(clock.passed(), 30_000);
    assert.ok(body.cancelled);
  });

  test("that passes while the body of a refused key is read sends nothing more", async (t) => {
    const body = countedBody('{"error":"half', { most: 1, stall: true });
    let asked = 0;
    const { outcome, clock, fetch } = play(t, "read", [status(401, {}, body.stream), ok(GOOD)], { apiKey: () => `key-${asked++}` });
    await failure(outcome, { attempts: 1, status: 401 }, "key-0");
    assert.equal(clock.passed(), 30_000);
    assert.equal(fetch.calls.length, 1, "a request was made after the deadline");
  });
});
