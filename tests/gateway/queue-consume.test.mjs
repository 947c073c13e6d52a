// What a batch of the queue becomes: order, merging, retries, dead letters.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createGateway } from "refiner-wasm/gateway";
import { openOnce } from "../node_modules/refiner-wasm/gateway/once/index.js";
import { consume } from "../node_modules/refiner-wasm/gateway/queue/index.js";
import { KEY, startSandbox } from "../support/sandbox.mjs";

const OK = { status: 200, body: '{"message":"ok"}', reached: "yes" };
const free = { take: async () => ({ allowed: true }) };

const identify = (id, attributes, more = {}) => ({ action: "identify_user", id, input: { id: "u-1", attributes, ...more } });
const track = (id, event = id) => ({ action: "track_event", id, input: { id: "u-1", event } });

/** A message of entries, and what was decided about it. */
function messageOf(entries, { attempts = 1, timestamp = new Date(0) } = {}) {
  const list = [entries].flat().map((entry, index) => ({ user: "u-1", at: index + 1, ...entry }));
  const message = { body: { v: 1, entries: list }, attempts, timestamp, ack: () => (message.decided = "ack"), retry: ({ delaySeconds }) => (message.decided = delaySeconds) };
  return message;
}

/** Consumes messages, and returns what was sent, decided, buried and logged. */
async function play(messages, { answer = () => OK, once = openOnce({}), limits = free, dead = true, ...more } = {}) {
  const calls = [];
  const letters = [];
  const lines = [];
  const REFINER_DEAD_LETTERS = { sendBatch: async (batch) => letters.push(...batch.map(({ body }) => body)) };
  await consume(
    { messages },
    {
      forward: async (call) => {
        calls.push(call);
        return answer(call, calls.length);
      },
      once,
      limits,
      env: dead === true ? { REFINER_DEAD_LETTERS } : dead,
      log: (line) => lines.push(line),
      ...more,
    },
  );
  return { calls, letters, lines, decided: messages.map(({ decided }) => decided), once };
}

const names = (calls) => calls.map(({ input }) => input.event ?? input.attributes);

test("a user's events go in the order in which they happened, whatever their order in the batch", async () => {
  const at = (seconds, entry) => messageOf({ ...entry, at: new Date(seconds * 1000).toISOString() });
  const { calls, decided } = await play([at(3, track("c")), at(1, track("a")), at(4, track("d")), at(2, track("b"))]);
  assert.deepEqual(names(calls), ["a", "b", "c", "d"]);
  assert.deepEqual(decided, ["ack", "ack", "ack", "ack"]);
});

test("an event without a time, or with a wrong one, counts as it reached the queue", async () => {
  const sent = (ms, entry, at) => messageOf({ ...entry, at }, { timestamp: new Date(ms) });
  const { calls } = await play([sent(3_000, track("c"), "yesterday"), sent(1_000, track("a"), undefined), sent(9_000, track("b"), 2_000)]);
  assert.deepEqual(names(calls), ["a", "b", "c"]);
});

describe("neighbouring identify_user calls", () => {
  test("are one call: later traits win, accounts likewise", async () => {
    const account = (id, attributes) => ({ account: { id, attributes } });
    const { calls, decided } = await play([
      messageOf({ ...identify("1", { plan: "free", city: "Bern" }, { email: "old@example.com", ...account("acme", { tier: 1, size: 5 }) }), at: 1 }),
      messageOf({ ...identify("2", { plan: "pro", age: null }, account("acme", { tier: 2 })), at: 2 }),
      messageOf({ ...identify("3", { __proto__: null, ["__proto__"]: "own" }, { email: "new@example.com" }), at: 3 }),
    ]);
    assert.equal(calls.length, 1);
    const { attributes, ...input } = calls[0].input;
    assert.deepEqual(input, { id: "u-1", email: "new@example.com", account: { id: "acme", attributes: { tier: 2, size: 5 } } });
    assert.deepEqual(Object.entries(attributes), [["plan", "pro"], ["city", "Bern"], ["age", null], ["__proto__", "own"]]);
    assert.deepEqual(decided, ["ack", "ack", "ack"]);
  });

  test("are not merged across an event, another user, or another account", async () => {
    const { calls } = await play([
      messageOf([identify("1", { a: 1 }), track("event"), identify("2", { a: 2 }), identify("3", { b: 3 })]),
      messageOf([{ ...identify("4", { c: 4 }), user: "u-2" }]),
      messageOf([{ ...identify("5", {}, { account: { id: "x" } }), user: "u-3" }, { ...identify("6", { d: 6 }), user: "u-3" }, { ...identify("7", {}, { account: { id: "y" } }), user: "u-3" }]),
    ]);
    const of = (user) => calls.filter((call) => call.user === user).map(({ input }) => input);
    assert.deepEqual(names(calls.filter(({ user }) => user === "u-1")), [{ a: 1 }, "event", { a: 2, b: 3 }]);
    assert.deepEqual(names(calls.filter(({ user }) => user === "u-2")), [{ c: 4 }]);
    assert.deepEqual(of("u-3").map(({ account, attributes }) => [account, attributes]), [[{ id: "x" }, { d: 6 }], [{ id: "y" }, {}]]);
  });

  test("of which one was sent before leave that one out", async () => {
    const first = await play([messageOf(identify("1", { plan: "free", old: true }))]);
    const { calls, lines } = await play([messageOf([identify("1", { plan: "free", old: true }), identify("2", { plan: "pro" })])], { once: first.once });
    assert.deepEqual(names(calls), [{ plan: "pro" }]);
    assert.equal(lines.at(-1).duplicate, 1);
  });

  test("of which Refiner refuses one go one by one, and only that one is lost", async () => {
    const answer = ({ input }) => ("bad" in input.attributes ? { status: 422, body: "{}", kind: "rejected", reached: "yes" } : OK);
    const { calls, letters, decided } = await play([messageOf([identify("1", { a: 1 }), identify("2", { bad: 1 }), identify("3", { b: 2 })])], { answer });
    assert.deepEqual(names(calls), [{ a: 1, bad: 1, b: 2 }, { a: 1 }, { bad: 1 }, { b: 2 }]);
    assert.deepEqual(letters.map(({ reason, status, kind, entry }) => [reason, status, kind, entry.id]), [["refused", 422, "rejected", "2"]]);
    assert.deepEqual(decided, ["ack"]);
  });
});

test("an event that was delivered twice is sent once, in one batch and in two", async () => {
  const messages = () => [messageOf(track("a")), messageOf(track("a")), messageOf([track("b"), track("b")])];
  const first = await play(messages());
  assert.deepEqual(names(first.calls), ["a", "b"]);
  assert.deepEqual(first.decided, ["ack", "ack", "ack"]);
  const second = await play(messages(), { once: first.once });
  assert.deepEqual(second.calls, []);
  assert.deepEqual(second.decided, ["ack", "ack", "ack"]);
});

describe("what has to be sent again", () => {
  const busy = { status: 429, body: "{}", kind: "rate_limited", retryAfterMs: 77_000, reached: "yes" };

  test("is retried with the delay that Refiner asked for, and the user's later events with it", async () => {
    const messages = [messageOf({ ...track("a"), at: 1 }), messageOf({ ...track("b"), at: 2 }), messageOf({ ...track("c"), at: 3 }), messageOf({ ...track("d"), user: "u-2" })];
    const { calls, decided, once } = await play(messages, { answer: ({ input }) => (input.event === "b" ? busy : OK) });
    assert.deepEqual(names(calls).sort(), ["a", "b", "d"]);
    assert.deepEqual(decided, ["ack", 77, 77, "ack"]);
    // In the next batch too, nothing of this user overtakes it.
    const next = await play([messageOf({ ...track("e"), at: 4 }), messageOf({ ...track("f"), user: "u-2" })], { once });
    assert.deepEqual(names(next.calls), ["f"]);
    assert.ok(next.decided[0] >= 77, String(next.decided[0]));
    const again = await play([messageOf({ ...track("c"), at: 3 }), messageOf({ ...track("b"), at: 2 }, { attempts: 2 })], { once });
    assert.deepEqual(names(again.calls), ["b", "c"]);
    assert.deepEqual(names((await play([messageOf({ ...track("e"), at: 4 })], { once })).calls), ["e"]);
  });

  test("waits longer each time: five seconds, doubled up to fifteen minutes", async () => {
    const delays = [];
    for (const attempts of [1, 2, 3, 8, 9, 50, 100]) {
      const { decided } = await play([messageOf(track("a"), { attempts })], { answer: () => ({ status: 503, body: "", kind: "server", reached: "yes" }) });
      delays.push(decided[0]);
    }
    assert.deepEqual(delays, [5, 10, 20, 640, 900, 900, 900]);
  });

  test("never waits longer than a queue takes", async () => {
    const { decided } = await play([messageOf(track("a"))], { answer: () => ({ ...busy, retryAfterMs: 1e12 }) });
    assert.deepEqual(decided, [43_200]);
  });

  test("after two failures in a row the rest of the batch is not tried", async () => {
    const messages = Array.from({ length: 50 }, (_, index) => messageOf({ ...track(`e-${index}`), user: `u-${index}` }));
    const { calls, decided } = await play(messages, { answer: () => ({ status: 500, body: "<html>", kind: "server", reached: "yes" }) });
    assert.equal(calls.length, 2);
    assert.ok(decided.every((delay) => delay === 5), String(decided));
  });

  test("what failed often comes last, and cannot keep the others from being sent", async () => {
    const poison = messageOf({ ...identify("poison", { x: 1 }), user: "u-0" }, { attempts: 30 });
    const messages = [poison, ...Array.from({ length: 20 }, (_, index) => messageOf({ ...track(`e-${index}`), user: `v-${index}` }))];
    const { calls, decided } = await play(messages, { answer: ({ user }) => (user === "u-0" ? { status: 0, body: "", kind: "timeout", reached: "maybe" } : OK) });
    assert.equal(calls.length, 21);
    assert.deepEqual(decided, [900, ...Array.from({ length: 20 }, () => "ack")]);
  });

  test("a pace that leaves no room for ten minutes sends the rest back", async () => {
    let now = 0;
    const limits = { take: async () => (now < 1 ? { allowed: true } : { allowed: false, by: "key", retryAfterMs: 700_000 }) };
    const answer = () => ((now = 1), OK);
    const { calls, decided } = await play([messageOf([track("a"), track("b")]), messageOf({ ...track("c"), user: "u-2" })], { limits, answer, now: () => now });
    assert.deepEqual(names(calls), ["a"]);
    assert.deepEqual(decided, [700, 700]);
  });
});

describe("a reply", () => {
  for (const [name, forwarded, event, traits] of [
    ["of success", OK, "ack", "ack"],
    ["that never came", { status: 0, body: "", kind: "timeout", reached: "maybe" }, "unknown", 5],
    ["that never came, of a request that never arrived", { status: 0, body: "", kind: "network", reached: "no" }, 5, 5],
    ["that is a page of HTML", { status: 200, body: "<html>", kind: "decode", reached: "yes" }, "unknown", 5],
    ["of which only the beginning came", { status: 504, body: "", kind: "timeout", reached: "yes" }, "unknown", 5],
    ["that was cut", { status: 502, body: "", kind: "network", reached: "yes" }, "unknown", 5],
    ["that nobody waited for", { status: 502, body: "", kind: "aborted", reached: "yes" }, "unknown", 5],
    ["of a gateway that gave up", { status: 504, body: "", kind: "server", reached: "yes" }, "unknown", 5],
    ["of 500", { status: 500, body: "", kind: "server", reached: "yes" }, 5, 5],
    ["of 503 with a delay", { status: 503, body: "", kind: "server", retryAfterMs: 30_000, reached: "yes" }, 30, 30],
    ["of a refused key", { status: 401, body: "", kind: "auth", reached: "yes" }, 5, 5],
    ["of an unknown key", { status: 404, body: "", kind: "config", reached: "yes" }, 5, 5],
    ["of a redirect", { status: 302, body: "", kind: "redirect", reached: "yes" }, 5, 5],
    ["of a wrong input", { status: 0, body: "", kind: "input", reached: "no" }, "refused", "refused"],
    ["of 400", { status: 400, body: "{}", kind: "rejected", reached: "yes" }, "refused", "refused"],
    ["of 403", { status: 403, body: "{}", kind: "permission", reached: "yes" }, "refused", "refused"],
    ["of 413", { status: 413, body: "", kind: "rejected", reached: "yes" }, "refused", "refused"],
  ]) {
    test(name, async () => {
      for (const [entry, expected] of [[track("a"), event], [identify("a", {}), traits]]) {
        const { letters, decided } = await play([messageOf(entry)], { answer: () => forwarded });
        if (typeof expected === "number" || expected === "ack") assert.deepEqual([letters, decided], [[], [expected]], entry.action);
        else assert.deepEqual([letters.map(({ reason }) => reason), decided], [[expected], ["ack"]], entry.action);
      }
    });
  }

  test("that never comes because forwarding itself breaks loses nothing", async () => {
    const { decided, once } = await play([messageOf(identify("a", { x: 1 })), messageOf({ ...track("b"), user: "u-2" })], { answer: () => { throw new Error("broken"); } });
    assert.deepEqual(decided, [5, 5]);
    const again = await play([messageOf(identify("a", { x: 1 }), { attempts: 2 }), messageOf({ ...track("b"), user: "u-2" }, { attempts: 2 })], { once });
    assert.deepEqual(names(again.calls), [{ x: 1 }]);
    assert.deepEqual(again.letters.map(({ reason, entry }) => [reason, entry.id]), [["unknown", "b"]]);
  });
});

describe("a dead letter", () => {
  const refused = () => ({ status: 422, body: '{"error":"jane@example.com is wrong"}', kind: "rejected", reached: "yes" });

  test("has the event and the reason; the log has no personal data", async () => {
    const entry = { user: "jane@example.com", id: "e-1", at: 5, action: "track_event", input: { id: "jane@example.com", event: "Met Jane" } };
    const { letters, lines } = await play([messageOf(entry)], { answer: refused });
    assert.deepEqual(letters, [{ reason: "refused", status: 422, kind: "rejected", entry }]);
    assert.deepEqual(lines[0], { event: "dead_letter", action: "track_event", reason: "refused", status: 422, kind: "rejected", kept: true });
    assert.doesNotMatch(JSON.stringify(lines), /jane|e-1/i);
  });

  test("without a queue for it is logged, and the message is gone", async () => {
    const { lines, decided } = await play([messageOf(track("a"))], { answer: refused, dead: {} });
    assert.deepEqual([lines[0].event, lines[0].kept, decided], ["dead_letter", false, ["ack"]]);
  });

  test("that its queue does not take comes again, without another call", async () => {
    const broken = { REFINER_DEAD_LETTERS: { sendBatch: () => Promise.reject(new Error("Too Many Requests")) } };
    const { decided, once } = await play([messageOf(track("a"))], { answer: refused, dead: broken });
    assert.deepEqual(decided, [5]);
    const again = await play([messageOf(track("a"), { attempts: 2 })], { once });
    assert.deepEqual([again.calls, again.decided], [[], ["ack"]]);
    assert.deepEqual(again.letters.map(({ reason, status }) => [reason, status]), [["refused", 422]]);
  });

  for (const body of [undefined, null, "text", 7, [], {}, { v: 2, entries: [] }, { v: 1 }, { v: 1, entries: [null] }, { v: 1, entries: [{ user: "u", id: 1, action: "a", input: {} }] }, { v: 1, entries: [{ user: "u", id: "1", action: "a", input: null }] }]) {
    test(`is what a message that is no event becomes: ${JSON.stringify(body)}`, async () => {
      const message = { ...messageOf([]), body };
      message.ack = () => (message.decided = "ack");
      const { calls, letters } = await play([message, messageOf(track("a"))]);
      assert.equal(calls.length, 1);
      assert.equal(message.decided, "ack");
      assert.deepEqual(letters, [{ reason: "unreadable", entry: body }]);
    });
  }
});

test("each batch is one log line", async () => {
  const { lines } = await play([messageOf([track("a"), identify("b", { x: 1 }), identify("c", { y: 2 })]), messageOf(track("a"))]);
  assert.equal(lines.length, 1);
  const { ms, ...line } = lines[0];
  assert.deepEqual(line, { event: "queue", messages: 2, entries: 3, calls: 2, delivered: 3, duplicate: 0, dead: 0, later: 0 });
  assert.equal(typeof ms, "number");
});

test("the line of a batch says why events come again later", async () => {
  for (const [reply, reason] of [
    [{ status: 502, kind: "config", body: "{}", reached: "yes" }, { status: 502, kind: "config" }],
    [{ status: 502, kind: "network", body: "", reached: "no" }, { status: 502, kind: "network" }],
    [{ status: 429, kind: "rate_limited", body: "{}", reached: "yes", retryAfterMs: 1000 }, { status: 429, kind: "rate_limited" }],
    [{ status: 503, body: "", reached: "yes" }, { status: 503, kind: undefined }],
  ]) {
    const { lines } = await play([messageOf(track("a"))], { answer: () => reply });
    const [{ status, kind, later, delivered }] = lines;
    assert.deepEqual({ status, kind, later, delivered }, { ...reason, later: 1, delivered: 0 });
  }
});

test("through the gateway: a refused key is an error in the log, and its events come again", async (t) => {
  const sandbox = await startSandbox();
  t.after(() => sandbox.stop());
  const lines = [];
  const gatewayWith = (apiKey) => createGateway({ apiKey, baseUrl: sandbox.url, tokens: { secret: "s".repeat(32) }, limits: {}, onLog: (line) => lines.push(line) });
  for (const [key, level, kind, decided] of [["wrong-key", "error", "config", 5], [KEY, "info", undefined, "ack"]]) {
    const message = messageOf(track(key));
    await gatewayWith(key).queue({ messages: [message] });
    const line = lines.findLast(({ event }) => event === "queue");
    assert.deepEqual([line.level, line.kind, message.decided], [level, kind, decided]);
    assert.ok(!JSON.stringify(line).includes(key));
  }
});
