// Disks that are missing, blocked, full or taken away, clocks that are wrong, and tokens that cannot be had.

import assert from "node:assert/strict";
import { drained, pageTest, sums } from "./stage.mjs";

const story = async () => {
  const tracker = globalThis.open();
  await tracker.identify({ id: "u-1" });
  await tracker.track("A");
  await tracker.track("B");
};
const STORY = ["identify_user", "A", "B"];

pageTest(
  "without IndexedDB, localStorage keeps the queue",
  async ({ site, visit }) => {
    site.fault = () => 503;
    const page = await visit();
    await page.evaluate(story);
    assert.equal((await sums(page)).storage, "localstorage");
    await page.close();
    site.fault = () => undefined;
    const next = await visit();
    await next.evaluate(() => globalThis.open());
    const stats = await drained(next);
    assert.deepEqual(await site.events(), STORY);
    assert.deepEqual([stats.tracked, stats.delivered], [3, 3]);
  },
  { init: () => Object.defineProperty(globalThis, "indexedDB", { value: undefined }) },
);

pageTest(
  "without any disk, memory keeps it",
  async ({ site, visit }) => {
    const page = await visit();
    await page.evaluate(story);
    assert.equal((await sums(page)).storage, "memory");
    const stats = await drained(page);
    assert.deepEqual(await site.events(), STORY);
    assert.equal(stats.delivered, 3);
  },
  {
    init: () => {
      Object.defineProperty(globalThis, "indexedDB", { value: undefined });
      const forbidden = { get: () => { throw new DOMException("forbidden", "SecurityError"); } };
      Object.defineProperty(globalThis, "localStorage", forbidden);
    },
  },
);

pageTest(
  "a database that never opens is not waited for",
  async ({ site, visit }) => {
    const page = await visit();
    await page.evaluate(story);
    assert.equal((await sums(page)).storage, "localstorage");
    await drained(page);
    assert.deepEqual(await site.events(), STORY);
  },
  { init: () => (IDBFactory.prototype.open = () => new EventTarget()) },
);

pageTest(
  "a disk that is full takes nothing more, and the rest goes elsewhere",
  async ({ site, visit }) => {
    const page = await visit();
    await page.evaluate(async () => {
      const tracker = globalThis.open({ flushIntervalMs: 60_000 });
      await tracker.identify({ id: "u-1" });
      await tracker.track("A");
      // From now on, every write of an event fails as it does on a full disk.
      const { add } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.add = function (...given) {
        const request = add.apply(this, given);
        this.transaction.abort();
        return request;
      };
      await tracker.track("B");
      await tracker.track("C");
    });
    assert.equal((await sums(page)).storage, "localstorage");
    const stats = await drained(page);
    assert.deepEqual(await site.events(), ["identify_user", "A", "B", "C"]);
    assert.equal(stats.delivered, 4);
  },
);

pageTest("a database that is closed under us is opened again", async ({ site, visit }) => {
  const page = await visit();
  await page.evaluate(async () => {
    const tracker = globalThis.open({ flushIntervalMs: 60_000 });
    await tracker.identify({ id: "u-1" });
    await tracker.flush();
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase("refiner-tracker");
      request.onsuccess = resolve;
      request.onerror = request.onblocked = reject;
    });
    await tracker.track("A");
  });
  assert.equal((await sums(page)).storage, "indexeddb");
  await drained(page);
  assert.deepEqual(await site.events(), ["identify_user", "A"]);
});

pageTest("a newer version of the tracker with a newer database shares the queue", async ({ site, visit }) => {
  const [old, newer] = await Promise.all([visit(), visit()]);
  await old.evaluate(async () => {
    const tracker = globalThis.open({ flushIntervalMs: 60_000 });
    await tracker.identify({ id: "u-1" });
    await tracker.track("A");
  });
  await newer.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open("refiner-tracker", 2);
        request.onupgradeneeded = () => request.result.createObjectStore("of a newer version");
        request.onsuccess = resolve;
        request.onerror = request.onblocked = reject;
      }),
  );
  await old.evaluate(() => globalThis.tracker.track("B"));
  assert.equal((await sums(old)).storage, "indexeddb");
  await newer.evaluate(async () => {
    const tracker = globalThis.open();
    await tracker.identify({ id: "u-1" });
    await tracker.track("C");
  });
  await drained(newer);
  assert.deepEqual(await site.events(), ["identify_user", "A", "B", "identify_user", "C"]);
});

pageTest("a clock that is set back holds nothing up", async ({ site, visit }) => {
  site.fault = (_, count) => (count < 2 ? 503 : undefined);
  const page = await visit();
  await page.evaluate(async () => {
    const { now } = Date;
    const tracker = globalThis.open({ flushIntervalMs: 10 });
    await tracker.identify({ id: "u-1" });
    await tracker.flush();
    Date.now = () => now() - 86_400_000;
    await tracker.track("A");
  });
  await drained(page);
  assert.deepEqual(await site.events(), ["identify_user", "A"]);
});

pageTest("a user without a token waits, and holds up nobody else", async ({ site, visit }) => {
  const page = await visit();
  site.tokens = false;
  await page.evaluate(async () => {
    const tracker = globalThis.open();
    await tracker.identify({ id: "ann" });
    await tracker.track("A");
    await tracker.flush();
  });
  assert.deepEqual(await site.events(), []);
  assert.equal((await sums(page)).queued, 2);
  site.tokens = true;
  await drained(page);
  assert.deepEqual(await site.events("ann"), ["identify_user", "A"]);
});

pageTest("a lease stands in for locks where there are none", async ({ site, visit }) => {
  const pages = await Promise.all([visit(), visit()]);
  for (const [index, page] of pages.entries()) {
    await page.evaluate(async (index) => {
      const tracker = globalThis.open();
      await tracker.identify({ id: `u-${index}` });
      for (let count = 0; count < 10; count++) await tracker.track(`${index}-${count}`);
    }, index);
  }
  await drained(pages[1]);
  const events = await site.events();
  assert.equal(events.length, 22);
  for (const [index] of pages.entries()) assert.deepEqual(events.filter((event) => event.startsWith(`${index}-`)), Array.from({ length: 10 }, (_, count) => `${index}-${count}`));
}, { init: () => Object.defineProperty(navigator, "locks", { value: undefined }) });
