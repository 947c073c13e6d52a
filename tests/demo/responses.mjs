// The table of responses: listing, filtering, paging.

import assert from "node:assert/strict";

import { demoTest, faults, fromSandbox, on, queries, says, settled } from "./support.mjs";

/** The first words of each row's first cell, and the other cells by column. */
const column = (rows, name) => rows.locator(`td[data-label="${name}"]`).allInnerTexts();

const who = ({ contact }) => contact.display_name ?? contact.email ?? contact.remote_id;

async function shows(page, items) {
  const names = (await column(on(page).rows, "Who")).map((text) => text.split("\n")[0]);
  assert.deepEqual(names, items.map(who));
}

demoTest("the newest completed responses are there at once", async (page) => {
  const { rows, said, results } = on(page);
  await settled(page);
  assert.deepEqual(await queries(), [{ include: "completed", page: "1", page_length: "25" }]);
  const { items, pagination } = await fromSandbox({ page_length: 25 });
  await shows(page, items);
  const count = pagination.items_count.toLocaleString("en");
  assert.equal(await said.innerText(), `Page 1 of ${pagination.last_page} · ${count} responses`);
  await says(on(page).announcer, `Page 1 of ${pagination.last_page}`);

  const table = page.getByRole("table", { name: /Survey responses, newest first/ });
  assert.deepEqual(await table.getByRole("columnheader").allInnerTexts(), [
    "When",
    "Who",
    "Survey",
    "State",
    "Answers",
    "Tags",
  ]);
  assert.deepEqual(
    await column(rows, "Survey"),
    items.map(({ form }) => form.name),
  );
  assert.deepEqual(
    await rows.locator("time").evaluateAll((times) => times.map((time) => time.getAttribute("datetime"))),
    items.map((item) => `${item.last_data_reception_at.replace(" ", "T")}Z`),
  );
  const scores = items.flatMap(({ data }) => Object.values(data)).filter((it) => /^-?\d{1,2}$/.test(String(it)));
  assert.ok(scores.length > 0);
  assert.deepEqual((await rows.locator(".score").allInnerTexts()).sort(), scores.map(String).sort());
  const tags = items.flatMap((item) => item.tags ?? []).map(({ name }) => name);
  assert.deepEqual(await rows.locator(".tags li").allInnerTexts(), tags);
  assert.equal(await results.getAttribute("aria-busy"), "false");
});

demoTest("a response in the other known form looks the same", async (page) => {
  const { responses, rows } = on(page);
  const [item] = (await fromSandbox({ page_length: 1 })).items;
  const iso = (text) => text && `${text.replace(" ", "T")}.000000Z`;
  const times = Object.fromEntries(Object.entries(item).map(([key, value]) => [key, key.endsWith("_at") ? iso(value) : value]));
  const account = { uuid: "a", remote_id: null, display_name: "", domain: null };
  const live = { ...times, show_counter: null, tags: ["Praise", "Bug"], contact: { ...item.contact, account } };
  const pagination = { items_count: 1, current_page: 1, last_page: 1, page_length: 25, next_page_cursor: null };
  await settled(page);
  await faults({ kind: "status", status: 200, body: { items: [live], pagination } });
  await responses.getByRole("searchbox", { name: "Search" }).fill("live");
  // The page before has more rows than one.
  await rows.nth(1).waitFor({ state: "detached" });
  await says(rows.locator(".tags"), "Bug");
  assert.deepEqual(await rows.locator(".tags li").allInnerTexts(), ["Praise", "Bug"]);
  assert.deepEqual(
    await rows.locator("time").evaluateAll((times) => times.map((time) => time.getAttribute("datetime"))),
    [`${item.last_data_reception_at.replace(" ", "T")}Z`],
  );
  const { display_name: name, email, remote_id: id } = item.contact;
  const lines = [name, email, name || email ? undefined : id].filter((line) => line);
  assert.deepEqual(await rows.locator(".who, .who-more").allInnerTexts(), lines, "an empty name of an account is no line");
});

demoTest("paging works both ways, and the address keeps the page", async (page) => {
  const { pager } = on(page);
  await settled(page);
  const [previous, next] = ["Previous", "Next"].map((name) => pager.getByRole("button", { name }));
  assert.equal(await previous.getAttribute("aria-disabled"), "true");
  await previous.click({ force: true });
  await next.click();
  await says(on(page).said, "Page 2 of");
  await shows(page, (await fromSandbox({ page_length: 25, page: 2 })).items);
  await next.click();
  await says(on(page).said, "Page 3 of");
  await previous.click();
  await says(on(page).said, "Page 2 of");
  assert.deepEqual(
    (await queries()).filter(({ include }) => include).map(({ page }) => page),
    ["1", "2", "3", "2"],
  );

  await page.reload();
  await says(on(page).said, "Page 2 of");
});

demoTest("filters narrow the list, go back to page one, and survive a reload", async (page) => {
  const { responses, rows, said } = on(page);
  await settled(page);
  await on(page).pager.getByRole("button", { name: "Next" }).click();
  await says(said, "Page 2 of");

  await responses.getByLabel("Survey", { exact: true }).selectOption({ label: "Quarterly NPS" });
  await says(said, "Page 1 of");
  const { form } = (await fromSandbox({ page_length: 100 })).items.find((item) => item.form.name === "Quarterly NPS");
  assert.equal((await queries()).filter(({ include }) => include).at(-1).form_uuid, form.uuid);
  assert.deepEqual([...new Set(await column(rows, "Survey"))], ["Quarterly NPS"]);

  await responses.getByLabel("Views too").check();
  await says(rows.locator(".state"), "viewed");
  await responses.getByLabel("Per page").selectOption("10");
  await responses.getByLabel("From").fill("2026-06-01");
  await responses.getByLabel("Before").fill("2026-07-01");
  const asked = {
    include: "all",
    form_uuid: form.uuid,
    date_range_start: "2026-06-01",
    date_range_end: "2026-07-01",
    page_length: "10",
  };
  const { items, pagination } = await fromSandbox(asked);
  await says(said, `Page 1 of ${pagination.last_page} · ${pagination.items_count} responses`);
  await shows(page, items);
  assert.deepEqual((await queries()).filter((query) => query.page).at(-1), { ...asked, page: "1" });

  await page.reload();
  await says(said, `Page 1 of ${pagination.last_page} · ${pagination.items_count} responses`);
  await shows(page, items);
  assert.equal(await responses.getByLabel("From").inputValue(), "2026-06-01");
  assert.equal(
    await responses.getByLabel("Survey", { exact: true }).evaluate((it) => it.selectedOptions[0].text),
    "Quarterly NPS",
  );
});

demoTest("search, and clearing the filters again", async (page) => {
  const { responses, said } = on(page);
  await settled(page);
  const [first] = (await fromSandbox({ page_length: 1 })).items;
  await responses.getByRole("searchbox", { name: "Search" }).fill(first.contact.email);
  await says(said, "Page 1 of 1");
  await shows(page, (await fromSandbox({ search: first.contact.email })).items);
  await responses.getByRole("button", { name: "Clear filters" }).click();
  await says(said, "Page 1 of 53");
  assert.equal(await responses.getByRole("searchbox", { name: "Search" }).inputValue(), "");
});

demoTest("by cursor: more and more, until all are there", async (page) => {
  const { responses, rows, said } = on(page);
  await settled(page);
  await responses.getByLabel("By cursor").check();
  await responses.getByLabel("Per page").selectOption("10");
  await responses.getByLabel("From").fill("2026-11-08");
  const { items } = await fromSandbox({ date_range_start: "2026-11-08", page_length: 1000 });
  assert.ok(items.length > 20 && items.length % 10 !== 0, "a list of three pages, the last of them shorter");
  await says(said, `10 of ${items.length} responses`);
  const more = responses.getByRole("button", { name: "Load more" });
  for (let count = 20; count < items.length; count += 10) {
    await more.click();
    await says(said, `${count} of ${items.length} responses`);
  }
  await more.click();
  await says(said, `All ${items.length} responses`);
  await shows(page, items);
  assert.equal(await rows.count(), items.length);
  assert.equal(await more.getAttribute("aria-disabled"), "true");
  const followed = (await queries()).filter((query) => query.page_cursor);
  assert.equal(followed.length, Math.ceil(items.length / 10) - 1);
  assert.ok(followed.every((query) => query.page === undefined && query.date_range_start === "2026-11-08"));
});

demoTest("a survey by its UUID gets its name once a reply contains it", async (page) => {
  const { responses, rows } = on(page);
  await settled(page);
  const { form } = (await fromSandbox({ page_length: 1000 })).items.find((item) => item.form.name === "Beta sign-up");
  const survey = responses.getByLabel("Survey", { exact: true });
  await survey.selectOption({ label: "Another, by its UUID…" });
  await responses.getByLabel("Survey’s UUID").fill(form.uuid);
  await says(rows.locator('[data-label="Survey"]').first(), "Beta sign-up");
  await page.reload();
  await says(rows.locator('[data-label="Survey"]').first(), "Beta sign-up");
  assert.equal(await survey.evaluate((it) => it.selectedOptions[0].text), "Beta sign-up");
});

demoTest(
  "an address with invalid values counts as one without",
  async (page) => {
    await settled(page);
    assert.deepEqual(await queries(), [{ include: "completed", page: "1", page_length: "25" }]);
  },
  { path: "/?include=everything&page=-3&page_length=1e9&mode=%3Cb%3E" },
);

demoTest(
  "a page past the end says so, and leads back",
  async (page) => {
    const { results, said, pager } = on(page);
    await settled(page, "empty");
    await says(results, "There is no page 4000.");
    await pager.getByRole("button", { name: "Previous" }).click();
    await says(said, "Page 53 of 53");
  },
  { path: "/?page=4000" },
);
