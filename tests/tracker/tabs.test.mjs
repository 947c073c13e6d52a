// Four tabs, kills in the middle of everything, and a gateway that fails: each event arrives once, under its own user, in order.

import assert from "node:assert/strict";
import { drained, pageTest, sums } from "./stage.mjs";

/** A fixed order of faults, so that a failure can be repeated. */
function everyFifth() {
  const faults = ["cut", 503, "lose", 429];
  return (_, count) => (count % 5 === 4 ? faults[Math.floor(count / 5) % faults.length] : undefined);
}

pageTest("one of four tabs sends at a time, and all events arrive", async ({ site, visit }) => {
  site.fault = everyFifth();
  const pages = await Promise.all([1, 2, 3, 4].map(() => visit()));
  const EACH = 2_500;
  await Promise.all(
    pages.map((page, index) =>
      page.evaluate(
        async ({ index, EACH }) => {
          const tracker = globalThis.open({ maxEvents: 20_000, maxBytes: 10_000_000 });
          await tracker.identify({ id: `u-${index % 2}` });
          // Ten at a time, as a busy page does.
          for (let count = 0; count < EACH; count += 10) await Promise.all(Array.from({ length: 10 }, (_, more) => tracker.track(`${index}-${count + more}`)));
        },
        { index, EACH },
      ),
    ),
  );
  const stats = await drained(pages[0]);
  assert.equal((await site.log()).length, 4 * (EACH + 1));
  assert.equal(stats.tracked, 4 * (EACH + 1));
  assert.equal(stats.delivered, stats.tracked);
  for (const [index] of pages.entries()) {
    const mine = site.events(`u-${index % 2}`).filter((event) => event.startsWith(`${index}-`));
    assert.deepEqual(mine, Array.from({ length: EACH }, (_, count) => `${index}-${count}`));
  }
  assert.ok(site.most <= 1, `${site.most} requests at once`);
}, { timeout: 240_000 });

/** How often a tab dies, four at a time. */
const KILLS = 200;

pageTest("tabs that are killed at any moment lose nothing that was safe, and repeat nothing", async ({ site, visit }) => {
  site.fault = everyFifth();
  const safe = new Set();

  /** A tab from its beginning to its end. */
  const live = async (kill) => {
    const page = await visit();
    try {
      await page.exposeFunction("isSafe", (event) => void safe.add(event));
      await page.evaluate((kill) => {
        const tracker = globalThis.open({ maxEvents: 10_000, flushIntervalMs: kill % 3 ? 5 : 5_000 });
        const user = `u-${kill % 3}`;
        const call = (event, promise) => promise.then(() => globalThis.isSafe(`${user} ${event}`));
        call(`identify_user ${kill}`, tracker.identify({ id: user, attributes: { kill } }));
        for (let count = 0; count < 5; count++) call(`${kill}-${count}`, tracker.track(`${kill}-${count}`));
      }, kill);
      // Not a wait for anything: so the kills fall on all moments, from the first write to the last reply.
      for (let turn = 0; turn < kill % 12; turn++) await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1)));
      // Its process dies, and it hears nothing of it; or it is left.
      if (kill % 4 === 0) await page.goto("chrome://crash");
      else if (kill % 4 === 1) await page.goto(`${site.url}/other.html`);
    } catch {
      // It died together with a tab of the same process.
    } finally {
      await page.close();
    }
  };
  for (let kill = 0; kill < KILLS; kill += 4) await Promise.all([0, 1, 2, 3].map((more) => live(kill + more)));

  site.fault = () => undefined;
  const last = await visit();
  await last.evaluate(() => globalThis.open({ maxEvents: 10_000 }));
  const stats = await drained(last);
  const arrived = (await site.log()).map(({ user, action, input }) => `${user} ${action === "track_event" ? input.event : `${action} ${input.attributes.kill}`}`);
  assert.equal(new Set(arrived).size, arrived.length, "an event arrived twice");
  assert.deepEqual([...safe].filter((event) => !arrived.includes(event)), [], "an event that was safe is lost");
  assert.ok(safe.size > KILLS, `only ${safe.size} were safe: the kills come too early to mean anything`);
  assert.equal(stats.tracked, arrived.length);
  for (let kill = 0; kill < KILLS; kill++) {
    const mine = arrived.flatMap((each) => (each.includes(` ${kill}-`) ? [Number(each.split("-").at(-1))] : []));
    assert.deepEqual(mine, [...mine].sort((a, b) => a - b));
  }
}, { timeout: 240_000 });

pageTest("two tabs with different users never send under each other's name", async ({ site, visit }) => {
  const [one, two] = await Promise.all([visit(), visit()]);
  await one.evaluate(() => globalThis.open().track("before, in one"));
  await two.evaluate(async () => {
    const tracker = globalThis.open();
    await tracker.track("before, in two");
    await tracker.identify({ id: "bob" });
    await tracker.track("of bob");
    await tracker.reset();
    await tracker.track("of nobody");
    await tracker.reset();
    await tracker.identify({ id: "carol" });
  });
  await one.evaluate(async () => {
    await globalThis.tracker.identify({ id: "ann" });
    await globalThis.tracker.track("of ann");
  });
  const stats = await drained(one);
  assert.deepEqual(await site.events("bob"), ["identify_user", "before, in two", "of bob"]);
  assert.deepEqual(await site.events("ann"), ["identify_user", "before, in one", "of ann"]);
  assert.deepEqual(await site.events("carol"), ["identify_user"]);
  assert.deepEqual(stats.droppedBy, { reset: 1 });
  await sums(two);
});
