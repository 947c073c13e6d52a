// Summaries with faults in the demo: cancelled, failed midway, odd replies, no chart library.

import assert from "node:assert/strict";

import { cells, counted, drawn, opened } from "./counting.mjs";
import { demoTest, faults, on, picture, says } from "./support.mjs";

const PASS = { kind: "pass" };

/** Records each text of the progress bar. */
export const watched = (progress) =>
  progress.evaluate((bar) => {
    globalThis.values = [];
    const note = () => bar.hasAttribute("value") && globalThis.values.push(bar.value / bar.max);
    new MutationObserver(note).observe(bar, { attributes: true, attributeFilter: ["value"] });
  });

export async function grewToTheEnd(page) {
  const values = await page.evaluate(() => globalThis.values);
  assert.ok(values.length > 3 && values[0] > 0 && values[0] < 1, `it moves in steps: ${values}`);
  assert.deepEqual(
    values,
    values.toSorted((a, b) => a - b),
    "it never goes back",
  );
  assert.equal(values.at(-1), 1);
}

demoTest("the progress grows with every page, over both groupings, to its end", async (page) => {
  const { count, progress } = await opened(page);
  await watched(progress);
  await count.click();
  await counted(page);
  await grewToTheEnd(page);
});

demoTest("counting can be cancelled, which is not an error, and started again", async (page) => {
  const { count, cancel, said, figures, progress } = await opened(page);
  const aborted = page.waitForEvent("requestfailed", (request) => request.url().includes("page_cursor"));
  await faults(PASS, { kind: "stall_before_headers" });
  await count.click();
  await says(said, "Counting by month: 200 of 611 responses");
  assert.equal(await figures.getAttribute("aria-busy"), "true");
  assert.equal(await count.getAttribute("aria-disabled"), "true");
  await progress.evaluate((it) => it.scrollIntoView({ block: "center", behavior: "instant" }));
  await picture(page, "insights-counting");
  const far = await progress.evaluate((bar) => bar.value);
  assert.ok(far > 0 && far < 1);
  await cancel.click();
  await counted(page, "cancelled");
  await says(said, "Cancelled.");
  assert.equal((await aborted).failure().errorText, "net::ERR_ABORTED");
  assert.equal(await on(page).insights.locator(".failure, .chart").count(), 0);
  await page.locator("#insights-form [type=submit]:focus").waitFor();
  await count.click();
  await counted(page);
  assert.equal(await figures.locator(".chart").count(), 4);

  // Cancelling leaves figures that are already shown.
  await faults({ kind: "stall_before_headers" });
  await count.click();
  await cancel.click();
  await says(said, "The figures are the previous ones.");
  assert.equal(await figures.locator(".chart").count(), 4);
});

demoTest("a failure midway says what failed and how far it got; a retry starts from the beginning", async (page, expected) => {
  const { count, figures } = await opened(page);
  expected(/status of 422/);
  await faults(PASS, PASS, { kind: "status", status: 422, body: { error: "The list was <b>lost</b>." } });
  await count.click();
  await counted(page, "failed");
  const failure = figures.locator(".failure");
  for (const text of [
    /^rejected/,
    "The list was <b>lost</b>.",
    /Status\s*422/,
    /Got as far as\s*400 responses on 2 pages/,
  ]) {
    await says(failure, text);
  }
  await says(on(page).announcer, "It could not be counted");
  await failure.evaluate((it) => it.scrollIntoView({ block: "center", behavior: "instant" }));
  await picture(page, "insights-failed");
  await failure.getByRole("button", { name: "Try again" }).click();
  await counted(page);
  await says(figures.locator(".chart-gauge .chart-words"), "611 answers");
});

demoTest("surveys that could not be loaded can be requested again", async (page, expected) => {
  const { insights } = on(page);
  expected(/status of 403/);
  await page.locator('#results[aria-busy="false"]').waitFor();
  await faults(
    { kind: "status", status: 403, body: { error: "No." } },
    { kind: "status", status: 403, body: { error: "No." } },
  );
  await insights.getByRole("button", { name: "Choose a survey" }).click();
  await says(insights.locator(".failure-kind"), "permission");
  await insights.getByRole("button", { name: "Try again" }).click();
  await insights.getByRole("form", { name: "What to count" }).waitFor();
});

demoTest(
  "without the chart library the tables are still there, and the next count draws",
  async (page, expected) => {
    const { count, figures, chart } = await opened(page);
    expected(/ERR_FAILED/);
    await page.route("**/vendor/chart.js", (route) => route.abort());
    await count.click();
    await counted(page);
    await says(figures, "The tables below have the same figures.");
    assert.equal(await figures.locator("canvas:visible").count(), 0);
    assert.equal(await figures.locator("table:visible").count(), 4);
    assert.equal((await cells(chart("distribution"))).length, 11);
    await page.unroute("**/vendor/chart.js");
    await count.click();
    await figures.locator("canvas:visible").nth(3).waitFor();
    assert.equal((await drawn(chart("distribution"))).sets[0].data.length, 11);
  },
);

demoTest("odd answers are left out and counted, and never become markup", async (page) => {
  const { attribute, count, chart, figures } = await opened(page);
  const markup = '<img src="x" onerror="document.title=1">';
  await attribute.selectOption("country");
  const answer = (nps, country) => ({
    uuid: `r-${nps}-${country}`,
    last_data_reception_at: "2026-03-04 05:06:07",
    data: { nps },
    contact: { uuid: "c", attributes: country === undefined ? {} : { country } },
  });
  const items = [
    answer(10, markup),
    answer("9", markup),
    answer(2, null),
    answer(11, "DE"),
    answer(markup, "DE"),
    answer(7),
  ];
  const pagination = { items_count: "6", current_page: "1", last_page: "1", next_page_cursor: null };
  const body = JSON.stringify({ items, pagination });
  await faults({ kind: "body", body }, { kind: "body", body });
  await count.click();
  await counted(page);
  await says(chart("gauge").locator(".chart-words"), "25, between");
  await says(chart("gauge").locator(".chart-note"), "2 answers left out: no score of 0 to 10.");
  const rows = await cells(chart("breakdown"));
  const known = Object.fromEntries(rows.map(([key, score, , , answers]) => [key, [score, answers]]));
  assert.deepEqual(known, { [markup]: ["100", "2"], "not set": ["−50", "2"], DE: ["no answers", "0"] });
  assert.equal((await drawn(chart("breakdown"))).labels.length, 2, "a group without answers has no bar");
  assert.equal(await figures.locator("img").count(), 0);
  assert.notEqual(await page.title(), "1");
});
