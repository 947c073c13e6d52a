// The demo's table when something fails: nothing found, errors, slow and odd replies.

import assert from "node:assert/strict";

import { demoTest, faults, on, queries, says, settled } from "./support.mjs";

const search = (page, text) => on(page).responses.getByRole("searchbox", { name: "Search" }).fill(text);

demoTest("nothing found: says so, and how to continue", async (page) => {
  const { results } = on(page);
  await settled(page);
  await search(page, "nobody-has-said-this");
  await settled(page, "empty");
  await says(results, "No response matches.");
  await says(on(page).announcer, "No response matches.");
  assert.ok(await results.locator("table").isHidden());
  await results.getByRole("button", { name: "Show all responses" }).click();
  await settled(page);
  await says(on(page).said, "Page 1 of 53");
  await page.locator("#results:focus").waitFor();
});

demoTest("a failure: the facts, what to do, and a retry", async (page, expected) => {
  const { results, rows, said } = on(page);
  await settled(page);
  expected(/status of 422/);
  await faults({ kind: "status", status: 422, body: { error: "The date range is too long." } });
  await on(page).pager.getByRole("button", { name: "Next" }).click();
  await settled(page, "failed");
  const failure = results.locator(".failure");
  for (const text of [
    /^rejected/,
    /The date range is too long\./,
    /Status\s*422/,
    /Attempts\s*1/,
    /Retry after\s*not said/,
  ]) {
    await says(failure, text);
  }
  await says(failure, "What to do:");
  await says(on(page).announcer, "could not be loaded");
  assert.equal(await rows.count(), 0, "the rows are those of the previous query");

  await failure.getByRole("button", { name: "Try again" }).click();
  await says(said, "Page 2 of");
  assert.equal(await results.locator(".failure").count(), 0);
  await page.locator("#results:focus").waitFor();
});

demoTest("a failure while loading more keeps the rows, and continues from them", async (page, expected) => {
  const { responses, results, rows, said } = on(page);
  await settled(page);
  await responses.getByLabel("By cursor").check();
  await says(said, "25 of");
  expected(/status of 403/);
  await faults({ kind: "status", status: 403, body: { message: "Not on this plan." } });
  await responses.getByRole("button", { name: "Load more" }).click();
  await settled(page, "failed");
  await says(results.locator(".failure-kind"), "permission");
  assert.equal(await rows.count(), 25);
  await results.getByRole("button", { name: "Try again" }).click();
  await says(said, "50 of");
  assert.equal(await rows.count(), 50);
  const cursors = (await queries()).map((query) => query.page_cursor).filter(Boolean);
  assert.equal(cursors.length, 2);
  assert.equal(cursors[0], cursors[1]);
});

demoTest("a connection that the gateway lost to Refiner is a network failure after the retries", async (page, expected) => {
  await settled(page);
  expected(/status of 502/);
  await faults(...Array.from({ length: 12 }, () => ({ kind: "reset" })));
  await search(page, "a");
  await settled(page, "failed");
  await says(on(page).results.locator(".failure"), /^network/);
  await says(on(page).results.locator(".facts"), /Status\s*502\s*Attempts\s*3/);
});

demoTest("a connection to the gateway that is lost is one too", async (page, expected) => {
  await settled(page);
  expected(/ERR_FAILED/);
  await page.route("**/r/responses?*", (route) => route.abort());
  await search(page, "a");
  await settled(page, "failed");
  await says(on(page).results.locator(".failure"), /^network/);
  await says(on(page).results.locator(".facts"), /Status\s*none\s*Attempts\s*3/);
});

demoTest("a newer query cancels the previous one, which is not an error", async (page) => {
  const { results, responses, said } = on(page);
  await settled(page);
  const aborted = page.waitForEvent("requestfailed", (request) => request.url().includes("search=slow"));
  await faults({ kind: "stall_before_headers" });
  await search(page, "slow");
  await page.locator('#results[aria-busy="true"]').waitFor();
  await says(said, "Loading…");
  assert.equal(await on(page).rows.count(), 25, "the rows stay until there are others");

  await responses.getByRole("button", { name: "Clear filters" }).click();
  await settled(page);
  assert.equal((await aborted).failure().errorText, "net::ERR_ABORTED");
  await says(said, "Page 1 of 53");
  assert.equal(await results.locator(".failure").count(), 0);
});

demoTest("at first there is a skeleton of the table", async (page) => {
  await settled(page);
  await faults({ kind: "stall_before_headers" });
  await page.reload();
  await page.locator('#results[aria-busy="true"] tr.skeleton').first().waitFor();
  await says(on(page).said, "Loading…");
});

demoTest("an odd reply is shown as far as possible, as text, and its anomalies are listed", async (page) => {
  const { rows } = on(page);
  await settled(page);
  const markup = '<img src="x" onerror="document.title=1">';
  const odd = (more) => ({
    uuid: "r-1",
    form: { uuid: "f-1", name: markup },
    data: { [markup]: markup, nps: "9", deep: { a: [1] }, none: null, list: ["a", 2] },
    contact: { uuid: "c-1", display_name: markup, email: null, account: markup },
    tags: [{ name: markup }, "bare"],
    ...more,
  });
  const body = JSON.stringify({
    items: [odd({ last_data_reception_at: "soon" }), odd({ contact: null, form: null, data: null, tags: "vip" })],
    pagination: { items_count: "2", current_page: "1", last_page: "1", page_length: "25", next_page_cursor: null },
  });
  await faults({ kind: "body", body });
  await search(page, "odd");
  await says(on(page).said, "Page 1 of 1 · 2 responses");
  const [first, second] = [rows.first(), rows.last()];
  for (const name of ["Who", "Survey", "Answers", "Tags"]) await says(first.locator(`[data-label="${name}"]`), markup);
  await says(first, "soon");
  await says(first, '{"a":[1]}');
  await says(second, "Unknown");
  assert.equal(await rows.locator("img").count(), 0);
  assert.notEqual(await page.title(), "1");
  assert.equal(await page.locator("#filter-form option", { hasText: markup }).count(), 1);

  const anomalies = page.locator("#anomalies");
  const row = anomalies.locator("tr", { hasText: "items[0].data.deep" });
  assert.deepEqual((await row.locator("td").allInnerTexts()).slice(0, 3), [
    "1",
    "list_responses",
    "items[0].data.deep",
  ]);
  await says(row, "got an object");
  await anomalies.getByRole("button", { name: "Clear the list" }).click();
  await says(anomalies, "Nothing odd so far.");
});
