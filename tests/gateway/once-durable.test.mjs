// What was sent is remembered by a Durable Object, in real workerd, also when it is restarted.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { DATES, bundleWorker, startUpstream } from "../support/gateway-state.mjs";

const HOUR = 3_600_000;
const done = { settled: true, reply: { status: 200, body: '{"message":"ok"}' } };

let bundle;
before(async () => {
  bundle = await bundleWorker();
});
after(() => bundle.remove());

/** A Worker and an upstream for one test. */
async function stage(t, answer, options) {
  const upstream = await startUpstream(answer);
  t.after(() => upstream.stop());
  let worker = await bundle.start(options);
  t.after(() => worker.stop());
  return {
    upstream,
    send: (entry) => worker.ask("once", { url: upstream.url, idempotent: false, ...entry }),
    look: (path) => (name) => worker.ask("look", { names: [name], path }),
    /** Ends the Worker with its objects, and starts it again, some time later by its clock. */
    async restart(offset = 0) {
      await worker.stop();
      worker = await bundle.start({ ...options, bindings: { OFFSET: offset } });
    },
  };
}

const objectOf = (user) => createHash("sha256").update(JSON.stringify([user])).digest("hex");

for (const compatibilityDate of DATES) {
  describe(`at ${compatibilityDate}`, () => {
    const user = (name) => `${name}, ${compatibilityDate}`;

    test("of a hundred simultaneous repeats one is sent, and all get its reply", async (t) => {
      const { send, upstream } = await stage(t, () => done, { compatibilityDate });
      const entry = { user: user("simultaneous"), id: "e-1", waitMs: 10_000 };
      const outcomes = await Promise.all(Array.from({ length: 100 }, () => send(entry)));
      assert.equal(upstream.requests.length, 1);
      assert.equal(outcomes.filter(({ outcome }) => outcome === "sent").length, 1);
      assert.equal(outcomes.filter(({ outcome }) => outcome === "duplicate").length, 99);
      for (const { reply } of outcomes) assert.deepEqual(reply, done.reply);
    });

    test("a repeat that cannot wait is told when to come back", async (t) => {
      let finish;
      const held = new Promise((resolve) => (finish = resolve));
      const { send, upstream } = await stage(t, () => held, { compatibilityDate });
      const entry = { user: user("impatient"), id: "e-1" };
      const arrived = upstream.arrived();
      const first = send(entry);
      await arrived;
      const repeat = await send({ ...entry, waitMs: 50 });
      assert.equal(repeat.outcome, "busy");
      assert.ok(repeat.retryAfterMs > 50_000 && repeat.retryAfterMs <= 60_000, String(repeat.retryAfterMs));
      finish(done);
      assert.equal((await first).outcome, "sent");
      assert.equal((await send(entry)).outcome, "duplicate");
    });

    for (const [idempotent, expected, requests] of [
      [false, { outcome: "unknown" }, 1],
      [true, { outcome: "sent", reply: done.reply }, 2],
    ]) {
      test(`restarted between mark and reply: an ${idempotent ? "idempotent" : "uncertain"} entry is ${expected.outcome}`, async (t) => {
        const { send, upstream, restart } = await stage(t, (_, count) => (count === 1 ? undefined : done), { compatibilityDate });
        const entry = { user: user(`restart ${idempotent}`), id: "e-1", idempotent };
        const arrived = upstream.arrived();
        const lost = send(entry).catch(() => "lost");
        await arrived;
        await restart();
        assert.equal(await lost, "lost");
        // Its sender may still be there: nobody knows yet.
        assert.equal((await send(entry)).outcome, "busy");
        await restart(61_000);
        assert.deepEqual(await send(entry), expected);
        assert.equal(upstream.requests.length, requests);
      });
    }

    test("a reply is remembered across a restart for 24 hours, and no longer", async (t) => {
      const { send, upstream, restart } = await stage(t, () => done, { compatibilityDate });
      const entry = { user: user("a day"), id: "e-1" };
      assert.equal((await send(entry)).outcome, "sent");
      await restart(24 * HOUR - 60_000);
      assert.deepEqual(await send(entry), { outcome: "duplicate", reply: done.reply });
      await restart(24 * HOUR + 1_000);
      assert.equal((await send(entry)).outcome, "sent");
      assert.equal(upstream.requests.length, 2);
    });

    test("an alarm removes what has expired, and then everything", async (t) => {
      const { send, look, restart } = await stage(t, () => done, { compatibilityDate });
      const name = user("alarm");
      for (let index = 0; index < 3; index++) await send({ user: name, id: `e-${index}` });
      const [before] = await look()(objectOf(name));
      assert.equal(before.keys.length, 3);
      const due = before.alarm - Date.now();
      assert.ok(due > 24 * HOUR - 60_000 && due <= 24 * HOUR, String(due));
      assert.ok(before.keys.every((key) => /^[0-9a-f]{64}$/.test(key)), "an id can be read in the storage");

      await restart(23 * HOUR);
      await send({ user: name, id: "e-3" });
      await restart(24 * HOUR + 1_000);
      await look("ring")(objectOf(name));
      const [swept] = await until(() => look()(objectOf(name)), ([{ keys }]) => keys.length < 4);
      assert.equal(swept.keys.length, 1);
      const next = swept.alarm - Date.now();
      assert.ok(next > 22 * HOUR && next <= 23 * HOUR, String(next));

      await restart(48 * HOUR);
      await look("ring")(objectOf(name));
      const [empty] = await until(() => look()(objectOf(name)), ([{ keys }]) => keys.length === 0);
      assert.deepEqual(empty, { keys: [], alarm: null });
    });

    test("what was not sent is sent when it comes again; what was sent without an answer is not", async (t) => {
      const answers = [{ settled: "not_sent", reply: { status: 503, body: "{}" } }, { settled: false, reply: { status: 504, body: "{}" } }];
      const { send, upstream } = await stage(t, (_, count) => answers[count - 1] ?? done, { compatibilityDate });
      const entry = { user: user("not sent"), id: "e-1" };
      assert.deepEqual(await send(entry), { outcome: "sent", reply: answers[0].reply });
      assert.deepEqual(await send(entry), { outcome: "sent", reply: answers[1].reply });
      assert.deepEqual(await send(entry), { outcome: "unknown" });
      assert.equal(upstream.requests.length, 2);
    });
  });
}

/** Asks again until it is so. */
async function until(ask, is) {
  for (;;) {
    const answer = await ask();
    if (is(answer)) return answer;
  }
}
