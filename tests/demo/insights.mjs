// The insights of the demo: the figures equal those of the sandbox, in words, as a chart and as a table.

import assert from "node:assert/strict";

import { answered, cells, counted, drawn, npsOf, opened, scoresBy, uuidOf, written } from "./counting.mjs";
import { KEY, SANDBOX, demoTest, fromSandbox, on, queries, received, says, settled } from "./support.mjs";

const EVER = { date_range_start: "2020-01-01", date_range_end: "2030-01-01" };

/** Refiner's own report. */
const reported = async (type, survey, question, range = EVER) => {
  const query = { type, "form_uuids[]": await uuidOf(survey), "question_identifiers[]": question, ...range };
  return fromSandbox(query, "reporting");
};

demoTest("nothing is requested or loaded before the user starts, and then only once", async (page) => {
  const loaded = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  await page.reload();
  await settled(page);
  // The tracker is there from the start, as it is in an app. It makes no request of its own then.
  const late = (paths) => paths.filter((path) => /vendor\/(?!tracker)|insight_bg|\/r\/(forms|contacts)/.test(path));
  assert.deepEqual(late(loaded), []);

  const { count } = await opened(page);
  assert.equal((await received("/forms")).length, 1);
  assert.deepEqual(late(loaded), ["/r/forms", "/r/contacts"]);
  for (let time = 0; time < 2; time += 1) {
    await count.click();
    await counted(page);
  }
  const files = late(loaded).slice(2).sort();
  assert.deepEqual(files, ["/pkg/wasm/refiner_insight_bg.wasm", "/vendor/chart.js"]);
});

demoTest("NPS: value, interval and distribution equal those of reporting", async (page) => {
  const { count, chart, said } = await opened(page);
  await count.click();
  await counted(page);
  const report = await reported("nps", "Quarterly NPS", "nps");
  const items = await answered("Quarterly NPS");
  const { n, interval, promoters, passives, detractors } = npsOf([...scoresBy(items, "nps", () => "all").values()][0]);
  assert.deepEqual({ promoters, passives, detractors }, report.data, "the test reckons as reporting does");
  const [low, high] = interval.map((end) => written(end));
  const words = `${written(report.nps)}, between ${low} and ${high}; ${n} answers`;
  assert.equal(await chart("gauge").locator(".chart-words").innerText(), words);
  assert.equal(await chart("gauge").locator(".gauge-value").innerText(), written(report.nps));
  await says(on(page).announcer, `NPS: ${words}.`);
  assert.deepEqual(await cells(chart("gauge")), [
    ["NPS", written(report.nps)],
    ["Interval from", low],
    ["Interval to", high],
    ["Answers", String(n)],
    ["Detractors (0 to 6)", String(detractors)],
    ["Passives (7 to 8)", String(passives)],
    ["Promoters (9 to 10)", String(promoters)],
  ]);
  // The ring's part before the interval, the interval, and the part after it.
  const [ring] = (await drawn(chart("gauge"))).sets;
  assert.deepEqual(
    ring.data.slice(0, 2).map((part) => part.toFixed(6)),
    [interval[0] + 100, interval[1] - interval[0]].map((part) => part.toFixed(6)),
  );

  const scores = items.map(({ data }) => Number(data.nps ?? NaN));
  const steps = Array.from({ length: 11 }, (_, score) => scores.filter((given) => given === score).length);
  assert.deepEqual((await drawn(chart("distribution"))).sets[0].data, steps);
  const camp = (score) => (score > 8 ? "Promoters" : score > 6 ? "Passives" : "Detractors");
  assert.deepEqual(
    await cells(chart("distribution")),
    steps.map((step, score) => [String(score), String(step), `${written((100 * step) / n, 1)} %`, camp(score)]),
  );
  await says(said, `Counted ${items.length} responses`);
});

demoTest("the trend: each month's score and interval, drawn and in the table", async (page) => {
  const { count, chart } = await opened(page);
  await count.click();
  await counted(page);
  const months = scoresBy(await answered("Quarterly NPS"), "nps", (item) => item.last_data_reception_at.slice(0, 7));
  const keys = [...months.keys()].sort();
  assert.ok(keys.length > 12);
  await sameFigures(
    chart("trend"),
    keys.map((key) => months.get(key)),
  );
  const first = new Date(`${keys[0]}-01T00:00:00Z`).toLocaleString("en", {
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  assert.equal((await cells(chart("trend")))[0][0], first);
});

demoTest(
  "the breakdown: each group's score, from the largest to the smallest, those without one as not set",
  async (page) => {
    const { attribute, count, chart } = await opened(page);
    for (const name of ["country", "source"]) {
      await attribute.selectOption(name);
      await count.click();
      await says(chart("breakdown").locator("h3"), `By ${name}`);
      await counted(page);
      const groups = scoresBy(
        await answered("Quarterly NPS"),
        "nps",
        (item) => item.contact.attributes[name] ?? "not set",
      );
      const rows = await cells(chart("breakdown"));
      assert.deepEqual(rows.map(([key]) => key).sort(), [...groups.keys()].sort());
      assert.ok(name !== "source" || groups.has("not set"), "the seed has contacts without the attribute");
      await sameFigures(
        chart("breakdown"),
        rows.map(([key]) => groups.get(key)),
      );
      const sizes = rows.map((row) => Number(row[4]));
      assert.deepEqual(
        sizes,
        sizes.toSorted((a, b) => b - a),
      );
    }
  },
);

demoTest("verdicts: which groups differ from the rest, and whether the score rises, as the package's tests say", async (page) => {
  const { attribute, count, chart } = await opened(page);
  await attribute.selectOption("country");
  await count.click();
  await counted(page);
  const { Refiner } = await import("../../pkg/runtime/node.js");
  const refiner = new Refiner({ apiKey: KEY, baseUrl: `${SANDBOX}/v1` });
  const query = { form_uuid: await uuidOf("Quarterly NPS"), include: /** @type {const} */ ("partials") };
  const metrics = [{ metric: /** @type {const} */ ("nps"), question: "nps" }];
  const { comparisons } = await refiner.summarizeResponses(query, { metrics, group_by: { attribute: "country" }, compare: "each_against_rest" });
  const tested = comparisons.filter(({ verdict }) => verdict !== "too_few");
  await says(chart("breakdown").locator(".chart-note").first(), `${tested.length} groups compared, which the tests make up for.`);
  for (const { a, verdict } of tested) {
    const notes = (await chart("breakdown").locator(".chart-note").allTextContents()).join(" ");
    const named = new RegExp(`(Higher|Lower) than the rest: [^.]*${a ?? "not set"}`).exec(notes)?.[1];
    assert.equal(named, { up: "Higher", down: "Lower" }[verdict]);
  }
  const { trend } = await refiner.summarizeResponses(query, { metrics, group_by: "month" });
  const said = { up: "it rises, by about", down: "it falls, by about", no_evidence: "neither rises nor falls" }[trend[0].verdict];
  assert.ok(said, `the seed has too few answers: ${JSON.stringify(trend[0])}`);
  await says(chart("trend").locator(".chart-note").first(), said);
});

/** Checks that table and chart show these groups of scores in this order; the chart has at most the first ten. */
async function sameFigures(chart, groups) {
  const rows = await cells(chart);
  const [{ data, intervals }] = (await drawn(chart)).sets;
  assert.equal(rows.length, groups.length);
  for (const [index, scores] of groups.entries()) {
    const { n, value, interval } = npsOf(scores);
    const [, score, low, high, answers, note] = rows[index];
    assert.deepEqual(
      { score, answers, note },
      { score: written(value), answers: String(n), note: n < 30 ? "under 30" : "" },
    );
    if (interval)
      assert.deepEqual(
        [low, high],
        interval.map((end) => written(end)),
      );
    if (index >= data.length) continue;
    assert.ok(Math.abs(data[index] - value) < 1e-9);
    assert.deepEqual(
      [low, high],
      intervals[index].map((end) => written(end)),
      "the table has what is drawn",
    );
  }
  assert.ok(data.length === groups.length || data.length === 10);
}

demoTest("a range of days narrows everything, and an invalid one is refused", async (page) => {
  const { from, to, count, chart, form } = await opened(page);
  await from.fill("2026-07-01");
  await to.fill("2026-04-01");
  await count.click();
  await says(form.locator(".field-problem"), "The range ends before it begins.");
  assert.equal((await queries()).filter(({ page_length }) => page_length === "200").length, 0);

  await from.fill("2026-04-01");
  await to.fill("2026-07-01");
  await count.click();
  await counted(page);
  const range = { date_range_start: "2026-04-01", date_range_end: "2026-07-01" };
  const { nps, count: n } = await reported("nps", "Quarterly NPS", "nps", range);
  assert.match(
    await chart("gauge").locator(".chart-words").innerText(),
    new RegExp(`^${written(nps)}, .*; ${n} answers$`),
  );
  assert.deepEqual(
    (await cells(chart("trend"))).map(([month]) => month),
    ["Apr 2026", "May 2026", "Jun 2026"],
  );
  const asked = (await queries()).filter(({ page_length }) => page_length === "200");
  assert.ok(asked.every((query) => query.date_range_start === "2026-04-01" && query.date_range_end === "2026-07-01"));
});

demoTest("other kinds of questions use their own metrics", async (page) => {
  const { survey, count, chart } = await opened(page);
  await survey.selectOption({ label: "Support satisfaction" });
  await count.click();
  await says(chart("gauge").locator("h3"), "Satisfied");
  await counted(page);
  const csat = await reported("csat", "Support satisfaction", "csat");
  assert.match(
    await chart("gauge").locator(".chart-words").innerText(),
    new RegExp(`^${csat.csat} %, between \\d+ % and \\d+ %; ${csat.count} answers$`),
  );
  const counts = (rows) => rows.map((row) => Number(row[1]));
  assert.deepEqual(
    counts(await cells(chart("distribution"))),
    ["very_unsatisfied", "unsatisfied", "neutral", "satisfied", "very_satisfied"].map((step) => csat.data[step]),
  );

  await survey.selectOption({ label: "How easy was setting up?" });
  await count.click();
  await says(chart("gauge").locator("h3"), "Mean rating");
  await counted(page);
  const rating = await reported("ratings", "How easy was setting up?", "effort");
  assert.match(
    await chart("gauge").locator(".chart-words").innerText(),
    new RegExp(`^${written(rating.average, 1)}, .*; ${rating.count} answers$`),
  );
  assert.deepEqual(counts(await cells(chart("distribution"))), Object.values(rating.data));
});

demoTest("a small sample is pointed out", async (page) => {
  const { survey, count, chart } = await opened(page);
  await survey.selectOption({ label: "Beta sign-up (archived)" });
  await count.click();
  await counted(page);
  const { count: n } = await reported("nps", "Beta sign-up", "beta_nps");
  assert.ok(n > 0 && n < 30);
  await says(chart("gauge").locator(".chart-note"), "Fewer than 30 answers: too few to rely on.");
  await says(chart("trend").locator(".chart-note"), "with fewer than 30 answers: hollow points");
});

demoTest("without answers there is no number", async (page) => {
  const { survey, from, count, chart, figures, said } = await opened(page);
  const shows = async () => {
    await counted(page);
    await says(said, "Counted 0 responses");
    assert.equal(await figures.locator(".chart-words").count(), 4);
    for (const words of await figures.locator(".chart-words").allInnerTexts()) assert.equal(words, "No answers");
    assert.equal(await figures.locator("canvas").count(), 0);
    assert.doesNotMatch(await figures.evaluate((it) => it.textContent), /NaN|null|undefined|Infinity/);
    const [[, value], [, low], [, high], [, n]] = await cells(chart("gauge"));
    assert.deepEqual([value, low, high, n], ["no answers", "no answers", "no answers", "0"]);
  };
  await survey.selectOption({ label: "Pricing page feedback (draft)" });
  await count.click();
  await shows();
  await survey.selectOption({ label: "Quarterly NPS" });
  await from.fill("2999-01-01");
  await count.click();
  await says(figures.locator(".insights-asked"), "How likely are you to recommend us");
  await shows();
});

demoTest("without an attribute there is no breakdown, and the list is read once", async (page) => {
  const { attribute, count, figures } = await opened(page);
  await attribute.selectOption({ label: "Nothing" });
  await count.click();
  await counted(page);
  assert.equal(await figures.locator(".chart").count(), 3);
  const asked = (await queries()).filter(({ page_length }) => page_length === "200");
  assert.equal(asked.length, Math.ceil((await answered("Quarterly NPS")).length / 200));
  assert.ok(asked.every((query) => query.with_attributes === undefined && query.include === "partials"));
});
