// Tabs that share a queue: one of them sends at a time, and each event under its own user. (What becomes of tabs that die: story.test.mjs.)

import assert from "node:assert/strict";
import { everyFifth } from "./faults.mjs";
import { drained, pageTest, sums } from "./stage.mjs";

pageTest("one of four tabs sends at a time, and all events arrive", async ({ site, visit }) => {
  site.fault = everyFifth();
  const pages = await Promise.all([1, 2, 3, 4].map(() => visit()));
  const EACH = 250;
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
    const mine = (await site.events(`u-${index % 2}`)).filter((event) => event.startsWith(`${index}-`));
    assert.deepEqual(mine, Array.from({ length: EACH }, (_, count) => `${index}-${count}`));
  }
  assert.ok(site.most <= 1, `${site.most} requests at once`);
});

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
