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
