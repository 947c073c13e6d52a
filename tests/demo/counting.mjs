// Helpers for the insights, and the same figures calculated from the list itself.

import { fromSandbox, on } from "./support.mjs";

/** Opens the section, and hands back the parts of it. */
export async function opened(page) {
  const parts = partsOf(page);
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

/** Waits until the figures are those asked for last. */
export const counted = (page, state = "shown") =>
  page.locator(`#insights-figures[aria-busy="false"][data-state="${state}"]`).waitFor({ state: "attached" });

/** The words of a table's body, row by row. */
export const cells = (chart) =>
  chart.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));

/** What the library was given to draw: values, intervals and labels. */
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

/** All that was answered to a survey, as Refiner's reports count it. */
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

/** NPS with its interval, from the formula: the variance of 100, 0 and -100. Not for groups that are all of one camp. */
export function npsOf(scores) {
  const n = scores.length;
  const promoters = scores.filter((score) => score >= 9).length;
  const detractors = scores.filter((score) => score <= 6).length;
  const value = (100 * (promoters - detractors)) / n;
  const half = 1.959963984540054 * Math.sqrt(((1e4 * (promoters + detractors)) / n - value ** 2) / n);
  const isMixed = ![promoters, detractors, n - promoters - detractors].includes(n);
  const interval = [Math.max(-100, value - half), Math.min(100, value + half)];
  return {
    n,
    value,
    promoters,
    detractors,
    passives: n - promoters - detractors,
    interval: isMixed ? interval : undefined,
  };
}

/** The scores among the answers, by what `by` says of a response. */
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
