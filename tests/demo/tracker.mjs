// The tracker in the demo: the sums on screen, and what Refiner received, through everything that a visitor may do to it.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

import { demoTest, on, picture, received, says } from "./support.mjs";

/** What the page shows. */
async function sums(page) {
  const shown = await page.locator("#tracker-sums dd").evaluateAll((all) => all.map((it) => [it.dataset.sum, Number(it.textContent)]));
  return Object.fromEntries(shown);
}

/** Waits until the page shows these. */
async function counts(page, wanted) {
  for (const [name, count] of Object.entries(wanted)) await page.locator(`#tracker-sums [data-sum="${name}"]`).filter({ hasText: new RegExp(`^${count}$`) }).waitFor();
  const shown = await sums(page);
  assert.equal(shown.tracked, shown.delivered + shown.dropped + shown.dead + shown.queued, JSON.stringify(shown));
  await says(page.locator("#tracker-sums"), "The sum holds.");
}

const press = (page, name) => on(page).tracker.getByRole("button", { name, exact: true }).click();
const away = (page) => on(page).tracker.getByRole("switch", { name: "Network away" });
const choose = (page, name) => on(page).tracker.getByLabel(name, { exact: true }).check();

/** Signs in as a user that no other test has. */
async function signIn(page, user = `t-${randomUUID()}`) {
  await on(page).tracker.getByLabel("User’s id").fill(user);
  await press(page, "Sign in here");
  await says(on(page).tracker, `Signed in as ${user}.`);
  return user;
}

/** Who the events were of that Refiner received, in order. */
const owners = async () => (await received("/track-event")).map(({ body }) => JSON.parse(body).id);

async function shot(page, name) {
  await on(page).tracker.evaluate((it) => it.scrollIntoView({ behavior: "instant" }));
  await page.evaluate(() => document.activeElement.blur());
  await picture(page, `tracker-${name}`);
}

demoTest("without a network events pile up, and drain when it is back", async (page) => {
  const user = await signIn(page);
  await counts(page, { tracked: 1, delivered: 1 });
  await away(page).click();
  assert.equal(await away(page).getAttribute("aria-checked"), "true");
  await press(page, "Track 10");
  await press(page, "Track 10");
  await says(page.locator("#tracker-sender"), "no network");
  await counts(page, { tracked: 21, delivered: 1, queued: 20 });
  await says(page.locator("#tracker-state"), "20 events wait in IndexedDB: the network is away.");
  assert.deepEqual(await owners(), []);
  await shot(page, "away");
  await away(page).click();
  await counts(page, { tracked: 21, delivered: 21, queued: 0 });
  await says(page.locator("#tracker-state"), "Nothing waits");
  await says(page.locator("#tracker-sender"), "the gateway answered for each");
  assert.deepEqual(await owners(), Array(20).fill(user));
  await shot(page, "drained");
});

demoTest("an answer that is lost makes a duplicate, which Refiner does not see", async (page) => {
  const user = await signIn(page);
  await counts(page, { delivered: 1 });
  await press(page, "Lose the next answer");
  await press(page, "Track an event");
  await counts(page, { tracked: 2, delivered: 2, queued: 0 });
  await says(page.locator("#tracker-sums"), "the gateway had 1 already");
  assert.deepEqual(await owners(), [user]);
});

demoTest("a second tab shows the same sums, and one of them sends", async (page) => {
  await signIn(page);
  await counts(page, { delivered: 1 });
  const opened = page.context().waitForEvent("page");
  await press(page, "Open a second tab");
  const second = await opened;
  await says(second.locator("#tracker-tabs"), "This is Tab 2 of 2.");
  await says(page.locator("#tracker-tabs"), "This is Tab 1 of 2.");
  // A page says who is signed in when it opens: that is an event too.
  for (const each of [page, second]) await counts(each, { tracked: 2, delivered: 2 });
  await away(second).click();
  assert.equal(await away(page).getAttribute("aria-checked"), "true");
  await press(second, "Track 10");
  await press(page, "Track an event");
  for (const each of [page, second]) await counts(each, { tracked: 13, queued: 11 });
  await shot(second, "second-tab");
  await away(page).click();
  for (const each of [page, second]) await counts(each, { tracked: 13, delivered: 13, queued: 0 });
  assert.equal((await owners()).length, 11);
  const sender = await page.locator("#tracker-sender").innerText();
  assert.match(sender, /^Tab [12] sent \d+ events?, and the gateway answered for each\.$/);
  await second.locator("#tracker-sender").filter({ hasText: sender }).waitFor();
});

demoTest("a tab that is killed loses nothing, and what waited is sent when it comes back", async (page) => {
  const user = await signIn(page);
  await counts(page, { delivered: 1 });
  await press(page, "Track 5 and kill this tab");
  await says(page.locator("#killed-said"), "6 tracked so far, 5 of them not yet answered for.");
  assert.deepEqual(await owners(), [], "nothing was sent on its way out");
  await picture(page, "tracker-killed");
  await page.getByRole("link", { name: "Come back" }).click();
  await says(on(page).tracker, "When the tab was killed, 5 events waited.");
  await counts(page, { tracked: 7, delivered: 7, queued: 0 });
  assert.deepEqual(await owners(), Array(5).fill(user));
  await shot(page, "came-back");
});

demoTest("consent: pending holds in memory, yes sends that, no deletes what was not sent", async (page) => {
  const user = await signIn(page);
  await counts(page, { delivered: 1 });
  await choose(page, "Not asked yet");
  await press(page, "Track 10");
  await counts(page, { tracked: 11, queued: 10 });
  await says(page.locator("#tracker-state"), "in the memory of this tab");
  assert.deepEqual(await owners(), []);
  await shot(page, "pending");
  await choose(page, "Yes");
  await counts(page, { tracked: 11, delivered: 11 });
  assert.deepEqual(await owners(), Array(10).fill(user));
  await away(page).click();
  await press(page, "Track 10");
  await counts(page, { queued: 10 });
  await choose(page, "No");
  await counts(page, { tracked: 21, delivered: 11, dropped: 10, queued: 0 });
  await press(page, "Track an event");
  await counts(page, { tracked: 22, dropped: 11 });
  await says(page.locator("#tracker-sums"), "Dropped: 11 by consent.");
  await shot(page, "denied");
  await away(page).click();
  assert.equal((await owners()).length, 10);
});

demoTest("what only the contract knows to be wrong is a dead letter with its reason, and holds up nothing", async (page) => {
  const user = await signIn(page);
  await press(page, "Track what the contract refuses");
  await press(page, "Track an event");
  await counts(page, { tracked: 3, delivered: 2, dead: 1, queued: 0 });
  const letter = page.locator(".letters li");
  await says(letter, `input identify_user of ${user}:`);
  assert.match(await letter.innerText(), /attributes\.plan/);
  assert.deepEqual(await owners(), [user]);
  assert.equal((await received("/identify-user")).length, 1);
  await shot(page, "dead");
});

demoTest("signing out and in as somebody else: each event is its own user's", async (page) => {
  await press(page, "Track an event");
  await counts(page, { tracked: 1, queued: 1 });
  await says(page.locator("#tracker-state"), "until somebody signs in");
  const first = await signIn(page);
  await away(page).click();
  await press(page, "Track an event");
  await press(page, "Sign out");
  await says(on(page).tracker, "Signed out.");
  const second = await signIn(page);
  await press(page, "Track an event");
  await shot(page, "users");
  await away(page).click();
  await counts(page, { tracked: 5, delivered: 5, queued: 0 });
  assert.deepEqual((await owners()).sort(), [first, first, second].sort());
});
