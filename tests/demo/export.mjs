// The demo's export: it saves exactly the file that the package writes, and nothing of an incomplete export.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import xlsx from "xlsx";

import { answered, opened, uuidOf, written } from "./counting.mjs";
import { grewToTheEnd, watched } from "./insights-trouble.mjs";
import { KEY, SANDBOX, demoTest, faults, on, says } from "./support.mjs";

const PASS = { kind: "pass" };

async function ready(page) {
  const { insights, ...parts } = await opened(page);
  const section = insights.getByRole("region", { name: "Export these responses" });
  return {
    ...parts,
    section,
    start: section.getByRole("button", { name: "Export" }),
    cancel: section.getByRole("button", { name: "Cancel" }),
    progress: section.locator("progress"),
    said: section.locator(".far-said"),
  };
}

/** The file that the package writes in this process. */
async function asWritten(query, format) {
  const { Refiner } = await import("../../pkg/runtime/node.js");
  const refiner = new Refiner({ apiKey: KEY, baseUrl: `${SANDBOX}/v1` });
  const stream = refiner.exportResponses({ include: "partials", page_length: 200, ...query }, { format });
  return Buffer.from(await new Response(stream).arrayBuffer());
}

/** How many responses a file has, and whose they are. */
const READ = {
  csv: (text) => [...text.matchAll(/^"?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22})\b/gm)].map(([, uuid]) => uuid),
  ndjson: (text) =>
    text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).uuid),
  json: (text) => JSON.parse(text).map(({ uuid }) => uuid),
};

for (const [format, name] of [
  ["csv", "CSV"],
  ["ndjson", "NDJSON"],
  ["json", "JSON"],
]) {
  demoTest(`${name}: saved as the package writes it, with every response; the page says how many rows and bytes`, async (page) => {
    const { section, start, progress, said } = await ready(page);
    await section.getByLabel(name, { exact: true }).check();
    await watched(progress);
    const saving = page.waitForEvent("download");
    await start.click();
    const download = await saving;
    assert.equal(download.suggestedFilename(), `quarterly-nps.${format}`);
    const file = await readFile(await download.path());
    const items = await answered("Quarterly NPS");
    assert.ok(file.equals(await asWritten({ form_uuid: await uuidOf("Quarterly NPS") }, format)));
    assert.deepEqual(
      READ[format](file.toString()),
      items.map(({ uuid }) => uuid),
    );
    const size = `${written(file.length / 1000, 1)} KB`;
    await says(said, `Exported ${items.length} rows, ${size}.`);
    await says(on(page).announcer, `Exported ${items.length} rows, ${size}, saved as quarterly-nps.${format}.`);
    await grewToTheEnd(page);

    // For browsers that did not save the file automatically.
    const again = page.waitForEvent("download");
    await section.getByRole("link", { name: `quarterly-nps.${format}` }).click();
    assert.ok((await readFile(await (await again).path())).equals(file));
  });
}

demoTest("Excel: saved as a workbook, with a row for every response", async (page) => {
  const { section, start } = await ready(page);
  await section.getByLabel("Excel", { exact: true }).check();
  const saving = page.waitForEvent("download");
  await start.click();
  const download = await saving;
  assert.equal(download.suggestedFilename(), "quarterly-nps.xlsx");
  const book = xlsx.read(await readFile(await download.path()));
  const items = await answered("Quarterly NPS");
  const rows = xlsx.utils.sheet_to_json(book.Sheets[book.SheetNames[0]]);
  assert.deepEqual(
    rows.map(({ uuid }) => uuid),
    items.map(({ uuid }) => uuid),
  );
});

demoTest("it covers the chosen survey and days, with attributes on request", async (page) => {
  const { survey, from, to, section, start, said } = await ready(page);
  await survey.selectOption({ label: "Support satisfaction" });
  await from.fill("2026-05-01");
  await to.fill("2026-06-01");
  await section.getByLabel("JSON", { exact: true }).check();
  await section.getByLabel("With the contacts’ attributes").check();
  const saving = page.waitForEvent("download");
  await start.click();
  const download = await saving;
  assert.equal(download.suggestedFilename(), "support-satisfaction-from-2026-05-01-before-2026-06-01.json");
  const found = JSON.parse(await readFile(await download.path(), "utf8"));
  const range = { date_range_start: "2026-05-01", date_range_end: "2026-06-01" };
  assert.deepEqual(found, await answered("Support satisfaction", range));
  assert.ok(found.length > 0 && found.every(({ contact }) => contact.attributes.country));
  await says(said, `Exported ${found.length} rows, `);
});

demoTest("an export without responses is an empty file", async (page) => {
  const { survey, section, start, said } = await ready(page);
  await survey.selectOption({ label: "Pricing page feedback (draft)" });
  await section.getByLabel("JSON", { exact: true }).check();
  const saving = page.waitForEvent("download");
  await start.click();
  assert.deepEqual(JSON.parse(await readFile(await (await saving).path(), "utf8")), []);
  await says(said, "Exported 0 rows");
});

demoTest("an export can be cancelled: nothing is saved, and the request ends", async (page) => {
  const { section, start, cancel, said, progress } = await ready(page);
  const downloads = [];
  page.on("download", (download) => downloads.push(download));
  const aborted = page.waitForEvent("requestfailed", (request) => request.url().includes("page_cursor"));
  await faults(PASS, PASS, { kind: "stall_before_headers" });
  await start.click();
  await says(said, /^400 of 611 responses, [\d.]+ KB written$/);
  assert.equal(await progress.evaluate((bar) => Math.round(bar.value * 611)), 400);
  await cancel.click();
  await says(said, "Cancelled after 400 responses. Nothing was saved.");
  assert.equal((await aborted).failure().errorText, "net::ERR_ABORTED");
  assert.equal(await section.locator(".failure, a").count(), 0);
  await section.locator("[type=submit]:focus").waitFor();

  const saving = page.waitForEvent("download");
  await start.click();
  await saving;
  assert.equal(downloads.length, 1);
});

demoTest("a failure in the middle: its kind, its message, how far it got, and a retry", async (page, expected) => {
  const { section, start, said } = await ready(page);
  const downloads = [];
  page.on("download", (download) => downloads.push(download));
  expected(/status of 409/);
  await faults(PASS, PASS, { kind: "status", status: 409, body: { error: "The cursor has expired." } });
  await start.click();
  const failure = section.locator(".failure");
  for (const text of [
    /^conflict/,
    "The cursor has expired.",
    /Status\s*409/,
    /Got as far as\s*400 responses on 2 pages/,
  ]) {
    await says(failure, text);
  }
  await says(said, "Nothing was saved.");
  await says(on(page).announcer, "The export failed");
  assert.equal(downloads.length, 0);

  const saving = page.waitForEvent("download");
  await failure.getByRole("button", { name: "Try again" }).click();
  const items = await answered("Quarterly NPS");
  assert.equal(READ.csv(await readFile(await (await saving).path(), "utf8")).length, items.length);
  assert.equal(await failure.count(), 0);
});
