// What happens to a page: it is left with a full queue, comes back, shows other addresses; and what a page may ask of the tracker.

import assert from "node:assert/strict";
import { modelGateway } from "../support/tracker/model-gateway.mjs";
import { drained, pageTest, sums } from "./stage.mjs";

/** How many bytes a browser lets all requests of a page have that outlive it. */
const KEEPALIVE_BYTES = 65_536;

const withoutFetchLater = { init: () => Reflect.deleteProperty(globalThis, "fetchLater") };

pageTest("this browser has fetchLater", async ({ visit }) => {
  const page = await visit();
  assert.equal(await page.evaluate(() => typeof globalThis.fetchLater), "function");
});

for (const [how, options] of [["with fetchLater, where the browser has it", {}], ["with keepalive", withoutFetchLater]]) {
  pageTest(`a page that is left with 200 KB sends what a browser lets it, and the next page the rest: ${how}`, async ({ site, visit }) => {
    const page = await visit();
    await page.evaluate(async () => {
      const tracker = globalThis.open({ flushIntervalMs: 60_000, flushAt: 1_000 });
      await tracker.identify({ id: "u-1" });
      await tracker.flush();
      for (let count = 0; count < 200; count++) await tracker.track(`${String(count).padStart(3, "0")} ${"x".repeat(996)}`);
    });
    const before = site.requests.length;
    const sent = site.nextRequest();
    await page.goto(`${site.url}/other.html`);
    await sent;
    const left = site.requests.slice(before);
    assert.ok(left.length >= 1);
    assert.ok(left.every(({ body }) => body.length <= KEEPALIVE_BYTES));
    const early = (await site.log()).length;
    assert.ok(early > 20, `${early} arrived with the page`);
    await page.waitForFunction(() => globalThis.ready);
    await page.evaluate(() => globalThis.open());
    const stats = await drained(page);
    assert.equal((await site.log()).length, 201);
    assert.deepEqual((await site.events()).slice(1).map((event) => Number(event.slice(0, 3))), Array.from({ length: 200 }, (_, count) => count));
    assert.equal(stats.delivered, 201);
  }, options);
}

pageTest("what is tracked at the very end, before the page is left, is not lost", async ({ site, visit }) => {
  const page = await visit();
  await page.evaluate(async () => {
    const tracker = globalThis.open({ flushIntervalMs: 60_000 });
    await tracker.identify({ id: "u-1" });
    await tracker.flush();
  });
  // As a click on a link does: nobody waits for the promise.
  await Promise.all([
    page.waitForURL("**/other.html"),
    page.evaluate(() => {
      globalThis.tracker.track("Clicked");
      location.href = "/other.html";
    }),
  ]);
  await page.waitForFunction(() => globalThis.ready);
  await page.evaluate(() => globalThis.open());
  await drained(page);
  assert.deepEqual(await site.events(), ["identify_user", "Clicked"]);
});

pageTest("a page that comes back goes on", async ({ site, visit }) => {
  const page = await visit();
  await page.evaluate(async () => {
    const tracker = globalThis.open({ flushIntervalMs: 60_000 });
    globalThis.wasHere = true;
    await tracker.identify({ id: "u-1" });
    await tracker.track("A");
  });
  await page.goto(`${site.url}/other.html`);
  await page.goBack({ waitUntil: "commit" });
  assert.equal(await page.evaluate(() => globalThis.wasHere), true, "the page did not come from the cache");
  await page.evaluate(() => globalThis.tracker.track("B"));
  await drained(page);
  const events = (await site.events()).filter((event) => event !== "identify_user");
  assert.deepEqual(events, ["A", "B"]);
});

pageTest("events go out when the page is hidden, and when the network is back", async ({ site, visit, context }) => {
  const page = await visit();
  await page.evaluate(async () => {
    const tracker = globalThis.open({ flushIntervalMs: 600_000 });
    await tracker.identify({ id: "u-1" });
    Object.defineProperty(document, "visibilityState", { value: "hidden" });
    const told = new Promise((resolve) => tracker.on("state", ({ delivered }) => delivered === 1 && resolve()));
    document.dispatchEvent(new Event("visibilitychange"));
    await told;
  });
  await context.setOffline(true);
  await page.evaluate(async () => {
    await globalThis.tracker.track("A");
    await globalThis.tracker.flush();
  });
  assert.deepEqual(await site.events(), ["identify_user"]);
  await context.setOffline(false);
  await page.evaluate(() => new Promise((resolve) => globalThis.tracker.on("state", ({ delivered }) => delivered === 2 && resolve())));
  assert.deepEqual(await site.events(), ["identify_user", "A"]);
});

pageTest("page views are tracked, where an app changes its address too", async ({ site, visit }) => {
  const page = await visit();
  await page.evaluate(async () => {
    const tracker = globalThis.open({ pageViews: ({ pathname }) => (pathname === "/secret" ? null : `Saw ${pathname}`) });
    await tracker.identify({ id: "u-1" });
    history.pushState({}, "", "/one");
    history.replaceState({}, "", "/one");
    history.pushState({}, "", "/secret");
    history.pushState({}, "", "/two");
    await new Promise((resolve) => {
      addEventListener("popstate", resolve);
      history.back();
    });
  });
  await drained(page);
  assert.deepEqual(await site.events(), ["identify_user", "Saw /", "Saw /one", "Saw /two"]);
});

pageTest("without consent nothing is written, and a refusal deletes what was", async ({ site, visit }) => {
  const page = await visit();
  const stored = () =>
    page.evaluate(async () => {
      const names = (await indexedDB.databases()).map(({ name }) => name);
      return { databases: names, keys: [...Object.keys(localStorage), ...Object.keys(sessionStorage)] };
    });
  await page.evaluate(async () => {
    const tracker = globalThis.open({ consent: "pending", maxPending: 3 });
    await tracker.identify({ id: "u-1" });
    for (const name of ["A", "B", "C"]) await tracker.track(name);
  });
  let stats = await sums(page);
  assert.deepEqual([stats.tracked, stats.queued, stats.droppedBy.pending], [4, 3, 1]);
  assert.deepEqual((await stored()).keys, []);
  await page.evaluate(() => globalThis.tracker.setConsent("granted"));
  await drained(page);
  assert.deepEqual(await site.events(), ["identify_user", "A", "B"]);

  site.fault = () => 503;
  await page.evaluate(async () => {
    await globalThis.tracker.track("D");
    await globalThis.tracker.setConsent("denied");
    await globalThis.tracker.track("E");
  });
  stats = await sums(page);
  assert.deepEqual([stats.queued, stats.droppedBy.consent], [0, 2]);
  site.fault = () => undefined;
  const next = await visit();
  await next.evaluate(async () => {
    const tracker = globalThis.open();
    await tracker.identify({ id: "u-1" });
    await tracker.flush();
  });
  assert.deepEqual(await site.events(), ["identify_user", "A", "B"], "a refusal lasts");
});

pageTest("the sums are told also of what is only held in memory, or dropped there", async ({ visit }) => {
  const page = await visit();
  const told = await page.evaluate(async () => {
    const tracker = globalThis.open({ consent: "pending" });
    const told = [];
    tracker.on("state", ({ tracked, queued, dropped }) => told.push([tracked, queued, dropped].join()));
    await tracker.identify({ id: "u-1" });
    await tracker.track("A");
    await tracker.setConsent("denied");
    await tracker.track("B");
    return told;
  });
  for (const sums of ["1,1,0", "2,2,0"]) assert.ok(told.includes(sums), `${sums} in ${told.join(" ")}`);
  assert.equal(told.at(-1), "3,0,3");
});

pageTest("a poison event becomes a dead letter, and holds up nothing", async ({ site, visit }) => {
  const page = await visit();
  const told = await page.evaluate(async () => {
    const tracker = globalThis.open({ flushIntervalMs: 60_000 });
    const told = [];
    tracker.on("dead", ({ kind, input }) => told.push([kind, input]));
    // The gateway cannot even read the batch that this one is in.
    await tracker.identify({ id: "u-1", attributes: { api_key: "x" } });
    for (const event of ["A", "poison", "B"]) await tracker.track(event);
    await tracker.flush();
    await tracker.flush();
    return told;
  });
  assert.deepEqual(told, [["input", { attributes: { api_key: "x" } }], ["rejected", { event: "poison" }]]);
  const stats = await drained(page);
  assert.deepEqual(await site.events(), ["A", "B"]);
  assert.deepEqual([stats.dead, stats.delivered], [2, 2]);
  const letters = await page.evaluate(() => globalThis.tracker.deadLetters());
  assert.deepEqual(letters.map(({ user, action, message }) => [user, action, message]), [
    ["u-1", "identify_user", "answered 400"],
    ["u-1", "track_event", "Refiner says no"],
  ]);
}, { gateway: modelGateway(({ input }) => (input.event === "poison" ? "rejected" : "accepted")) });

pageTest("caps drop what there is no room for, and say so", async ({ site, visit }) => {
  site.fault = () => 503;
  const page = await visit();
  const drops = await page.evaluate(async () => {
    const tracker = globalThis.open({ maxEvents: 3 });
    const drops = [];
    tracker.on("drop", (drop) => drops.push(drop));
    await tracker.identify({ id: "u-1" });
    for (const event of ["A", "B", "C", "D"]) await tracker.track(event);
    await tracker.stats();
    return drops;
  });
  assert.deepEqual(drops.map(({ reason }) => reason), ["full", "full"]);
  const stats = await sums(page);
  assert.deepEqual([stats.tracked, stats.queued, stats.dropped], [5, 3, 2]);
});

pageTest("whoever hears of a change may ask for the sums, and whose function fails harms nobody", async ({ site, visit }) => {
  const page = await visit();
  const heard = await page.evaluate(async () => {
    const tracker = globalThis.open();
    let heard = 0;
    tracker.on("state", async () => {
      heard += 1;
      await tracker.stats();
      throw new Error("of the page");
    });
    await tracker.identify({ id: "u-1" });
    await tracker.flush();
    for (let turn = 0; turn < 20; turn++) await tracker.stats();
    return heard;
  });
  assert.ok(heard > 0 && heard < 20, `${heard} times`);
  assert.deepEqual(await site.events(), ["identify_user"]);
});

pageTest("what cannot be sent is an error of the one class", async ({ visit }) => {
  const page = await visit();
  const errors = await page.evaluate(async () => {
    const tracker = globalThis.open();
    const cycle = {};
    cycle.self = cycle;
    const tried = [
      () => tracker.track(""),
      () => tracker.track(7),
      () => tracker.track("x".repeat(60_000)),
      () => tracker.identify(),
      () => tracker.identify({ email: "a@b.c" }),
      () => tracker.identify({ id: "u-1", plan: "pro" }),
      () => tracker.identify({ id: "u-1", attributes: { score: NaN } }),
      () => tracker.identify({ id: "u-1", attributes: { at: new Date() } }),
      () => tracker.identify({ id: "u-1", attributes: { list: [() => {}] } }),
      () => tracker.identify({ id: "u-1", attributes: cycle }),
      () => tracker.identify({ id: "u-1", attributes: { get bad() { throw new Error("no"); } } }),
      () => tracker.setConsent("maybe"),
      async () => globalThis.createTracker({}),
      async () => globalThis.createTracker({ endpoint: "/r", tokn: () => "" }),
      async () => globalThis.createTracker({ endpoint: "/r", flushAt: "many" }),
    ];
    const errors = [];
    for (const attempt of tried) errors.push(await attempt().then(() => "nothing", ({ name, kind, path }) => `${name} ${kind} ${path ?? ""}`.trim()));
    await tracker.close();
    errors.push(await tracker.track("A").catch(({ kind }) => kind));
    return errors;
  });
  assert.deepEqual(errors, [
    ...["event", "event", "event", "", "id", "plan", "attributes.score", "attributes.at", "attributes.list[0]", "", ""].map((path) => `RefinerError input ${path}`.trim()),
    ...Array(4).fill("RefinerError config"),
    "config",
  ]);
});
