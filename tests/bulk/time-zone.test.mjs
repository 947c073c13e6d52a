// Days, weeks and months of a time zone whose offset changes. What is expected comes from the host's Intl, response by response.

import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { failure } from "../support/failure.mjs";
import { completed, ledger } from "../support/ledger.mjs";
import { KEY } from "../support/sandbox.mjs";

const HOUR = 3_600_000;
const { Intl } = globalThis;
afterEach(() => {
  globalThis.Intl = Intl;
});

const clientOf = (times) => new Refiner({ apiKey: KEY, fetch: ledger(times.map((time, index) => completed(`r-${index}`, time))).fetch });

/** How many responses each group has, without the empty ones. */
async function counts(times, group_by, options) {
  const { groups } = await clientOf(times).summarizeResponses({}, { metrics: ["count"], group_by, ...options });
  return Object.fromEntries(groups.filter(({ items }) => items > 0).map(({ key, items }) => [key, items]));
}

const day = (timeZone) => {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  return (time) => format.format(time);
};
function tally(times, key) {
  /** @type {Record<string, number>} */
  const sizes = {};
  for (const time of times) sizes[key(time)] = (sizes[key(time)] ?? 0) + 1;
  return sizes;
}

/** Times around the changes of each zone: a year of them, every so often. */
const ZONES = [
  "America/New_York",
  "Europe/Berlin",
  "Asia/Kolkata", // +5:30
  "Australia/Lord_Howe", // half an hour of summer time
  "America/St_Johns", // -3:30 and -2:30
  "Pacific/Apia",
  "Africa/Casablanca", // winter time in Ramadan
  "Asia/Gaza",
  "Pacific/Chatham", // +12:45 and +13:45
  "UTC",
];

describe("a time zone", () => {
  for (const timeZone of ZONES) {
    test(`has the days and months of the host: ${timeZone}`, async () => {
      const times = Array.from({ length: 900 }, (_, index) => Date.UTC(2026, 0, 1) + index * 10 * HOUR + index * 1000);
      const options = { time_zone: timeZone, max_groups: 1000 };
      const of = day(timeZone);
      const expected = tally(times, of);
      assert.ok(Object.keys(expected).length > 300);
      assert.deepEqual(await counts(times, "day", options), expected);
      assert.deepEqual(await counts(times, "month", options), tally(times, (time) => of(time).slice(0, 7)));
    });
  }

  test("has a day of 23 hours and one of 25", async () => {
    const hours = (from, count) => Array.from({ length: count }, (_, index) => from + index * HOUR);
    const options = { time_zone: "America/New_York" };
    const spring = await counts(hours(Date.UTC(2026, 2, 8), 48), "day", options);
    assert.deepEqual(spring, { "2026-03-07": 5, "2026-03-08": 23, "2026-03-09": 20 });
    const autumn = await counts(hours(Date.UTC(2026, 10, 1), 48), "day", options);
    assert.deepEqual(autumn, { "2026-10-31": 4, "2026-11-01": 25, "2026-11-02": 19 });
    // A fixed offset has neither.
    const fixed = await counts(hours(Date.UTC(2026, 2, 8), 48), "day", { utc_offset_minutes: -300 });
    assert.deepEqual(fixed, { "2026-03-07": 5, "2026-03-08": 24, "2026-03-09": 19 });
  });

  test("has weeks that begin there", async () => {
    // Monday, 2 November 2026, begins in New York at 05:00 UTC; a week before, at 04:00.
    const times = [Date.UTC(2026, 9, 26, 3, 59), Date.UTC(2026, 9, 26, 4), Date.UTC(2026, 10, 2, 4, 59), Date.UTC(2026, 10, 2, 5)];
    assert.deepEqual(await counts(times, "week", { time_zone: "America/New_York" }), { "2026-W43": 1, "2026-W44": 2, "2026-W45": 1 });
  });

  test("compares neighbours across a change, and shows what is empty between", async () => {
    const times = [Date.UTC(2026, 2, 6, 12), Date.UTC(2026, 2, 9, 3, 59)];
    const asked = { metrics: ["count"], group_by: "day", compare: "last_two", time_zone: "America/New_York" };
    const { groups, comparison } = await clientOf(times).summarizeResponses({}, asked);
    assert.deepEqual(groups.map(({ key, items }) => [key, items]), [["2026-03-06", 1], ["2026-03-07", 0], ["2026-03-08", 1]]);
    assert.deepEqual([comparison.first, comparison.second], ["2026-03-07", "2026-03-08"]);
  });

  test("holds for the first and the last year of the table, and for times before and after", async () => {
    const times = [Date.UTC(1969, 6, 1, 3, 30), Date.UTC(1970, 6, 1, 3, 30), Date.UTC(2099, 6, 1, 3, 30), Date.UTC(2099, 11, 31, 4, 30)];
    const expected = { "1969-06-30": 1, "1970-06-30": 1, "2099-06-30": 1, "2099-12-30": 1 };
    assert.deepEqual(await counts(times, "day", { time_zone: "America/New_York" }), expected);
  });

  for (const [name, time_zone] of [["an unknown one", "America/Nowhere"], ["no name", ""], ["an abbreviation with an offset", "UTC+5:30"], ["a number", 60], ["null", null]]) {
    test(`that is ${name} is an input error`, async () => {
      const client = clientOf([0]);
      await failure(client.summarizeResponses({}, { metrics: ["count"], group_by: "day", time_zone }), {
        kind: "input",
        path: "options.time_zone",
        action: "summarize_responses",
      });
    });
  }

  for (const utc_offset_minutes of [0, -300]) {
    test(`cannot be given with an offset of ${utc_offset_minutes}`, async () => {
      const asked = { metrics: ["count"], group_by: "day", time_zone: "America/New_York", utc_offset_minutes };
      const error = await failure(clientOf([0]).summarizeResponses({}, asked), { kind: "input", path: "options.time_zone" });
      assert.match(error.message, /utc_offset_minutes/);
    });
  }

  test("is an input error where the host has no Intl", async () => {
    const client = clientOf([0]);
    for (const none of [undefined, {}]) {
      globalThis.Intl = none;
      const asked = { metrics: ["count"], group_by: "day", time_zone: "America/Denver" };
      const error = await failure(client.summarizeResponses({}, asked), { kind: "input", path: "options.time_zone" });
      assert.match(error.message, /needs Intl, which this runtime does not have; give utc_offset_minutes$/);
      // Nothing else needs it.
      const { groups } = await client.summarizeResponses({}, { metrics: ["count"], group_by: "day", utc_offset_minutes: -420 });
      assert.deepEqual(groups.map(({ key }) => key), ["1969-12-31"]);
    }
  });
});
