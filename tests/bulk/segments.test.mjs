// Groups by segment. Responses do not name segments, so each segment has a walk of its own, and its group equals that
// walk.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all } from "../support/bulk.mjs";
import { AS_REPORTED, reported } from "../support/reported.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { page, scripted } from "../support/scripted.mjs";

const LENGTH = 100;
const QUERY = { include: "all", page_length: LENGTH };
const ASKED = [["nps", "nps"], ["csat", "csat"], ["rating", "stars"], ["distribution", "features"], ["count"]];
const METRICS = ASKED.map(([metric, question]) => (question ? { metric, question } : metric));
const BY_SEGMENT = { metrics: METRICS, group_by: "segment" };

const uuidsOf = (items) => items.map(({ uuid }) => uuid);
const pagesOf = ({ items }) => Math.max(1, Math.ceil(items / LENGTH));

let sandbox, refiner, whole, segments;
/** The summary of each segment by itself, by its uuid. */
const alone = {};
/** The segments' uuids by their names. */
const named = {};

before(async () => {
  sandbox = await startSandbox(["--contacts", "150", "--responses", "900"]);
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
  segments = await all(refiner.listSegments());
  for (const { name, uuid } of segments) named[name] = uuid;
  const segment_uuid = named["Beta testers"];
  for (const { remote_id, email } of await all(refiner.listContacts({ segment_uuid }))) {
    await refiner.removeContactFromSegment({ segment_uuid, ...(remote_id ? { id: remote_id } : { email }) });
  }
  for (const uuid of uuidsOf(segments)) alone[uuid] = await refiner.summarizeResponses({ ...QUERY, segment_uuid: uuid }, { metrics: METRICS });
  whole = await refiner.summarizeResponses(QUERY, { metrics: METRICS });
});
after(() => sandbox.stop());
beforeEach(() => sandbox.clear());

/** The requests in order, without pages: the path of each list, and the segment of its query. */
function walked(requests) {
  const asked = requests.map(({ path, query }) => `${path} ${new URLSearchParams(query).get("segment_uuid") ?? ""}`.trim());
  return asked.filter((one, index) => one !== asked[index - 1]);
}

describe("groups by segment", () => {
  let report;
  before(async () => {
    report = await refiner.summarizeResponses(QUERY, BY_SEGMENT);
  });
  const group = (name) => report.groups.find(({ key }) => key === named[name]);

  test("are all segments, with their uuid as the key and their name as the label, the largest first", () => {
    assert.deepEqual(report.groups.map(({ key }) => key).sort(), uuidsOf(segments).sort());
    for (const { key, label, start } of report.groups) {
      assert.equal(named[label], key);
      assert.equal(start, null);
    }
    const sizes = report.groups.map(({ items }) => items);
    assert.deepEqual(sizes, sizes.toSorted((one, two) => two - one));
    assert.ok(new Set(sizes).size > 3, `the segments must differ: ${sizes}`);
    assert.equal(report.other, null);
  });

  test("each equal a summary of that segment alone", () => {
    for (const { key, label, items, metrics } of report.groups) {
      assert.equal(items, alone[key].items, label);
      assert.deepEqual(metrics, alone[key].metrics, label);
    }
  });

  for (const [index, [metric, question]] of ASKED.entries()) {
    test(`each equal what reporting says of that segment: ${metric}`, async () => {
      for (const { key, label, items, metrics } of report.groups) {
        const expected = await reported(refiner, metric, question, { segment_uuids: [key] });
        assert.equal((expected.count ?? expected.responses) > 3, items > 0, `${label}: too few answers to tell anything`);
        assert.deepEqual(AS_REPORTED[metric](metrics[index]), expected, label);
      }
    });
  }

  test("leave the total unchanged", () => {
    assert.equal(report.items, 900);
    assert.deepEqual(report.metrics, whole.metrics);
    assert.equal(report.unreadable, 0);
    assert.equal(report.pages, pagesOf(whole) + uuidsOf(segments).reduce((sum, uuid) => sum + pagesOf(alone[uuid]), 0));
  });

  test("count a response in two segments once in each, and once in the total", async () => {
    const both = [named["Power Users Segment"], named.Promoters];
    const lists = await Promise.all(both.map(async (segment_uuid) => uuidsOf(await all(refiner.listResponses({ ...QUERY, segment_uuid })))));
    const once = new Set(lists.flat());
    assert.ok(once.size < lists.flat().length, "no response is of both");
    const { items, metrics, groups } = await refiner.summarizeResponses({ ...QUERY, segment_uuids: both }, BY_SEGMENT);
    assert.equal(items, once.size);
    assert.equal(metrics.at(-1).n, once.size);
    for (const [index, uuid] of both.entries()) assert.equal(groups.find(({ key }) => key === uuid).items, lists[index].length);
  });

  test("that are empty are there, and have no values", () => {
    const { items, label, metrics } = group("Beta testers");
    assert.deepEqual({ items, label }, { items: 0, label: "Beta testers" });
    const [nps, csat, rating, distribution, count] = metrics;
    for (const { n, value, interval, small_sample } of [nps, csat, rating]) {
      assert.deepEqual({ n, value, interval, small_sample }, { n: 0, value: null, interval: null, small_sample: true });
    }
    assert.deepEqual([distribution.n, distribution.distribution], [0, []]);
    assert.deepEqual([count.n, count.response_rate, count.completion_rate], [0, null, null]);
  });

  test("beyond max_groups are pooled", async () => {
    const { groups, other, items } = await refiner.summarizeResponses(QUERY, { ...BY_SEGMENT, max_groups: 2 });
    assert.equal(groups.length, 2);
    for (const { key, metrics } of groups) assert.deepEqual(metrics, alone[key].metrics);
    const sum = (all) => all.reduce((sum, { items }) => sum + items, 0);
    assert.equal(sum([...groups, other]), sum(report.groups));
    assert.equal(items, 900);
  });
});

describe("a query that names segments", () => {
  for (const [name, query] of [
    ["one", ({ one }) => ({ segment_uuid: one })],
    ["a list", ({ one, two }) => ({ segment_uuids: [one, two] })],
    ["a list, one of them twice", ({ one, two }) => ({ segment_uuids: [one, two, one] })],
    ["one and a list", ({ one, two }) => ({ segment_uuid: one, segment_uuids: [two] })],
  ]) {
    test(`covers only those, each requested once: ${name}`, async () => {
      const asked = query({ one: named.Promoters, two: named["Enterprise accounts"] });
      const expected = [...new Set([asked.segment_uuids ?? [], asked.segment_uuid ?? []].flat())];
      const { groups, items, metrics } = await refiner.summarizeResponses({ ...QUERY, ...asked }, BY_SEGMENT);
      assert.deepEqual(groups.map(({ key }) => key).sort(), expected.toSorted());
      for (const group of groups) {
        assert.deepEqual([group.items, group.metrics], [alone[group.key].items, alone[group.key].metrics]);
        assert.equal(named[group.label], group.key);
      }
      const ungrouped = await refiner.summarizeResponses({ ...QUERY, ...asked }, { metrics: METRICS });
      assert.deepEqual([items, metrics], [ungrouped.items, ungrouped.metrics]);
    });
  }

  test("is walked once for all of them, and then segment by segment with the rest of the query", async () => {
    const segment_uuids = [named.Promoters, named["Enterprise accounts"]];
    const { groups } = await refiner.summarizeResponses({ ...QUERY, segment_uuids, response_data: { features: "Exports" } }, BY_SEGMENT);
    const requests = await sandbox.requests();
    const of = (uuid) => `/v1/responses ${uuid}`;
    assert.deepEqual(walked(requests), ["/v1/responses", "/v1/segments", ...segment_uuids.map(of)]);
    for (const { path, query } of requests.filter(({ path }) => path === "/v1/responses")) {
      const sent = new URLSearchParams(query);
      assert.equal(sent.get("response_data[features]"), "Exports", path);
      assert.equal(sent.has("segment_uuids[]"), !sent.has("segment_uuid"));
    }
    for (const { key, items } of groups) assert.ok(items > 0 && items < alone[key].items, "the filter must leave something out");
  });

  test("that Refiner does not list has a key and no label", async () => {
    const odd = [null, { uuid: 7, name: "seven" }, { uuid: "s-2", name: 9 }];
    const fetch = scripted((url) => Response.json(page(url.includes("/segments") ? odd : [])));
    const client = new Refiner({ apiKey: KEY, fetch });
    const { groups } = await client.summarizeResponses({ segment_uuids: ["s-1", "s-2"] }, { metrics: ["count"], group_by: "segment" });
    assert.deepEqual(groups.map(({ key, label, items }) => [key, label, items]), [["s-1", null, 0], ["s-2", null, 0]]);
    const listed = await client.summarizeResponses({}, { metrics: ["count"], group_by: "segment" });
    assert.deepEqual(listed.groups.map(({ key }) => key), ["s-2"]);
  });
});

test("two segments are compared by their uuids", async () => {
  const keys = [named.Promoters, named["Enterprise accounts"]];
  const { comparison } = await refiner.summarizeResponses(QUERY, { ...BY_SEGMENT, compare: keys });
  assert.deepEqual([comparison.first, comparison.second], keys);
  const nps = comparison.differences.find(({ metric, figure }) => metric === "nps" && figure === "value");
  const [first, second] = keys.map((key) => alone[key].metrics[0]);
  assert.deepEqual([nps.values, nps.n], [[first.value, second.value], [first.n, second.n]]);
  assert.ok(Math.abs(nps.difference - (second.value - first.value)) < 1e-9);
  assert.notEqual(nps.difference, 0);
  const unknown = await refiner.summarizeResponses({ ...QUERY, segment_uuid: keys[0] }, { ...BY_SEGMENT, compare: keys });
  assert.equal(unknown.comparison, null);
});
