// Connections that are refused, reset, cut off, stalled or slow; and aborts.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { failure, settled } from "../support/failure.mjs";
import { networkError, rejects, scripted } from "../support/scripted.mjs";
import { noTimersBeyond, timers } from "../support/signal.mjs";
import { EVENT, smallSandbox } from "../support/small.mjs";
import { reply, startWire } from "../support/wire.mjs";

const small = smallSandbox();
const { client } = small;

/** A server that answers with `answer`, and a client of it. */
async function broken(t, answer, options = {}) {
  const wire = await startWire(answer);
  t.after(() => wire.stop());
  return { wire, refiner: client({ baseUrl: wire.url, ...options }) };
}

describe("the connection", () => {
  test("is refused", async () => {
    const wire = await startWire(() => {});
    await wire.stop();
    const refiner = client({ baseUrl: wire.url, maxRetries: 0 });
    const error = await failure(refiner.trackEvent(EVENT), { kind: "network", attempts: 1, status: undefined });
    assert.match(error.message, /ECONNREFUSED/);
    assert.doesNotMatch(error.message, /carried out/, "nothing was sent, so nothing can have been carried out");
    assert.equal(error.cause.message, "fetch failed");
  });

  test("leads to a name that is not found", async () => {
    const fetch = scripted(rejects(networkError("ENOTFOUND")));
    const error = await failure(client({ fetch, maxRetries: 0 }).trackEvent(EVENT), { kind: "network", attempts: 1 });
    assert.match(error.message, /ENOTFOUND/);
    assert.doesNotMatch(error.message, /carried out/);
  });

  test("is reset before the headers", async () => {
    await small.sandbox.faults({ kind: "reset" });
    await failure(client({ maxRetries: 0 }).verifyKey(), { kind: "network", attempts: 1, status: undefined });
  });

  test("is reset before the headers of an event, which is then not sent again", async () => {
    await small.sandbox.faults({ kind: "reset" });
    await failure(client().trackEvent(EVENT), { kind: "network", attempts: 1, message: /may have been carried out/ });
    assert.equal((await small.sandbox.requests()).length, 1);
  });

  test("is reset once, and a retryable call is retried", async () => {
    await small.sandbox.faults({ kind: "reset" });
    assert.equal((await client().identifyUser({ id: "u-1" })).message, "ok");
    assert.equal((await small.sandbox.requests()).length, 2);
  });

  test("is reset in the headers", async (t) => {
    const { refiner } = await broken(t, (socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Ty", () => socket.resetAndDestroy());
    });
    await failure(refiner.trackEvent(EVENT), { kind: "network", attempts: 1, status: undefined });
  });

  test("speaks no HTTP", async (t) => {
    const { refiner } = await broken(t, (socket) => socket.end("220 mail.example ESMTP\r\n"));
    await failure(refiner.trackEvent(EVENT), { kind: "network", attempts: 1 });
  });

  for (const fault of [{ kind: "reset_in_body" }, { kind: "truncate", bytes: 5 }]) {
    test(`is lost in the body (${fault.kind})`, async () => {
      await small.sandbox.faults(fault);
      await failure(client().trackEvent(EVENT), { kind: "network", attempts: 1, status: 200, message: /may have been carried out/ });
    });

    test(`is lost in the body of a read (${fault.kind}), which is retried`, async () => {
      await small.sandbox.faults(fault);
      assert.equal((await client().listResponses()).pagination.current_page, 1);
      assert.equal((await small.sandbox.requests()).length, 2);
    });
  }

  test("is closed cleanly in the middle of the JSON", async () => {
    await small.sandbox.faults({ kind: "close_midway" });
    await failure(client().listResponses(), { kind: "decode", status: 200, attempts: 1, message: /ends in the middle/ });
  });
});

describe("a reply that stalls", () => {
  for (const [where, head, status] of [
    ["before the headers", "", undefined],
    ["in the headers", "HTTP/1.1 200 OK\r\nContent-Type: appl", undefined],
    ["after the headers", reply(200, { "content-length": "16" }), 200],
    ["in the body", reply(200, { "content-length": "16" }, '{"message"'), 200],
    ["in the body, in chunks", reply(200, { "content-length": undefined, "transfer-encoding": "chunked" }, "2\r\n{\n\r\n"), 200],
  ]) {
    test(`${where} fails at the deadline, releases the connection and leaves no timer`, async (t) => {
      const before = timers();
      const { wire, refiner } = await broken(t, (socket) => socket.write(head), { timeoutMs: 200 });
      await failure(refiner.trackEvent(EVENT), { kind: "timeout", status, attempts: 1, action: "track_event" });
      assert.equal(wire.requests.length, 1);
      await settled(wire.requests[0].gone);
      await noTimersBeyond(before);
    });
  }

  test("does not use up the time of other calls", async (t) => {
    const { refiner } = await broken(t, (socket, { index }) => {
      if (index > 0) socket.end(reply(200, {}, '{"message":"ok"}'));
    });
    const stalled = failure(refiner.trackEvent(EVENT, { timeoutMs: 300 }), { kind: "timeout" });
    assert.deepEqual(await settled(refiner.trackEvent(EVENT)), { message: "ok" });
    await stalled;
  });
});

describe("one byte at a time", () => {
  test("under the deadline passes", async () => {
    await small.sandbox.faults({ kind: "drip", ms: 10 });
    assert.deepEqual(await settled(client().trackEvent(EVENT)), { message: "ok" });
  });

  test("over the deadline fails", async () => {
    await small.sandbox.faults({ kind: "drip", ms: 1000 });
    await failure(client({ timeoutMs: 300 }).trackEvent(EVENT), { kind: "timeout", status: 200, attempts: 1 });
  });
});

test("an endless body ends at the cap", async () => {
  await small.sandbox.faults({ kind: "endless" });
  const error = await failure(client({ maxBodyBytes: 100_000 }).listResponses(), { kind: "too_large", status: 200, attempts: 1 });
  assert.match(error.message, /100000 bytes \(maxBodyBytes\)/);
});

describe("no body where JSON is expected", () => {
  for (const status of [200, 201, 204, 205]) {
    test(`with ${status}`, async () => {
      await small.sandbox.faults({ kind: "empty", status });
      await failure(client().trackEvent(EVENT), { kind: "decode", status, attempts: 1, message: /empty/ });
    });
  }
});

describe("timeoutMs", () => {
  for (const timeoutMs of [0, -1, NaN, Infinity, -Infinity, "5", null, 5n, {}]) {
    test(`of ${typeof timeoutMs === "bigint" ? "5n" : JSON.stringify(timeoutMs)} (${typeof timeoutMs}) is refused`, async () => {
      assert.throws(() => client({ timeoutMs }), { name: "RefinerError", kind: "config" });
      await failure(client().verifyKey({}, { timeoutMs }), { kind: "input", path: "options.timeoutMs", attempts: 0 });
      assert.deepEqual(await small.sandbox.requests(), []);
    });
  }

  for (const timeoutMs of [2 ** 31, 2 ** 53, Number.MAX_VALUE]) {
    test(`of ${timeoutMs} is longer than any timer, and does not fire at once`, async (t) => {
      const warnings = [];
      const warn = (warning) => warnings.push(warning.name);
      process.on("warning", warn);
      t.after(() => process.off("warning", warn));
      await small.sandbox.faults({ kind: "delay", ms: 50 });
      assert.deepEqual(await settled(client({ timeoutMs }).trackEvent(EVENT)), { message: "ok" });
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(warnings, []);
    });
  }

  test("of a call takes precedence over the client's", async () => {
    await small.sandbox.faults({ kind: "stall" });
    await failure(client({ timeoutMs: 60_000 }).verifyKey({}, { timeoutMs: 100 }), { kind: "timeout", message: /100 ms/ });
  });

  test("covers the whole call, attempts and backoff included", async () => {
    await small.sandbox.faults(
      { kind: "status", status: 503, headers: { "Retry-After": "0" } },
      { kind: "status", status: 503, headers: { "Retry-After": "0" } },
      { kind: "stall_before_headers" },
    );
    await failure(client({ timeoutMs: 400 }).verifyKey(), { kind: "timeout", attempts: 3, status: undefined, retryAfterMs: undefined });
  });
});
