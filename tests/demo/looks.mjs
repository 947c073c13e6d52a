// Keyboard, names and roles, colours, the width of a phone, motion; and screenshots.

import assert from "node:assert/strict";

import { contrastProblems, namingProblems } from "./accessibility.mjs";
import { focused, tabTo } from "./keyboard.mjs";
import { demoTest, faults, on, picture, queries, received, says, settled } from "./support.mjs";

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

/** A page with one of everything: a reply, a failure, unusual text, a long list. */
async function fill(page) {
  const { identify, track } = on(page);
  await settled(page);
  await identify.getByLabel("Id", { exact: true }).fill("u-1");
  await identify.getByLabel("Email").fill("jane@awesome.com");
  await identify.getByRole("button", { name: "Add a trait" }).first().click();
  await identify.getByLabel("Name").fill("plan");
  await identify.getByLabel("Value").fill("a-very-long-word-".repeat(8));
  await identify.getByLabel("Account id").fill("acme");
  await identify.getByRole("button", { name: "Identify" }).click();
  await says(identify.locator(".outcome"), "contact_uuid");
  await track.getByRole("textbox", { name: "Event" }).fill("Upgraded");
  await track.getByLabel("Id", { exact: true }).fill("u-1");
  await faults({ kind: "status", status: 422, body: { error: "Unbreakable".repeat(20) } });
  await track.getByRole("button", { name: "Track" }).click();
  await says(track.locator(".failure-kind"), "rejected");
  await on(page).responses.getByLabel("Views too").check();
  await says(on(page).rows.locator(".state"), "viewed");
  await page.getByText("The request behind this table").click();
  await page.evaluate(() => document.activeElement.blur());
}

async function pictures(page, name) {
  const at = async (selector, part) => {
    await page.locator(selector).evaluate((it) => it.scrollIntoView({ behavior: "instant" }));
    await picture(page, `${name}-${part}`);
  };
  for (const [selector, part] of [
    ["body", "top"],
    ["#gateway", "gateway"],
    ["#track", "track"],
    ["#tracker", "tracker"],
    ["#responses", "responses"],
    ["#results", "table"],
  ]) {
    await at(selector, part);
  }
}

demoTest("by keyboard alone: skip, fill in, send with Enter, choose, turn the page", async (page) => {
  await settled(page);
  await tabTo(page, "Skip to the content");
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), "content");

  await tabTo(page, "sign-in-user");
  await page.keyboard.type("u-7");
  await page.keyboard.press("Enter");
  await says(on(page).signIn.locator(".json"), '"sub": "u-7"');
  await tabTo(page, "Add a trait");
  await page.keyboard.press("Enter");
  await page.keyboard.type("plan");
  await tabTo(page, "user-trait-1-value");
  await page.keyboard.type("pro");
  await page.keyboard.press("Enter");
  await says(on(page).identify.locator(".outcome"), "contact_uuid");
  const [{ body }] = await received("/identify-user");
  assert.deepEqual(JSON.parse(body), { id: "u-7", plan: "pro" });

  await tabTo(page, "track-event");
  await page.keyboard.type("Upgraded");
  await page.keyboard.press("Enter");
  await says(on(page).track.locator(".outcome"), '"message": "ok"');
  assert.equal((await received("/track-event")).length, 1);

  await tabTo(page, "filter-to");
  while ((await page.evaluate(() => document.activeElement.name)) !== "include") await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  await says(on(page).rows.locator(".state"), "partial");
  assert.equal((await queries()).at(-1).include, "partials");
  await tabTo(page, "Next");
  await page.keyboard.press("Enter");
  await says(on(page).said, "Page 2 of");
  assert.equal(await focused(page), "Next", "the focus stays for the next page");
});

demoTest("everything has a name, ids are unique, the table has its roles", async (page, expected) => {
  expected(/status of 422/);
  await fill(page);
  assert.deepEqual(await page.evaluate(namingProblems), []);
  const table = page.locator("#results table");
  assert.equal(await table.locator("caption").count(), 1);
  assert.equal(await table.locator("thead th:not([scope=col])").count(), 0);
  assert.equal(await page.locator("#announcer").getAttribute("aria-live"), "polite");
});

for (const colorScheme of ["light", "dark"]) {
  demoTest(
    `${colorScheme}: every text has enough contrast`,
    async (page, expected) => {
      expected(/status of 422/);
      await fill(page);
      assert.deepEqual(await page.evaluate(contrastProblems), []);
      const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const [red] = background.match(/\d+/g).map(Number);
      assert.ok(colorScheme === "dark" ? red < 64 : red > 192, `the page is ${background}`);
      await pictures(page, `desktop-${colorScheme}`);
    },
    { context: { colorScheme } },
  );
}

demoTest(
  "on a phone nothing is wider than the screen",
  async (page, expected) => {
    expected(/status of 422/);
    await fill(page);
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok((await width()) <= 360, `${await width()} pixels`);
    // The layout must fit the screen, not be cut off: everything is inside it.
    const outside = await page.evaluate(() =>
      [...document.querySelectorAll("main :is(input, select, button, p, pre, td, h2, summary)")]
        .filter((it) => it.checkVisibility() && !it.closest(".visually-hidden"))
        .filter((it) => it.getBoundingClientRect().right > 360 || it.getBoundingClientRect().left < 0)
        .map((it) => it.outerHTML.slice(0, 80)),
    );
    assert.deepEqual(outside, []);
    assert.equal(
      await page
        .locator("#results tbody tr")
        .first()
        .evaluate((it) => getComputedStyle(it).display),
      "block",
    );
    assert.equal(await page.locator("#results").getByRole("columnheader").count(), 6, "the cards are a table still");
    await pictures(page, "phone");
  },
  { context: PHONE },
);

for (const reducedMotion of ["reduce", "no-preference"]) {
  demoTest(
    `motion while loading: ${reducedMotion}`,
    async (page) => {
      await settled(page);
      await faults({ kind: "stall_before_headers" });
      await on(page).responses.getByRole("searchbox", { name: "Search" }).fill("slow");
      await page.locator('#results[aria-busy="true"]').waitFor();
      const moves = await page.evaluate(() => document.getAnimations().some((it) => it.animationName === "progress"));
      assert.equal(moves, reducedMotion === "no-preference");
      if (reducedMotion === "reduce") assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
    },
    { context: { reducedMotion } },
  );
}
