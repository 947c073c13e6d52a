// Disks that are missing, blocked, full or taken away, clocks that are wrong, and tokens that cannot be had.

import assert from "node:assert/strict";
import { SCRIPTS } from "../support/tracker/pages.mjs";
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

pageTest("where the browser gives the site no room, localStorage keeps the queue", async ({ site, context, visit }) => {
  const page = await visit();
  const session = await context.newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin: site.url, quotaSize: 1 });
  await page.evaluate(story);
  assert.equal((await sums(page)).storage, "localstorage");
  await session.send("Storage.overrideQuotaForOrigin", { origin: site.url });
  await page.evaluate(() => globalThis.tracker.track("C"));
  const stats = await drained(page);
  assert.deepEqual(await site.events(), [...STORY, "C"]);
  assert.equal(stats.delivered, 4);
});

pageTest("another page that holds the database in an older version and does not let go of it keeps nobody waiting", async ({ site, visit }) => {
  const [holder, page] = await Promise.all([visit(), visit()]);
  // A change of version that nobody answers: every later opening is blocked behind it.
  await holder.evaluate(async () => {
    const opened = (version) =>
      new Promise((resolve) => {
        const request = indexedDB.open("refiner-tracker", version);
        request.onsuccess = () => resolve(request.result);
        request.onblocked = () => resolve(undefined);
      });
    globalThis.held = await opened(1);
    await opened(2);
  });
  await page.evaluate(story);
  assert.equal((await sums(page)).storage, "localstorage");
  await drained(page);
  assert.deepEqual(await site.events(), STORY);
});

pageTest("a private window, whose disk is gone with it, delivers what it can and leaves nothing to the next", async ({ site, context, visit }) => {
  const page = await visit();
  await page.evaluate(story);
  await drained(page);
  assert.deepEqual(await site.events(), STORY);
  // Every context of this browser is an off-the-record one. A second has nothing of the first.
  const other = await context.browser().newContext();
  const next = await other.newPage();
  await next.goto(site.url);
  await next.waitForFunction(() => globalThis.ready);
  await next.evaluate(() => globalThis.open());
  assert.equal((await sums(next)).tracked, 0);
  await other.close();
});

pageTest("two versions of the tracker in one page share the queue, and each event arrives once", async ({ site, visit }) => {
  // As an app that bundles one version and has another in a script tag: nothing of the code is shared.
  site.files.set("/second.js", `${SCRIPTS["/tracker.js"]}\n;globalThis.second = true;`);
  const page = await visit();
  await page.evaluate(async () => {
    const { createTracker } = await import("/second.js");
    const token = ({ id }) => fetch(`/token?id=${id}`).then((reply) => reply.text());
    const first = globalThis.open({ flushIntervalMs: 5 });
    const second = createTracker({ endpoint: "/r", token, flushIntervalMs: 5 });
    await first.identify({ id: "u-1" });
    await second.identify({ id: "u-1" });
    await Promise.all(Array.from({ length: 50 }, (_, count) => (count % 2 ? first : second).track(`${count}`)));
  });
  const stats = await drained(page);
  const events = (await site.events()).filter((event) => event !== "identify_user");
  assert.deepEqual([events.length, new Set(events).size, stats.delivered], [50, 50, 52]);
  for (const half of [0, 1]) {
    const mine = events.map(Number).filter((count) => count % 2 === half);
    assert.deepEqual(mine, [...mine].sort((a, b) => a - b));
  }
});

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
