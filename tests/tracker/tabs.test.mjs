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
  const EACH = 100;
  await Promise.all(
    pages.map((page, index) =>
      page.evaluate(
        async ({ index, EACH }) => {
          const tracker = globalThis.open({ maxEvents: 10_000 });
          await tracker.identify({ id: `u-${index % 2}` });
          for (let count = 0; count < EACH; count++) await tracker.track(`${index}-${count}`);
        },
        { index, EACH },
      ),
    ),
  );
  const stats = await drained(pages[0]);
  assert.equal(site.model.log.length, 4 * (EACH + 1));
  assert.equal(stats.tracked, 4 * (EACH + 1));
  assert.equal(stats.delivered, stats.tracked);
  for (const [index] of pages.entries()) {
    const mine = site.events(`u-${index % 2}`).filter((event) => event.startsWith(`${index}-`));
    assert.deepEqual(mine, Array.from({ length: EACH }, (_, count) => `${index}-${count}`));
  }
  assert.ok(site.most <= 1, `${site.most} requests at once`);
}, { timeout: 90_000 });

pageTest("tabs that are killed at any moment lose nothing that was safe, and repeat nothing", async ({ site, visit }) => {
  site.fault = everyFifth();
  const safe = new Set();
  const KILLS = 40;
  for (let kill = 0; kill < KILLS; kill++) {
    const page = await visit();
    await page.exposeFunction("isSafe", (event) => void safe.add(event));
    await page.evaluate(async (kill) => {
      const tracker = globalThis.open({ maxEvents: 10_000, flushIntervalMs: kill % 3 ? 5 : 5_000 });
      const user = `u-${kill % 3}`;
      const call = (event, promise) => promise.then(() => globalThis.isSafe(`${user} ${event}`));
      call(`identify_user ${kill}`, tracker.identify({ id: user, attributes: { kill } }));
      for (let count = 0; count < 5; count++) call(`${kill}-${count}`, tracker.track(`${kill}-${count}`));
    }, kill);
    // Not a wait for anything: the kills fall on all moments, from the first write to the last reply.
    for (let turn = 0; turn < kill % 12; turn++) await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1)));
    if (kill % 4 === 0) {
      // Its process dies, and it hears nothing of it.
      await page.goto("chrome://crash").catch(() => {});
    } else if (kill % 4 === 1) {
      await page.goto(`${site.url}/other.html`);
    }
    await page.close();
  }
  site.fault = () => undefined;
  const last = await visit();
  await last.evaluate(() => globalThis.open({ maxEvents: 10_000 }));
  const stats = await drained(last);
  const arrived = site.model.log.map(({ user, action, input }) => `${user} ${action === "track_event" ? input.event : `${action} ${input.attributes.kill}`}`);
  assert.equal(new Set(arrived).size, arrived.length, "an event arrived twice");
  assert.deepEqual([...safe].filter((event) => !arrived.includes(event)), [], "an event that was safe is lost");
  assert.ok(safe.size > KILLS, `only ${safe.size} were safe: the kills come too early to mean anything`);
  assert.equal(stats.tracked, arrived.length);
  for (const [, kill] of arrived.map((each) => /^u-\d (\d+)-/.exec(each) ?? []).filter(([found]) => found)) {
    const mine = arrived.filter((each) => each.split(" ")[1].startsWith(`${kill}-`)).map((each) => Number(each.split("-").at(-1)));
    assert.deepEqual(mine, [...mine].sort((a, b) => a - b));
  }
}, { timeout: 120_000 });

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
  assert.deepEqual(site.events("bob"), ["identify_user", "before, in two", "of bob"]);
  assert.deepEqual(site.events("ann"), ["identify_user", "before, in one", "of ann"]);
  assert.deepEqual(site.events("carol"), ["identify_user"]);
  assert.deepEqual(stats.droppedBy, { reset: 1 });
  await sums(two);
});
