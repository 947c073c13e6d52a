// What nobody meant to happen, and does: replies of somebody who stands before the gateway, tokens of somebody else, books that another
// version wrote, names that mean something to the host.

import assert from "node:assert/strict";
import { drained, pageTest, sums } from "./stage.mjs";

/** A user and an event. */
const track = (page, user, event, more) =>
  page.evaluate(
    async ([user, event, more]) => {
      globalThis.tracker ??= globalThis.open(more);
      if (user) await globalThis.tracker.identify({ id: user });
      await globalThis.tracker.track(event);
    },
    [user, event, more],
  );
const flush = (page) => page.evaluate(() => globalThis.tracker.flush());

pageTest("a token of whoever is signed in now leaves another user's events waiting, until that user is back", async ({ site, visit }) => {
  const { token } = site.gateway;
  // As a server does that looks at its session, and not at the question.
  let session = "u-1";
  site.gateway.token = () => token(session);
  site.fault = () => 503;
  const page = await visit();
  await track(page, "u-1", "A");
  await page.evaluate(() => globalThis.tracker.reset());
  await page.close();
  site.fault = () => undefined;
  session = "u-2";
  const next = await visit();
  await track(next, "u-2", "B");
  await flush(next);
  await flush(next);
  assert.deepEqual(await site.events("u-2"), ["identify_user", "B"]);
  const waiting = await sums(next);
  assert.deepEqual([waiting.dead, waiting.queued], [0, 2]);
  await next.close();
  session = "u-1";
  const back = await visit();
  await track(back, "u-1", "C");
  const stats = await drained(back);
  assert.deepEqual(await site.events("u-1"), ["identify_user", "A", "identify_user", "C"]);
  assert.deepEqual([stats.dead, stats.delivered], [0, 6]);
});

// 413 may come from anybody: whoever stands before the gateway refuses what is too large for it.
for (const status of [400, 422]) {
  pageTest(`a page of HTML with status ${status}, from a proxy, buries nothing`, async ({ site, visit }) => {
    let isThere = true;
    site.fault = () => (isThere ? { status, type: "text/html", body: "<h1>Request Header Or Cookie Too Large</h1>" } : undefined);
    const page = await visit();
    for (const event of ["A", "B", "C"]) await track(page, event === "A" ? "u-1" : undefined, event);
    await flush(page);
    assert.deepEqual([(await sums(page)).dead, (await sums(page)).queued], [0, 4]);
    isThere = false;
    await drained(page);
    assert.deepEqual(await site.events(), ["identify_user", "A", "B", "C"]);
  });
}

for (const status of ["constructor", "__proto__", "toString", 7, null]) {
  pageTest(`a result that says ${JSON.stringify(status)} is no answer`, async ({ site, visit }) => {
    let isOdd = true;
    site.fault = (body) => (isOdd ? { status: 200, body: JSON.stringify({ results: JSON.parse(body).entries.map(({ id }) => ({ id, status })) }) } : undefined);
    const page = await visit();
    await track(page, "u-1", "A");
    await flush(page);
    assert.equal((await sums(page)).queued, 2);
    isOdd = false;
    await drained(page);
    assert.deepEqual(await site.events(), ["identify_user", "A"]);
  });
}

pageTest("what a letter says is cut", async ({ site, visit }) => {
  const more = { status: "rejected", kind: "rejected", message: ["x".repeat(100_000)] };
  site.fault = (body) => ({ status: 200, body: JSON.stringify({ results: JSON.parse(body).entries.map(({ id }) => ({ id, ...more })) }) });
  const page = await visit();
  await track(page, "u-1", "A");
  await flush(page);
  const letters = await page.evaluate(() => globalThis.tracker.deadLetters());
  assert.equal(letters.length, 2);
  assert.deepEqual(letters.map(({ message }) => message), Array(2).fill("x".repeat(1_000)));
});

/** Opens a page as `window.open` does, and a browser that duplicates a tab: with a copy of the session's storage. */
async function opened(page) {
  const [next] = await Promise.all([page.context().waitForEvent("page"), page.evaluate(() => Object.assign(document.createElement("a"), { href: "/", target: "_blank", rel: "opener" }).click())]);
  await next.waitForFunction(() => globalThis.ready);
  return next;
}

pageTest("a tab that another one opened is a tab of its own", async ({ site, visit }) => {
  const first = await visit();
  await track(first, undefined, "A");
  const second = await opened(first);
  await track(second, undefined, "B");
  await first.evaluate(() => globalThis.tracker.identify({ id: "u-1" }));
  await second.evaluate(() => globalThis.tracker.identify({ id: "u-2" }));
  await drained(first);
  await drained(second);
  assert.deepEqual([await site.events("u-1"), await site.events("u-2")], [["identify_user", "A"], ["identify_user", "B"]]);
});

pageTest("a reset in one tab drops nothing of a tab that it opened", async ({ site, visit }) => {
  const first = await visit();
  await track(first, "u-1", "A");
  const second = await opened(first);
  await track(second, undefined, "B");
  await first.evaluate(() => globalThis.tracker.reset());
  await second.evaluate(() => globalThis.tracker.identify({ id: "u-2" }));
  const stats = await drained(second);
  assert.equal(stats.dropped, 0);
  assert.deepEqual(await site.events("u-2"), ["identify_user", "B"]);
});

/** Puts something into the tracker's database, before the tracker. */
const poison = (page, store, value, key) =>
  page.evaluate(
    ([store, value, key]) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open("refiner-tracker");
        opening.onupgradeneeded = () => ["inbox", "entries", "ledger"].forEach((name) => opening.result.createObjectStore(name, { autoIncrement: name === "inbox" }));
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const change = opening.result.transaction(store, "readwrite");
          change.objectStore(store).put(value, key);
          change.oncomplete = () => resolve(opening.result.close());
        };
      }),
    [store, value, key],
  );

for (const [store, value, key] of [
  ["ledger", "hello", 0],
  ["ledger", {}, 0],
  ["ledger", null, 0],
  ["ledger", { seq: 3, tracked: 3, delivered: 3 }, 0],
  ["inbox", null],
  ["inbox", "hello"],
  ["inbox", [null, { op: "another version's" }]],
  ["entries", null, 1],
  ["entries", {}, 1],
]) {
  pageTest(`books that hold ${JSON.stringify(value)} in ${store} are taken for what they are worth`, async ({ site, visit }) => {
    const page = await visit();
    await poison(page, store, value, key);
    await track(page, "u-1", "A");
    await track(page, undefined, "B");
    await drained(page);
    assert.deepEqual(await site.events(), ["identify_user", "A", "B"]);
  });
}

for (const storageKey of ["-x", "__proto__", "constructor", "getItem", "toString", "length", "ä 🎉"]) {
  pageTest(`the storage key ${storageKey} is one like any other`, async ({ site, visit }) => {
    const page = await visit();
    await track(page, undefined, "A", { storageKey });
    await page.reload();
    await page.waitForFunction(() => globalThis.ready);
    await track(page, "u-1", "B", { storageKey });
    const stats = await drained(page);
    assert.equal(stats.storage, "indexeddb");
    assert.deepEqual(await site.events(), ["identify_user", "A", "B"]);
  });
}

pageTest("the sums say that the user refused, also to a page that asks nobody", async ({ site, visit }) => {
  const page = await visit();
  await track(page, "u-1", "A");
  await page.evaluate(() => globalThis.tracker.setConsent("denied"));
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await page.close();
  const next = await visit();
  await track(next, "u-1", "B");
  assert.equal((await sums(next)).consent, "denied");
  await next.evaluate(() => globalThis.tracker.setConsent("granted"));
  assert.equal((await sums(next)).consent, "granted");
  assert.deepEqual(await site.events(), []);
});

pageTest("a name that no text can hold is refused at once", async ({ visit }) => {
  const page = await visit();
  const said = await page.evaluate(async () => {
    const user = { id: "u-1", attributes: { "\ud800": 1 } };
    return globalThis.open().identify(user).then(() => "taken", ({ name, kind, path }) => [name, kind, path]);
  });
  assert.deepEqual(said, ["RefinerError", "input", "attributes"]);
});
