// Helpers for the insights, which also calculate the same figures from the list itself.

import { readFile } from "node:fs/promises";

import init, { add, receive, release, report, summary, take } from "../../pkg/wasm/refiner_insight.js";
import { fromSandbox, on } from "./support.mjs";

await init({ module_or_path: await readFile(new URL("../../pkg/wasm/refiner_insight_bg.wasm", import.meta.url)) });

/** Opens the section, and returns its parts. */
export async function opened(page) {
  const parts = partsOf(page);
  // The page's script has run once the table is asked for; a button that is pressed before does nothing.
  await page.locator("#results[aria-busy]").waitFor({ state: "attached" });
  await parts.insights.getByRole("button", { name: "Choose a survey" }).click();
  await parts.form.waitFor();
  return parts;
}

const partsOf = (page) => {
  const { insights } = on(page);
  const field = (name) => insights.getByLabel(name, { exact: true });
  return {
    insights,
    form: insights.getByRole("form", { name: "What to count" }),
    survey: field("Survey"),
    question: field("Question"),
    attribute: field("Break down by"),
    from: field("From"),
    to: field("Before"),
    count: insights.getByRole("button", { name: "Count" }),
    progress: insights.locator("#insights-reading progress"),
    said: insights.locator("#insights-reading .far-said"),
    cancel: insights.locator("#insights-reading").getByRole("button", { name: "Cancel" }),
    figures: insights.locator("#insights-figures"),
    chart: (name) => insights.locator(`.chart-${name}`),
  };
};

/** Waits until the figures are those of the last request. */
export const counted = (page, state = "shown") =>
  page.locator(`#insights-figures[aria-busy="false"][data-state="${state}"]`).waitFor({ state: "attached" });

/** The text of a table's body, row by row. */
export const cells = (chart) =>
  chart.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));

/** The data that the library draws: values, intervals and labels. */
export const drawn = (chart) =>
  chart.locator("canvas").evaluate(async (canvas) => {
    const { Chart } = await import("/vendor/chart.js");
    const { data, options } = Chart.getChart(canvas);
    const sets = data.datasets.map(({ data, intervals }) => ({ data: [...data], intervals }));
    return { labels: data.labels, sets, animation: options.animation };
  });

/** The uuid of a survey. */
export async function uuidOf(name) {
  const { items } = await fromSandbox({ list: "all_with_archived", page_length: 1000 }, "forms");
  return items.find((form) => form.name === name).uuid;
}

/** All responses to a survey that Refiner's reports count. */
export async function answered(name, more = {}) {
  const query = {
    form_uuid: await uuidOf(name),
    include: "partials",
    with_attributes: "true",
    page_length: 1000,
    ...more,
  };
  const { items, pagination } = await fromSandbox(query);
  if (items.length !== Number(pagination.items_count)) throw new Error("the list has more than a page");
  return items;
}

/** A figure as the page writes it. */
export const written = (value, digits = 0) =>
  value
    .toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: "negative" })
    .replace("-", "−");

/** The interval of an NPS, from the package's own module. That it is right is tested natively. */
function intervalOf(scores) {
  const number = summary({ metrics: [{ metric: "nps", question: "q" }] }, undefined);
  const items = scores.map((score) => ({ completed_at: "2026-01-01 00:00:00", data: { q: score } }));
  receive(number, undefined);
  receive(number, new TextEncoder().encode(JSON.stringify({ items, pagination: {} })));
  take(number);
  add(number);
  const [{ interval }] = report(number).metrics;
  release(number);
  return interval ?? undefined;
}

/** NPS with its interval, from the formula: the variance of 100, 0 and -100. Not for groups of one camp only. */
export function npsOf(scores) {
  const n = scores.length;
  const promoters = scores.filter((score) => score >= 9).length;
  const detractors = scores.filter((score) => score <= 6).length;
  const value = (100 * (promoters - detractors)) / n;
  return {
    n,
    value,
    promoters,
    detractors,
    passives: n - promoters - detractors,
    interval: intervalOf(scores),
  };
}

/** The scores among the answers, grouped by `by`. */
export function scoresBy(items, question, by) {
  const groups = new Map();
  for (const item of items) {
    const score = item.data[question];
    if (score === null || score === undefined) continue;
    const key = by(item);
    groups.set(key, [...(groups.get(key) ?? []), Number(score)]);
  }
  return groups;
}
