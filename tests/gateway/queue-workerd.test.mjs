// The queue in real workerd: what is accepted is delivered, in order and once, by a consumer with its bindings.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DATES, bundleWorker, startUpstream } from "../support/gateway-state.mjs";

const OK = { status: 200, body: '{"message":"ok"}', reached: "yes" };

let bundle;
before(async () => {
  bundle = await bundleWorker();
});
after(() => bundle.remove());

/** A Worker with a queue, and what its Refiner and its dead letters got. `answer` may give the reply to a call. */
async function stage(t, compatibilityDate, answer) {
  const calls = [];
  const letters = [];
  const waiting = [];
  const upstream = await startUpstream((url, _, text) => {
    const body = JSON.parse(text);
    if (url === "/call") calls.push(body);
    if (url === "/dead") letters.push(...body);
    const reply = url === "/call" ? (answer(body, calls.length) ?? OK) : {};
    waiting.splice(0).forEach((look) => look());
    return reply;
  });
  t.after(() => upstream.stop());
  const worker = await bundle.start({
    compatibilityDate,
    bindings: { UPSTREAM: upstream.url },
    queueProducers: { REFINER_QUEUE: "events", REFINER_DEAD_LETTERS: "dead" },
    queueConsumers: { events: { maxBatchSize: 100, maxBatchTimeout: 1, maxRetries: 100 }, dead: { maxBatchTimeout: 0 } },
  });
  t.after(() => worker.stop());
  return {
    calls,
    letters,
    accept: (entries) => worker.ask("accept", { entries }),
    /** Waits until it is so; each thing that happens is a reason to look again. */
    async until(is) {
      while (!is()) await new Promise((resolve) => waiting.push(resolve));
    },
  };
}

for (const compatibilityDate of DATES) {
  const user = (name) => `${name}, ${compatibilityDate}`;
  const track = (of, id) => ({ user: user(of), id, at: Number(id), action: "track_event", input: { id: user(of), event: id } });
  const identify = (of, id, attributes) => ({ ...track(of, id), action: "identify_user", input: { id: user(of), attributes } });

  test(`at ${compatibilityDate}: in order, neighbours merged, and a repeat is not sent`, async (t) => {
    const { calls, accept, until } = await stage(t, compatibilityDate, () => undefined);
    await accept([identify("a", "1", { plan: "free" }), identify("a", "2", { plan: "pro" }), track("a", "3"), track("b", "1"), identify("a", "4", { plan: "max" })]);
    await accept([track("a", "3"), track("b", "1"), track("a", "5")]);
    await until(() => calls.some(({ input }) => input.event === "5"));
    const of = (name) => calls.filter((call) => call.user === user(name)).map(({ input }) => input.event ?? input.attributes.plan);
    assert.deepEqual(of("a"), ["pro", "3", "max", "5"]);
    await until(() => of("b").length > 0);
    assert.deepEqual(of("b"), ["1"]);
  });

  test(`at ${compatibilityDate}: what Refiner puts off comes again and is not overtaken; what it refuses is a dead letter`, async (t) => {
    let busy = 1;
    const { calls, letters, accept, until } = await stage(t, compatibilityDate, ({ input }) => {
      if (input.event === "2" && busy-- > 0) return { status: 429, body: "{}", kind: "rate_limited", retryAfterMs: 100, reached: "yes" };
      return input.event === "3" ? { status: 422, body: "{}", kind: "rejected", reached: "yes" } : undefined;
    });
    await accept([track("c", "1"), track("c", "2"), track("c", "3")]);
    await until(() => calls.length === 2);
    await accept([track("c", "4")]);
    await until(() => calls.some(({ input }) => input.event === "4") && letters.length > 0);
    assert.deepEqual(calls.map(({ input }) => input.event), ["1", "2", "2", "3", "4"]);
    assert.deepEqual(letters, [{ reason: "refused", status: 422, kind: "rejected", entry: track("c", "3") }]);
  });
}
