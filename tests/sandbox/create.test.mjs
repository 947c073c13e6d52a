// `createSandbox`, as users' own tests use it.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Refiner, isRefinerError } from "refiner-wasm";
import { createGateway, issueToken } from "refiner-wasm/gateway";
import { createSandbox } from "refiner-wasm/testing";

const TESTS = fileURLToPath(new URL("..", import.meta.url));
const connect = ({ apiKey, fetch }, more) => new Refiner({ apiKey, fetch, ...more });
const everyContact = async (sandbox) => (await connect(sandbox).listContacts({ page_length: 1000 })).items.map(({ uuid }) => uuid);
const config = (says) => (error) => isRefinerError(error) && error.kind === "config" && says.test(error.message);

test("a client calls, lists and summarises, and the log says what was asked", async () => {
  const sandbox = await createSandbox({ seed: 1 });
  const refiner = connect(sandbox);
  await refiner.identifyUser({ id: "u-1", email: "jane@awesome.com", attributes: { plan: "pro" } });
  assert.equal((await refiner.getContact({ id: "u-1" })).attributes.plan, "pro");
  assert.equal((await refiner.listContacts()).pagination.items_count, 301);
  const summary = await refiner.summarizeResponses({ include: "all" }, { metrics: [{ metric: "nps", question: "nps" }] });
  assert.equal(summary.items, 2000, JSON.stringify(summary));
  const [identify, get] = sandbox.requests();
  assert.deepEqual([identify.method, identify.path, JSON.parse(identify.body), identify.carried_out], ["POST", "/v1/identify-user", { id: "u-1", email: "jane@awesome.com", plan: "pro" }, true]);
  assert.equal(identify.headers.authorization, `Bearer ${sandbox.apiKey}`);
  assert.deepEqual([get.method, get.query, get.body], ["GET", "id=u-1", null]);
  sandbox.clearRequests();
  assert.deepEqual(sandbox.requests(), []);
});

test("the options decide the data, and sandboxes share nothing", async () => {
  const options = { seed: 5, contacts: 12, responses: 30 };
  const [one, same, other] = await Promise.all([createSandbox(options), createSandbox(options), createSandbox({ ...options, seed: 6 })]);
  const before = await everyContact(one);
  assert.equal(before.length, 12);
  assert.deepEqual(await everyContact(same), before);
  assert.notDeepEqual(await everyContact(other), before);
  await connect(one).trackEvent({ id: "new", event: "Came" });
  assert.equal((await everyContact(one)).length, 13);
  assert.equal((await everyContact(same)).length, 12);
  one.reset();
  assert.deepEqual([await everyContact(one), one.requests().length], [before, 1]);
  one.reset({ empty: true, faults: ["server_error"] });
  assert.equal((await one.fetch("https://any.example/v1/")).status, 500);
  assert.deepEqual(await everyContact(one), []);
  one.reset();
  assert.deepEqual(await everyContact(one), before, "what a reset named was for that account");
});

describe("its clock", () => {
  /** When an event was tracked, and the last time that the user was seen. */
  const seen = async (sandbox) => {
    await connect(sandbox).trackEvent({ id: "u-1", event: "Seen" });
    const { last_seen_at } = await connect(sandbox).getContact({ id: "u-1" });
    return [sandbox.requests()[0].at, Date.parse(last_seen_at)];
  };
  const START = Date.UTC(2030, 0, 1);

  for (const now of ["2030-01-01", new Date(START), START]) {
    test(`starts at ${JSON.stringify(now)}, and runs on`, async () => {
      for (const at of await seen(await createSandbox({ empty: true, now }))) assert.ok(at >= START && at < START + 60_000, String(at));
    });
  }

  test("is the one that is handed in", async () => {
    let now = START;
    const sandbox = await createSandbox({ contacts: 1, responses: 50, now: () => now });
    const newest = Date.parse(`${(await connect(sandbox).listResponses({ page_length: 1 })).items[0].last_data_reception_at}Z`);
    assert.ok(newest < START && newest > START - 549 * 86_400_000, "the data is from before");
    now += 86_400_000;
    sandbox.clearRequests();
    assert.deepEqual(await seen(sandbox), [now, now]);
    now = START - 5_000;
    sandbox.reset();
    assert.deepEqual(await seen(sandbox), [now, now], "a reset starts from it again");
  });

  test("lets a user's limit pass", async () => {
    let now = START;
    const sandbox = await createSandbox({ empty: true, now: () => now });
    const refiner = connect(sandbox, { maxRetries: 0 });
    for (let count = 0; count < 100; count++) await refiner.trackEvent({ id: "u-1", event: "Often" });
    await assert.rejects(refiner.trackEvent({ id: "u-1", event: "Often" }), { kind: "rate_limited", retryAfterMs: 60_000 });
    now += 60_000;
    assert.deepEqual(await refiner.trackEvent({ id: "u-1", event: "Often" }), { message: "ok" });
  });
});

describe("faults", () => {
  test("are met in order, and a client gets over those that pass", async () => {
    let now = 0;
    const sandbox = await createSandbox({ empty: true, now: () => (now += 1), faults: ["server_error", { on: "track_event", fault: "rate_limited" }] });
    const refiner = connect(sandbox);
    assert.ok(await refiner.listForms());
    assert.deepEqual(await refiner.trackEvent({ id: "u-1", event: "Late" }), { message: "ok" });
    assert.deepEqual(sandbox.requests().map(({ path, carried_out }) => [path, carried_out]), [
      ["/v1/forms", false],
      ["/v1/forms", true],
      ["/v1/track-event", false],
      ["/v1/track-event", true],
    ]);
  });

  for (const [fault, kind] of Object.entries({
    stall: "timeout",
    stall_before_headers: "timeout",
    cut_body: "network",
    reset: "network",
    reset_in_body: "network",
    lost_reply: "network",
    close_midway: "decode",
    html: "decode",
    not_json: "decode",
    endless: "too_large",
    redirect: "redirect",
    unauthorized: "auth",
    forbidden: "permission",
    conflict: "conflict",
    invalid: "rejected",
    unavailable: "server",
  })) {
    test(`${fault} is an error of kind ${kind}`, async () => {
      const sandbox = await createSandbox({ empty: true, faults: [{ fault, times: "always" }] });
      await assert.rejects(connect(sandbox, { timeoutMs: 200, maxRetries: 0, maxBodyBytes: 100_000 }).listForms(), { name: "RefinerError", kind });
    });
  }

  test("end with the signal of the call", async () => {
    for (const fault of ["stall", "stall_before_headers", "slow", { kind: "drip", ms: 3_600_000 }, "endless"]) {
      const sandbox = await createSandbox({ empty: true, faults: [fault] });
      const controller = new AbortController();
      const reply = sandbox.fetch("https://any.example/v1/", { signal: controller.signal }).then((response) => response.text());
      setImmediate(() => controller.abort(new Error("enough")));
      await assert.rejects(reply, /enough/, JSON.stringify(fault));
    }
  });

  test("that are wrong change nothing", async () => {
    const sandbox = await createSandbox({ empty: true, faults: ["server_error"] });
    assert.throws(() => sandbox.setFaults(["explode"]), config(/index 0.*explode/));
    assert.equal((await sandbox.fetch("https://any.example/v1/")).status, 500);
  });
});

describe("its fetch takes what fetch takes", () => {
  const URL_ = "https://any.example/v1/track-event";
  const body = JSON.stringify({ id: "u-1", event: "Sent" });
  const stream = () => new Blob([body]).stream();

  for (const [what, ask] of Object.entries({
    "a text": (headers) => [URL_, { method: "POST", headers, body }],
    "a URL and bytes": (headers) => [new URL(URL_), { method: "POST", headers: Object.entries(headers), body: new TextEncoder().encode(body) }],
    "a Request": (headers) => [new Request(URL_, { method: "POST", headers, body })],
    "a Request and options": (headers) => [new Request(URL_, { headers }), { method: "POST", body }],
    "a stream": (headers) => [URL_, { method: "POST", headers, body: stream(), duplex: "half" }],
    "a form": ({ authorization }) => [URL_, { method: "POST", headers: { authorization }, body: new URLSearchParams(JSON.parse(body)) }],
  })) {
    test(what, async () => {
      const { fetch, ...sandbox } = await createSandbox({ empty: true });
      const response = await fetch(...ask({ authorization: `Bearer ${sandbox.apiKey}`, "content-type": "application/json" }));
      assert.deepEqual([response.status, await response.json()], [200, { message: "ok" }]);
    });
  }

  test("and refuses what fetch refuses", async () => {
    const { fetch } = await createSandbox({ empty: true, faults: ["redirect", { kind: "redirect" }] });
    await assert.rejects(fetch("nowhere"), TypeError);
    await assert.rejects(fetch(URL_, { body, method: "GET" }), TypeError);
    await assert.rejects(fetch(URL_, { signal: AbortSignal.abort(new Error("early")) }), /early/);
    await assert.rejects(fetch(URL_), TypeError, "it follows no redirect");
    assert.equal((await fetch(URL_)).status, 302, "one that leads nowhere is a reply");
  });
});

test("a thousand calls at once are each answered, and each is in the log", async () => {
  const sandbox = await createSandbox({ empty: true });
  const refiner = connect(sandbox);
  await Promise.all(Array.from({ length: 1000 }, (_, number) => refiner.trackEvent({ id: `u-${number}`, event: "Came" })));
  assert.equal(new Set(sandbox.requests().map(({ body }) => JSON.parse(body).id)).size, 1000);
});

test("a gateway can be tried with it", async () => {
  const sandbox = await createSandbox({ empty: true });
  const secret = "a-secret-of-the-tests-0123456789abcdef";
  const gateway = createGateway({ apiKey: sandbox.apiKey, fetch: sandbox.fetch, tokens: { secret }, onLog() {} });
  const headers = { authorization: `Bearer ${await issueToken({ secret, sub: "u-1" })}`, "content-type": "application/json" };
  const reply = await gateway.fetch(new Request("https://app.example/track-event", { method: "POST", headers, body: JSON.stringify({ event: "Upgraded" }) }));
  assert.equal(reply.status, 200);
  assert.deepEqual(sandbox.requests().map(({ body }) => JSON.parse(body)), [{ event: "Upgraded", id: "u-1" }]);
});

describe("a wrong option is an error that names it", () => {
  for (const [options, says] of [
    [{ sede: 1 }, /no option sede; did you mean seed\?/],
    [{ seed: -1 }, /-1/],
    [{ seed: 1.5 }, /1\.5/],
    [{ seed: "1" }, /string "1"/],
    [{ contacts: null, seed: 2 ** 70 }, /1180591620717411303424|float/],
    [{ now: "later" }, /now is not a time: "later"/],
    [{ now: new Date(Number.NaN) }, /now must be a time/],
    [{ now: {} }, /now must be a time/],
    [{ now: () => Number.NaN }, /clock of a sandbox/],
    [{ tags: "both" }, /objects.*texts/],
    [{ faults: "stall" }, /JSON array/],
    [{ faults: [{ fault: "stall", times: 0 }] }, /times/],
    [{ faults: [{ fault: "stall", on: "trackEvent" }] }, /no action "trackEvent"/],
  ]) {
    test(JSON.stringify(options), () => assert.rejects(createSandbox(options), config(says)));
  }
  test("and what is changed after the call changes nothing", async () => {
    const options = { empty: true, faults: ["server_error"] };
    const made = createSandbox(options);
    options.faults[0] = "html";
    assert.equal((await (await made).fetch("https://any.example/v1/")).status, 500);
  });
  for (const [options, path] of [
    [new Map([["seed", 1]]), ""],
    [{ seed: 1n }, "seed"],
    [{ contacts: Number.POSITIVE_INFINITY }, "contacts"],
    [{ faults: [{ fault: "stall", times: Number.POSITIVE_INFINITY }] }, "faults.0.times"],
    [{ faults: ["stall", () => "html"] }, "faults.1"],
  ]) {
    test(`what JSON cannot hold: ${path || "no object"}`, () => assert.rejects(createSandbox(options), { kind: "input", path }));
  }
});

test("a program that made sandboxes ends by itself, and forgets those that it no longer has", async () => {
  const program = `
    import { createSandbox } from "refiner-wasm/testing";
    for (let count = 0; count < 300; count++) {
      const sandbox = await createSandbox({ seed: count });
      await sandbox.fetch("https://any.example/v1/");
      if (count % 20 === 0) await new Promise((resolve) => setImmediate(() => resolve(globalThis.gc())));
    }
    console.log(process.memoryUsage().rss);`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", "--input-type=module", "--eval", program], { cwd: TESTS });
  // An account of the default size is more than a megabyte, so 300 of them would be half a gigabyte.
  assert.ok(Number(stdout) < 300 * 1024 * 1024, stdout);
});
