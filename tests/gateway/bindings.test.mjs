// The gateway with its bindings, in real workerd: rate limits, the two Durable Objects and a queue. And without them, and when they fail.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ask, said } from "../support/gateway/ask.mjs";
import { bundleGateway } from "../support/gateway/bound.mjs";
import { EVENT, bearer } from "../support/gateway/suite.mjs";
import { DATES } from "../support/gateway-state.mjs";
import { json, startWire } from "../support/wire.mjs";

const ALL = ["REFINER_ONCE", "REFINER_PACE", "REFINER_USER_LIMIT", "REFINER_ADDRESS_LIMIT"];
const OFF = { limits: { perUser: false, perAddress: false, perKey: false } };
const OK = json({ message: "ok" });

let bundle;
before(async () => {
  bundle = await bundleGateway();
});
after(() => bundle.remove());

/** A Worker, and what its Refiner got. `answer` may answer a request in its own way. */
async function stage(t, names, { options = {}, date = DATES[1], answer = (socket) => socket.end(OK), ...variables } = {}) {
  const waiting = [];
  const wire = await startWire((socket, request) => {
    waiting.splice(0).forEach((look) => look());
    answer(socket, request);
  });
  t.after(() => wire.stop());
  const start = (more = {}) => bundle.start(wire.url, names, { OPTIONS: JSON.stringify(options), ...variables, ...more }, date);
  let worker = await start();
  t.after(() => worker.stop());
  return {
    wire,
    send: async (path, json, { sub, ...headers }) => ask(worker.url + path, { method: "POST", headers: { ...(await bearer({ sub })), ...headers }, json }),
    log: () => worker.log(),
    events: () => wire.requests.map(({ body }) => JSON.parse(body).event),
    /** Waits until so many requests came; each one is a reason to look again. */
    async came(count) {
      while (wire.requests.length < count) await new Promise((resolve) => waiting.push(resolve));
    },
    /** Ends the Worker with its objects, and starts it again, some time later by the clock of its objects. */
    async restart(offset) {
      await worker.stop();
      worker = await start({ OFFSET: String(offset) });
    },
  };
}

const entry = (id, event = id) => ({ id, at: Date.now(), action: "track_event", input: { event } });

for (const date of DATES) {
  describe(`at ${date}`, () => {
    const user = (name) => `${name}, ${date}`;

    test("a user's limit is the binding's, to the exact request, and every user has one", async (t) => {
      const { send, log, wire } = await stage(t, ALL, { date });
      const track = async (sub) => said(await send("/track-event", EVENT, { sub }));
      const answers = [];
      for (let count = 0; count < 4; count++) answers.push(await track(user("a")));
      assert.deepEqual(answers, [[200], [200], [200], [429, "rate_limited"]]);
      assert.deepEqual(await track(user("b")), [200]);
      assert.equal(wire.requests.length, 4);
      assert.deepEqual((await log()).filter(({ problem }) => problem !== undefined), []);
    });

    test("an address has a limit whoever calls from it, and a refusal says when to come back", async (t) => {
      const { send } = await stage(t, ALL, { date });
      const from = async (address, sub) => send("/track-event", EVENT, { sub, "cf-connecting-ip": address });
      for (let count = 0; count < 5; count++) assert.equal((await from("2001:db8::1", user(`n-${count}`))).status, 200);
      // Of the same /64.
      const refused = await from("2001:db8::2:2", user("n-6"));
      assert.deepEqual([said(refused), refused.headers["retry-after"]], [[429, "rate_limited"], "60"]);
      assert.equal((await from("2001:db8:0:1::1", user("n-6"))).status, 200);
    });

    test("the key's limit is leased", async (t) => {
      const { send, wire } = await stage(t, ["REFINER_PACE"], { date, options: { limits: { ...OFF.limits, perKey: 40 } } });
      const answers = [];
      for (let count = 0; count < 5; count++) answers.push((await send("/track-event", EVENT, { sub: user("p") })).status);
      // Two at once, of 40 a minute.
      assert.deepEqual([answers[0], answers.at(-1)], [200, 429]);
      assert.equal(wire.requests.length, answers.filter((status) => status === 200).length);
    });

    test("an entry is sent once, in whatever way it comes again, also after a restart", async (t) => {
      const { send, wire, restart } = await stage(t, ["REFINER_ONCE"], { date, options: OFF });
      const sub = user("once");
      const single = { sub, "idempotency-key": "e-1" };
      assert.deepEqual(said(await send("/track-event", EVENT, single)), [200]);
      assert.deepEqual(said(await send("/track-event", EVENT, single)), [200]);
      await restart(60_000);
      const { json: repeated } = await send("/batch", { entries: [entry("e-1"), entry("e-2")] }, { sub });
      assert.deepEqual(repeated.results.map(({ status }) => status), ["duplicate", "accepted"]);
      assert.equal(wire.requests.length, 2);
    });

    for (const [action, path, expected, requests] of [
      ["track_event", "/track-event", [504, "timeout"], 1],
      ["identify_user", "/identify-user", [200], 2],
    ]) {
      test(`restarted between mark and reply, ${action} is ${requests === 1 ? "not sent again" : "sent again"}`, async (t) => {
        let count = 0;
        const answer = (socket) => (count++ === 0 ? undefined : socket.end(OK));
        const { send, wire, came, restart } = await stage(t, ["REFINER_ONCE"], { date, options: OFF, answer });
        const input = action === "track_event" ? EVENT : { plan: "pro" };
        const headers = { sub: user(action), "idempotency-key": "lost" };
        const lost = send(path, input, headers).catch(() => "lost");
        await came(1);
        await restart(0);
        assert.equal(await lost, "lost");
        await restart(120_000);
        assert.deepEqual(said(await send(path, input, headers)), expected);
        assert.equal(wire.requests.length, requests);
      });
    }

    test("with a queue, events are accepted at once and delivered in order; a repeat is not", async (t) => {
      const { send, came, events } = await stage(t, ["REFINER_ONCE", "REFINER_QUEUE", "REFINER_DEAD_LETTERS"], { date, options: OFF });
      const sub = user("queue");
      const batch = { entries: [entry("q-1"), entry("q-2"), entry("q-3", "")] };
      const { json: accepted } = await send("/batch", batch, { sub });
      assert.deepEqual(accepted.results.map(({ status, path }) => [status, path]), [["accepted", undefined], ["accepted", undefined], ["rejected", "event"]]);
      assert.deepEqual((await send("/track-event", { event: "q-4" }, { sub })).json, { message: "ok" });
      await came(3);
      assert.deepEqual(events(), ["q-1", "q-2", "q-4"]);
      await send("/batch", { entries: [entry("q-1"), entry("q-5")] }, { sub });
      await came(4);
      assert.deepEqual(events(), ["q-1", "q-2", "q-4", "q-5"]);
    });
  });
}

test("nothing bound: limits are counted in memory, which is said once", async (t) => {
  const { send, log } = await stage(t, [], { options: { limits: { perUser: 2, perAddress: 9, perKey: 9 } } });
  const answers = [];
  for (let count = 0; count < 3; count++) answers.push(said(await send("/track-event", EVENT, { sub: "none", "cf-connecting-ip": "192.0.2.1" })));
  assert.deepEqual(answers, [[200], [200], [429, "rate_limited"]]);
  const problems = (await log()).flatMap(({ problem }) => problem ?? []);
  assert.deepEqual(problems.map((problem) => problem.split(" ")[0]).sort(), ["REFINER_ADDRESS_LIMIT", "REFINER_PACE", "REFINER_USER_LIMIT"]);
});

test("rate limits that fail are counted in memory, which is said once", async (t) => {
  const { send, log } = await stage(t, ALL, { FAILING: "REFINER_USER_LIMIT,REFINER_ADDRESS_LIMIT,REFINER_PACE", options: { limits: { perUser: 2 } } });
  const answers = [];
  for (let count = 0; count < 3; count++) answers.push(said(await send("/track-event", EVENT, { sub: "fails", "cf-connecting-ip": "192.0.2.1" })));
  assert.deepEqual(answers, [[200], [200], [429, "rate_limited"]]);
  assert.equal((await log()).filter(({ problem }) => problem !== undefined).length, 3);
});

test("a memory that fails lets nothing through that could be sent twice, and says when to come back", async (t) => {
  const { send, wire } = await stage(t, ALL, { FAILING: "REFINER_ONCE", options: OFF });
  const refused = await send("/track-event", EVENT, { sub: "once fails", "idempotency-key": "e-1" });
  assert.deepEqual([said(refused), refused.headers["retry-after"]], [[503, "server"], "2"]);
  const { json: later } = await send("/batch", { entries: [entry("e-1"), entry("e-2")] }, { sub: "once fails" });
  assert.deepEqual(later.results.map(({ status }) => status), ["later", "later"]);
  assert.deepEqual(wire.requests, []);
});

test("a queue that fails takes nothing, and says so", async (t) => {
  const { send, wire } = await stage(t, ["REFINER_QUEUE"], { FAILING: "REFINER_QUEUE", options: OFF });
  assert.deepEqual(said(await send("/track-event", EVENT, { sub: "queue fails" })), [503, "server"]);
  const { json: later } = await send("/batch", { entries: [entry("e-1")] }, { sub: "queue fails" });
  assert.deepEqual(later.results.map(({ status }) => status), ["later"]);
  assert.deepEqual(wire.requests, []);
});

test("what a batch may not send because a Worker calls out too often comes later, and is sent then", async (t) => {
  const { send, events } = await stage(t, [], { SUBREQUESTS: "3", options: OFF });
  const entries = ["s-1", "s-2", "s-3", "s-4", "s-5"].map((id) => entry(id));
  const { json: found } = await send("/batch", { entries }, { sub: "many" });
  assert.deepEqual(found.results.map(({ status }) => status), ["accepted", "accepted", "accepted", "later", "later"]);
  assert.deepEqual(events(), ["s-1", "s-2", "s-3"]);
  // Nothing remembers it as sent.
  const { json: again } = await send("/batch", { entries }, { sub: "many" });
  assert.deepEqual(again.results.map(({ status }) => status), ["duplicate", "duplicate", "duplicate", "later", "later"]);
});
