// The tracker in a page: what is tracked arrives once, in order, whatever becomes of a tab.

import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import { drained, pageTest, sums } from "./stage.mjs";

/** A user and an event. */
const trackA = (page) =>
  page.evaluate(async () => {
    const tracker = globalThis.open();
    await tracker.identify({ id: "u-1" });
    await tracker.track("A");
  });

pageTest("what is tracked arrives, in order", async ({ site, visit }) => {
  const page = await visit();
  await page.evaluate(async () => {
    const tracker = globalThis.open();
    await tracker.identify({ id: "u-1", attributes: { plan: "pro" } });
    await tracker.track("A");
    await tracker.track("B");
  });
  const stats = await drained(page);
  assert.deepEqual(await site.events(), ["identify_user", "A", "B"]);
  assert.deepEqual((await site.log())[0].input, { id: "u-1", plan: "pro" });
  assert.equal(stats.storage, "indexeddb");
  assert.deepEqual([stats.tracked, stats.delivered, stats.queued], [3, 3, 0]);
  assert.ok(site.requests.every(({ token }) => decodeJwt(token).sub === "u-1"));
});

pageTest("a new page sends what a killed one left", async ({ site, visit }) => {
  site.fault = () => 503;
  const page = await visit();
  await trackA(page);
  await page.close();
  site.fault = () => undefined;
  const next = await visit();
  await next.evaluate(() => globalThis.open());
  const stats = await drained(next);
  assert.deepEqual(await site.events(), ["identify_user", "A"]);
  assert.deepEqual([stats.tracked, stats.delivered], [2, 2]);
});

pageTest("a reply that is lost does not make an event twice", async ({ site, visit }) => {
  site.fault = (_, count) => (count === 0 ? "lose" : undefined);
  const page = await visit();
  await trackA(page);
  const stats = await drained(page);
  assert.deepEqual(await site.events(), ["identify_user", "A"]);
  assert.ok(stats.duplicate > 0);
  await sums(page);
});

/** Chance takes the longest wait. */
const unlucky = { init: () => void (Math.random = () => 0.99) };

pageTest("a page that is loaded asks at once, and once, for the token that an earlier page could not get", async ({ site, visit }) => {
  /** Opens the tracker. There is no token for u-1. */
  const open = async () => {
    const page = await visit();
    await page.evaluate(() => {
      globalThis.asked = [];
      const token = async ({ id }) => {
        globalThis.asked.push(id);
        if (id === "u-1") throw new Error("no token");
        return (await fetch(`/token?id=${id}`)).text();
      };
      globalThis.open({ token, flushAt: 1 });
    });
    return page;
  };
  const first = await open();
  await first.evaluate(async () => {
    const { tracker } = globalThis;
    await tracker.identify({ id: "u-1" });
    await tracker.track("A");
    // Each failure doubles the wait, up to a minute.
    for (let count = 0; count < 7; count++) await tracker.flush();
  });
  await first.close();
  for (const user of ["u-2", "u-3"]) {
    const page = await open();
    await page.waitForFunction(() => globalThis.asked.length > 0);
    await page.evaluate(async (user) => {
      const { tracker } = globalThis;
      await tracker.identify({ id: user });
      // Each in a round of its own.
      for (const event of ["B", "C", "D"]) {
        while ((await tracker.stats()).queued > 2);
        await tracker.track(event);
      }
      while ((await tracker.stats()).queued > 2);
    }, user);
    assert.deepEqual(await page.evaluate(() => globalThis.asked), ["u-1", user]);
    assert.deepEqual(await site.events(user), ["identify_user", "B", "C", "D"]);
    await page.close();
  }
  const last = await visit();
  await last.evaluate(() => void globalThis.open().on("state", ({ queued }) => (globalThis.queued = queued)));
  await last.waitForFunction(() => globalThis.queued === 0);
  assert.deepEqual(await site.events("u-1"), ["identify_user", "A"]);
  await sums(last);
}, unlucky);

pageTest("a token that the gateway refuses is not used again", async ({ site, visit }) => {
  const { token } = site.gateway;
  const refused = [`${await token("u-1")}x`];
  site.gateway.token = async (user) => refused.pop() ?? token(user);
  const page = await visit();
  await trackA(page);
  const stats = await drained(page);
  assert.deepEqual(await site.events(), ["identify_user", "A"]);
  assert.equal(stats.delivered, 2);
  assert.equal(site.requests.filter(({ status }) => status === 401).length, 1);
});
