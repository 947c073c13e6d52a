// The deadline of a whole walk: totalTimeoutMs of summaries, exports and syncs.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all, whole } from "../support/bulk.mjs";
import { failure } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { never, ok, page, scripted } from "../support/scripted.mjs";

const FIRST = ok(page([{ uuid: "r-1" }, { uuid: "r-2" }], { items_count: 4, last_page: 2, next_page_cursor: "c-2" }));
const LAST = ok(page([{ uuid: "r-3" }]));

const WALKS = {
  summarize_responses: (refiner, options) => refiner.summarizeResponses({}, { metrics: ["count"], ...options }),
  export_responses: (refiner, options) => whole(refiner.exportResponses({}, { format: "csv", ...options })),
  export_contacts: (refiner, options) => whole(refiner.exportContacts({}, { format: "ndjson", ...options })),
  sync_responses: (refiner, options) => all(refiner.syncResponses({}, options)),
};

// The time that the modules take to load counts too, and differs by machine: here they are loaded before.
before(async () => {
  for (const walk of Object.values(WALKS)) await walk(new Refiner({ apiKey: KEY, fetch: scripted(LAST) }), {});
});

for (const [action, walk] of Object.entries(WALKS)) {
  describe(action, () => {
    const client = (...answers) => new Refiner({ apiKey: KEY, fetch: scripted(...answers) });

    test("ends at the deadline, and says where to continue", async () => {
      const known = { kind: "timeout", action, message: /not complete within 200 ms \(totalTimeoutMs\)$/, resume: { page_cursor: "c-2" } };
      const error = await failure(walk(client(FIRST, never), { totalTimeoutMs: 200 }), known);
      if (action !== "sync_responses") assert.deepEqual(error.progress, { pages: 1, items: 2 });
    });

    test("ends at the deadline though each page is within its own", async () => {
      let number = 0;
      const slow = async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        number++;
        return Response.json(page([{ uuid: `r-${number}` }], { items_count: 1e6, last_page: 1e6, next_page_cursor: `c-${number}` }));
      };
      await failure(walk(client(slow), { totalTimeoutMs: 100, timeoutMs: 10_000 }), { kind: "timeout", message: /totalTimeoutMs/ });
    });

    test("is done within the deadline as without one", async () => {
      const without = await walk(client(FIRST, LAST), {});
      assert.deepEqual(await walk(client(FIRST, LAST), { totalTimeoutMs: 10_000 }), without);
      assert.deepEqual(await walk(client(FIRST, LAST), { totalTimeoutMs: undefined }), without);
      assert.deepEqual(await walk(client(FIRST, LAST), { totalTimeoutMs: 1e15 }), without, "longer than a timer can wait");
    });

    test("a page that takes too long fails by its own deadline", async () => {
      const error = await failure(walk(client(never), { totalTimeoutMs: 10_000, timeoutMs: 30, maxRetries: 0 }), { kind: "timeout" });
      assert.doesNotMatch(error.message, /totalTimeoutMs/);
    });

    test("a signal still aborts, with its reason", async () => {
      const controller = new AbortController();
      const fetch = (url, init) => (controller.abort("enough"), never(url, init));
      const error = await failure(walk(client(fetch), { totalTimeoutMs: 10_000, signal: controller.signal }), { kind: "aborted" });
      assert.equal(error.cause, "enough");
      const aborted = AbortSignal.abort();
      await failure(walk(client(FIRST), { totalTimeoutMs: 10_000, signal: aborted }), { kind: "aborted" });
    });

    test("leaves no timer and no listener behind", async () => {
      const { signal } = new AbortController();
      let listeners = 0;
      const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
      signal.addEventListener = (...given) => (listeners++, add(...given));
      signal.removeEventListener = (...given) => (listeners--, remove(...given));
      const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
      const before = timers();
      await walk(client(LAST), { totalTimeoutMs: 1e6, signal });
      await walk(client(ok(7)), { totalTimeoutMs: 1e6, signal }).catch(() => {});
      assert.equal(listeners, 0);
      assert.equal(timers(), before);
    });

    for (const totalTimeoutMs of [0, -1, NaN, Infinity, "1s", null]) {
      test(`${totalTimeoutMs} is refused`, async () => {
        const walking = (async () => walk(client(LAST), { totalTimeoutMs }))();
        await failure(walking, { kind: "input", action, path: "options.totalTimeoutMs", attempts: 0 });
      });
    }
  });
}
