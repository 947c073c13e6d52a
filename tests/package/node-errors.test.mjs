// Node, end to end: the failures that users meet first, and their errors.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Refiner, RefinerError, isRefinerError } from "refiner-wasm";
import { failure, settled, thrown } from "../support/failure.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { json, startWire } from "../support/wire.mjs";

let sandbox;

before(async () => {
  sandbox = await startSandbox(["--contacts", "10", "--responses", "50"]);
});
after(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const client = (options = {}) => new Refiner({ apiKey: KEY, baseUrl: sandbox.url, ...options });

describe("the key", () => {
  test("too short to be one", async () => {
    const error = await failure(client({ apiKey: "short" }).verifyKey(), { kind: "auth", status: 401, attempts: 1 }, "short");
    assert.equal(error.detail, "No API key found in headers");
  });

  test("malformed", async () => {
    const key = "not_a_well_formed_key!!";
    const error = await failure(client({ apiKey: key }).verifyKey(), { kind: "auth", status: 401, attempts: 1 }, key);
    assert.equal(error.detail, "API key does not look valid");
  });

  test("unknown: a 404 that means auth", async () => {
    const key = "unknown-key-00000000000000000000";
    const error = await failure(client({ apiKey: key }).verifyKey(), { kind: "auth", status: 404, attempts: 1 }, key);
    assert.equal(error.detail, "API key not valid or does not exist");
  });

  test("none at all is an error of the constructor", () => {
    for (const options of [{}, { apiKey: "" }, { apiKey: undefined }, { apiKey: 7 }, { apiKey: null }]) {
      thrown(() => new Refiner(options), { kind: "config", attempts: 0 });
    }
    thrown(() => new Refiner(), { kind: "config" });
    thrown(() => new Refiner({ apiKey: KEY, token: KEY }), { kind: "config" });
  });

  test("in a page is refused, unless it is allowed", (t) => {
    globalThis.document = {};
    t.after(() => delete globalThis.document);
    thrown(() => client(), { kind: "config", message: /token/ });
    assert.ok(client({ dangerouslyAllowBrowser: true }));
    assert.ok(new Refiner({ token: "t", baseUrl: sandbox.url }));
  });

  test("a token is sent like a key", async () => {
    await new Refiner({ token: KEY, baseUrl: sandbox.url }).verifyKey();
    assert.equal((await sandbox.requests())[0].headers.authorization, `Bearer ${KEY}`);
  });
});

describe("a key function", () => {
  for (const [name, old, status] of [
    ["a 401", "no_such_form_of_a_key!!", 401],
    ["the 404 that means a bad key", "unknown-key-00000000000000000000", 404],
  ]) {
    test(`is called once more after ${name}, and the call continues`, async () => {
      const asked = [];
      const apiKey = async ({ refused }) => (asked.push(refused), refused ? KEY : old);
      await client({ apiKey }).trackEvent({ id: "u-1", event: "Upgraded" });
      assert.deepEqual(asked, [false, true]);
      const requests = await sandbox.requests();
      assert.deepEqual(requests.map(({ headers }) => headers.authorization), [`Bearer ${old}`, `Bearer ${KEY}`]);
      assert.equal(requests[0].body, requests[1].body);
    });

    test(`that gives the same key after ${name} sends nothing more`, async () => {
      let asked = 0;
      const apiKey = () => (asked++, old);
      await failure(client({ apiKey }).verifyKey(), { kind: "auth", status, attempts: 1 }, old);
      assert.equal(asked, 2);
      assert.equal((await sandbox.requests()).length, 1);
    });

    test(`that gives another bad key after ${name} is not called a third time`, async () => {
      let asked = 0;
      const apiKey = () => `${old.slice(0, -1)}${asked++}`;
      await failure(client({ apiKey }).verifyKey(), { kind: "auth", status, attempts: 2 }, old.slice(0, -1));
      assert.equal(asked, 2);
    });
  }

  test("is called once for every call", async () => {
    const asked = [];
    const refiner = client({ apiKey: ({ refused }) => (asked.push(refused), KEY) });
    await sandbox.faults({ kind: "status", status: 503, headers: { "Retry-After": "0" } });
    await refiner.verifyKey();
    await refiner.verifyKey();
    assert.deepEqual(asked, [false, false]);
  });

  test("that fails is a config error with its reason", async () => {
    const apiKey = async () => {
      throw new Error("the vault is shut");
    };
    const error = await failure(client({ apiKey }).verifyKey(), { kind: "config", attempts: 0, message: /the vault is shut/ });
    assert.equal(error.cause.message, "the vault is shut");
    await failure(client({ apiKey: () => 7 }).verifyKey(), { kind: "config", attempts: 0 });
    assert.deepEqual(await sandbox.requests(), []);
  });

  test("that fails with the refused key in its message does not reveal it in ours", async () => {
    const old = "unknown-key-00000000000000000000";
    const apiKey = ({ refused }) => {
      if (refused) throw new Error(`no other key than ${old}`);
      return old;
    };
    await failure(client({ apiKey }).verifyKey(), { attempts: 1 }, old);
  });
});

test("too often: 429 with Retry-After beyond the deadline fails at once, and says how long to wait", async () => {
  await sandbox.faults({
    kind: "status",
    status: 429,
    headers: { "Retry-After": "120" },
    body: { error: "You are doing this too often." },
  });
  const error = await failure(client().verifyKey(), { kind: "rate_limited", status: 429, attempts: 1, retryAfterMs: 120_000 });
  assert.equal(error.detail, "You are doing this too often.");
  assert.equal((await sandbox.requests()).length, 1);
});

test("too often: the client obeys the sandbox's own limit", async () => {
  await sandbox.reset({ rate_limits: "on" });
  const refiner = client({ maxRetries: 0 });
  const calls = Array.from({ length: 101 }, () => refiner.trackEvent({ id: "u-1", event: "e" }).catch((error) => error));
  const errors = (await Promise.all(calls)).filter(isRefinerError);
  assert.equal(errors.length, 1);
  const error = await failure(Promise.reject(errors[0]), { kind: "rate_limited", status: 429, attempts: 1 });
  assert.ok(error.retryAfterMs > 0 && error.retryAfterMs <= 60_000, String(error.retryAfterMs));
});

test("too often: a short Retry-After is waited out", async () => {
  await sandbox.faults({ kind: "status", status: 429, headers: { "Retry-After": "0" } });
  await client().trackEvent({ id: "u-1", event: "e" });
  assert.equal((await sandbox.requests()).length, 2);
});

test("a body that stalls ends at the deadline", async () => {
  await sandbox.faults({ kind: "stall" });
  await failure(client({ timeoutMs: 300 }).listResponses(), { kind: "timeout", status: 200, attempts: 1, action: "list_responses" });
});

test("a redirect to another origin is an error, and nothing is sent there", async (t) => {
  const other = await startWire((socket) => socket.end(json({ message: "ok" })));
  t.after(() => other.stop());
  for (const status of [301, 302, 303, 307, 308]) {
    await sandbox.faults({ kind: "redirect", status, location: `${other.url}/track-event` });
    await failure(client().trackEvent({ id: "u-1", event: "e" }), { kind: "redirect", status, attempts: 1 });
  }
  assert.deepEqual(other.requests, []);
});

describe("the error", () => {
  test("as JSON has everything but the cause", async () => {
    await sandbox.faults({ kind: "status", status: 422, body: { error: "no such form" } });
    const error = await failure(client().listResponses({ form_uuid: "x" }), { kind: "rejected" });
    assert.deepEqual(JSON.parse(JSON.stringify(error)), {
      name: "RefinerError",
      message: error.message,
      kind: "rejected",
      action: "list_responses",
      status: 422,
      attempts: 1,
      detail: "no such form",
    });
  });

  test("is recognized by name", async () => {
    const error = await settled(client().call("nonsense").catch((error) => error));
    assert.ok(isRefinerError(error) && error instanceof RefinerError && error instanceof Error);
    // Like an error of another copy of the package.
    assert.ok(isRefinerError(Object.assign(new Error("x"), { name: "RefinerError", kind: "input" })));
    for (const other of [undefined, null, "RefinerError", 7, new Error("x"), { name: "RefinerError" }, new TypeError()]) {
      assert.equal(isRefinerError(other), false);
    }
  });

  test("has a stack that leads to the caller or to the package, and a name that survives", async () => {
    const error = await failure(client().trackEvent({ id: "u-1" }), { kind: "input", path: "event" });
    assert.match(error.stack, /^RefinerError: track_event: event /);
    assert.equal(String(error), `RefinerError: ${error.message}`);
  });
});

test("onAnomaly gets what is not documented; the reply comes unchanged", async () => {
  const seen = [];
  const refiner = client({ onAnomaly: (anomaly) => seen.push(anomaly) });
  await sandbox.faults({ kind: "body", body: '{"message":"ok","surprise":[1]}' });
  assert.deepEqual(await refiner.trackEvent({ id: "u-1", event: "e" }), { message: "ok", surprise: [1] });
  assert.deepEqual(seen, [{ action: "track_event", path: "surprise", problem: "not documented", count: 1 }]);
});

test("an onAnomaly that fails, at once or later, fails nothing", async (t) => {
  const unhandled = [];
  const note = (reason) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  t.after(() => process.off("unhandledRejection", note));
  for (const onAnomaly of [
    () => {
      throw new Error("observer");
    },
    async () => {
      throw new Error("late observer");
    },
  ]) {
    await sandbox.faults({ kind: "body", body: '{"message":"ok","surprise":1}' });
    await client({ onAnomaly }).trackEvent({ id: "u-1", event: "e" });
  }
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(unhandled, []);
});
