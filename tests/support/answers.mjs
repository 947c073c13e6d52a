// Compares the summary and the exports of a runtime with the data of the sandbox.

import assert from "node:assert/strict";
import { readTable } from "./csv.mjs";
import { AS_REPORTED, EVER } from "./reported.mjs";
import { KEY } from "./sandbox.mjs";
import { readWorkbook, shown } from "./workbook.mjs";

/** What every runtime is to calculate. */
export const ASKED = {
  query: { include: "all", page_length: 30, ...EVER },
  summary: { metrics: ["count", { metric: "nps", question: "nps" }] },
  csv: { format: "csv", columns: ["uuid", "completed_at", "data.nps"] },
  xlsx: { format: "xlsx", columns: ["uuid", "completed_at", "data.nps"] },
};

/**
 * @param {string} url The sandbox.
 * @param {{ summary: any, csv: string, workbook: string, contacts: string }} found A summary, a CSV and a workbook (base64) of the responses, and contacts as NDJSON.
 */
export async function checkAnswers(url, { summary, csv, workbook, contacts }) {
  const ask = async (path, query) => {
    const response = await fetch(`${url}/${path}?${new URLSearchParams(query)}`, { headers: { Authorization: `Bearer ${KEY}` } });
    return response.json();
  };
  const { items } = await ask("responses", { include: "all", page_length: "1000" });
  const reported = async (query) => {
    const { date_range_start, date_range_end, ...said } = await ask("reporting", { ...query, ...EVER });
    return said;
  };
  const [count, nps] = await Promise.all([reported({ type: "count" }), reported({ type: "nps", "question_identifiers[]": "nps" })]);
  assert.ok(items.length > 30 && nps.count > 10, "the seed is too small to tell anything");

  assert.deepEqual([summary.items, summary.pages], [items.length, Math.ceil(items.length / 30)]);
  assert.deepEqual(summary.metrics.map((metric) => AS_REPORTED[metric.metric](metric)), [count, nps]);

  const rows = items.map(({ uuid, completed_at, data }) => ({ uuid, completed_at: completed_at ?? "", "data.nps": String(data.nps ?? "") }));
  assert.deepEqual(readTable(csv).rows, rows);
  const [sheet, about] = readWorkbook(Buffer.from(workbook, "base64"));
  const told = sheet.rows.map(({ uuid, completed_at, "data.nps": nps }) => [uuid.v, completed_at && shown(completed_at), nps?.v]);
  const time = (text) => text?.slice(0, 19).replace("T", " ");
  assert.deepEqual(told, items.map(({ uuid, completed_at, data }) => [uuid, time(completed_at), data.nps]));
  assert.equal(about.name, "About this file");

  const people = (await ask("contacts", { page_length: "1000" })).items.map(({ uuid }) => uuid);
  assert.ok(people.length > 7);
  assert.deepEqual(contacts.trim().split("\n").map((line) => JSON.parse(line).uuid).sort(), people.sort());
}
