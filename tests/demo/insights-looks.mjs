// The insights by keyboard, by accessible name, in both colour schemes and on a phone; and screenshots.

import assert from "node:assert/strict";

import { contrastProblems, namingProblems } from "./accessibility.mjs";
import { counted, drawn, opened } from "./counting.mjs";
import { focused, tabTo } from "./keyboard.mjs";
import { demoTest, on, picture, says, settled } from "./support.mjs";

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const CHARTS = ["gauge", "distribution", "trend", "breakdown"];

/** Shows the figures, an export and, with `tables`, the tables behind the charts. */
async function fill(page, { tables = false } = {}) {
  await settled(page);
  const { count, insights } = await opened(page);
  await count.click();
  await counted(page);
  const saving = page.waitForEvent("download");
  await insights.getByRole("button", { name: "Export" }).click();
  await saving;
  await insights.locator(".export-saved").waitFor();
  for (const summary of tables ? await insights.locator("summary").all() : []) await summary.click();
  await page.evaluate(() => document.activeElement.blur());
}

/** Captures the whole section, however long; the sticky bar at the top would cover it. */
async function pictureOf(page, name) {
  await page.evaluate(() => {
    document.querySelector(".top").style.position = "static";
    document.documentElement.style.scrollPaddingTop = "0";
  });
  const { height } = await page.locator("#insights").boundingBox();
  const { width } = page.viewportSize();
  await page.setViewportSize({ width, height: Math.ceil(height) });
  await page.locator("#insights").evaluate((it) => it.scrollIntoView({ behavior: "instant" }));
  await picture(page, name);
}

demoTest("by keyboard alone: open, choose, count, read a table, export", async (page) => {
  await settled(page);
  await page.locator("#insights-open").focus();
  await page.keyboard.press("Enter");
  await page.locator("#insights-survey:focus").waitFor();
  // Moves to the next survey in the list.
  await page.keyboard.press("ArrowDown");
  const survey = await page.locator("#insights-survey").evaluate((it) => it.selectedOptions[0].text);
  assert.notEqual(survey, "Quarterly NPS");
  await tabTo(page, "Count");
  await page.keyboard.press("Enter");
  await counted(page);
  assert.equal(await focused(page), "Count");
  await tabTo(page, "Trend by month as a table");
  await page.keyboard.press("Enter");
  await page.locator(".chart-trend table").waitFor();
  await page.keyboard.press("Tab");
  assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), /Trend by month, table/);
  await tabTo(page, "Export");
  const saving = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  await saving;
});

demoTest("every chart has a text alternative, and a table with a caption and headers", async (page) => {
  await fill(page, { tables: true });
  assert.deepEqual(await page.evaluate(namingProblems), []);
  const { insights } = on(page);
  for (const name of CHARTS) {
    const chart = insights.locator(`.chart-${name}`);
    const label = await chart.getByRole("img").getAttribute("aria-label");
    assert.match(label, /\d/, "the label tells figures");
    assert.equal(await chart.locator("table caption").count(), 1);
    assert.ok((await chart.locator("thead th[scope=col]").count()) > 1);
    assert.equal(await chart.locator("thead :not([scope=col]):not(tr)").count(), 0);
    const rows = await chart.locator("tbody tr").count();
    assert.ok(rows > 4);
    assert.equal(await chart.locator("tbody tr > th[scope=row]:first-child").count(), rows);
  }
  assert.equal(await insights.getByRole("progressbar", { name: "Exporting" }).count(), 1);
});

/** Colours of the charts with too little contrast to their background: pictures need 3 to 1. */
function chartContrastProblems() {
  const style = getComputedStyle(document.documentElement);
  const luminance = (hex) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const share = parseInt(hex.slice(at, at + 2), 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const value = (name) => style.getPropertyValue(name).trim();
  const contrast = (one, other) => {
    const [dark, light] = [luminance(value(one)), luminance(value(other))].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const pairs = [
    ...["--chart-low", "--chart-middle", "--chart-high", "--accent", "--muted"].map((name) => [name, "--surface"]),
    // The mark of a value and its interval lie over the bar.
    ["--text", "--chart-bar"],
    ["--accent", "--chart-track"],
  ];
  return pairs
    .filter(([one, other]) => contrast(one, other) < 3)
    .map((pair) => `${pair}: ${contrast(...pair).toFixed(2)}`);
}

for (const colorScheme of ["light", "dark"]) {
  demoTest(
    `${colorScheme}: figures, marks and tables have enough contrast`,
    async (page) => {
      await fill(page, { tables: true });
      assert.deepEqual(await page.evaluate(contrastProblems), []);
      assert.deepEqual(await page.evaluate(chartContrastProblems), []);
      await pictureOf(page, `insights-${colorScheme}-tables`);
      for (const summary of await page.locator(".chart-table summary").all()) await summary.click();
      await pictureOf(page, `insights-${colorScheme}`);
    },
    { context: { colorScheme, reducedMotion: "reduce" } },
  );
}

demoTest(
  "the charts are redrawn when the scheme changes",
  async (page) => {
    await fill(page);
    const colours = () =>
      page.locator(".chart-trend canvas").evaluate(async (canvas) => {
        const { Chart } = await import("/vendor/chart.js");
        const chart = Chart.getChart(canvas);
        const accent = getComputedStyle(document.documentElement).getPropertyValue("--accent").trim();
        return { line: chart.data.datasets[0].borderColor, accent, pixels: canvas.toDataURL() };
      });
    const light = await colours();
    assert.equal(light.line, light.accent);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.waitForFunction(async (before) => {
      const { Chart } = await import("/vendor/chart.js");
      return Chart.getChart(document.querySelector(".chart-trend canvas")).data.datasets[0].borderColor !== before;
    }, light.line);
    const dark = await colours();
    assert.equal(dark.line, dark.accent);
    assert.notEqual(dark.accent, light.accent);
    assert.notEqual(dark.pixels, light.pixels);
  },
  { context: { colorScheme: "light", reducedMotion: "reduce" } },
);

for (const reducedMotion of ["reduce", "no-preference"]) {
  demoTest(
    `charts move: ${reducedMotion}`,
    async (page) => {
      await fill(page);
      for (const name of CHARTS) {
        const { animation } = await drawn(on(page).insights.locator(`.chart-${name}`));
        assert.equal(Boolean(animation), reducedMotion === "no-preference", name);
      }
    },
    { context: { reducedMotion } },
  );
}

for (const [width, context] of [
  [360, PHONE],
  [390, { ...PHONE, viewport: { width: 390, height: 844 } }],
]) {
  demoTest(
    `on a phone of ${width} pixels nothing is cut off`,
    async (page) => {
      await fill(page, { tables: true });
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
      const outside = await page.evaluate((width) => {
        const isOut = (it) => it.getBoundingClientRect().right > width || it.getBoundingClientRect().left < 0;
        return [
          ...document.querySelectorAll(
            "#insights :is(input, select, button, p, li, canvas, h2, h3, summary, table, progress)",
          ),
        ]
          .filter((it) => it.checkVisibility() && !it.closest(".visually-hidden") && it.type !== "radio")
          .filter(isOut)
          .map((it) => it.outerHTML.slice(0, 80));
      }, width);
      assert.deepEqual(outside, []);
      // A table may be wider than its box, which then scrolls; the page does not.
      await pictureOf(page, `insights-phone-${width}-tables`);
      for (const summary of await page.locator(".chart-table summary").all()) await summary.click();
      await pictureOf(page, `insights-phone-${width}`);
    },
    { context: { ...context, reducedMotion: "reduce" } },
  );
}
