// Results that are too large for a model are cut after whole items. The rest follows without loss or repetition.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { run } from "refiner-wasm/tools";
import { failure } from "../support/failure.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { ok, page, scripted } from "../support/scripted.mjs";
import { tokensOf } from "../support/tokens.mjs";

let sandbox;
let refiner;

before(async () => {
  sandbox = await startSandbox(["--contacts", "60", "--responses", "260"]);
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
});
after(() => sandbox?.stop());
beforeEach(() => sandbox.clear());

const bytes = (data) => Buffer.byteLength(JSON.stringify(data));
const keyOf = (item) => item.uuid ?? JSON.stringify(item);

/** Follows the list to its end, and checks that each result is within the limit. */
async function follow(name, input, maxResultBytes) {
  const items = [];
  let truncated = 0;
  for (let given = input, rounds = 0; given; rounds++) {
    assert.ok(rounds < 1000, "the list does not end");
    const { data, meta } = await run(refiner, name, given, { maxResultBytes });
    assert.ok(bytes(data) <= maxResultBytes, `${bytes(data)} bytes`);
    assert.ok(data.items.length > 0 || !meta.next);
    items.push(...data.items);
    if (meta.truncated) {
      truncated++;
      assert.equal(meta.truncated.returned, data.items.length);
      assert.ok(meta.truncated.returned < meta.truncated.total);
      assert.deepEqual(meta.truncated.resume, meta.next);
      assert.ok(meta.attempts >= 2);
    }
    const { page, page_cursor, ...rest } = given;
    given = meta.next && { ...rest, ...meta.next };
  }
  return { items, truncated };
}

/** Every item after the first `skip`, by a simple walk. */
async function everything(name, input, skip = 0) {
  const items = [];
  for await (const item of refiner.list(name, { ...input, page_length: 1000 })) items.push(item);
  return items.slice(skip);
}

for (const page_length of [2.5, 0.1, -3, Infinity, NaN, "many", "2.5", null]) {
  test(`a page by number ends where its reply says page_length ${page_length}`, async () => {
    const items = Array.from({ length: 6 }, (_, index) => ({ uuid: `r-${index}`, note: "x".repeat(100) }));
    const fetch = scripted((url) => {
      const { page: number = 1, page_length: length = 6 } = Object.fromEntries(new URL(url).searchParams);
      const part = items.slice((number - 1) * length, number * length);
      return new Response(JSON.stringify(page(part, { page_length })).replace('"NaN"', "1e999"));
    });
    const { data } = await run(new Refiner({ apiKey: KEY, fetch }), "list_contacts", { page: 2, page_length: 3 }, { maxResultBytes: 600 });
    assert.equal(data.items[0].uuid, "r-3", "the place that was asked for");
    assert.ok(fetch.calls.length <= 4);
  });
}

describe("following gives every item once, in order", () => {
  for (const [what, name, input, limit] of [
    ["responses, from the start", "list_responses", { include: "all", page_length: 200 }, 20_000],
    ["responses, with the usual length", "list_responses", { include: "all" }, 10_000],
    ["responses, one at a time", "list_responses", { include: "all", page_length: 50 }, 1500],
    ["contacts, by name", "list_contacts", { order_by: "display_name", page_length: 60 }, 7000],
    ["segments", "list_segments", {}, 500],
    ["forms, which have no cursor", "list_forms", { include_config: true, include_info: true }, 5000],
  ]) {
    test(what, async () => {
      const { items, truncated } = await follow(name, input, limit);
      const expected = await everything(name, input);
      assert.ok(truncated > 0, "nothing was too large");
      assert.deepEqual(items.map(keyOf), expected.map(keyOf));
    });
  }

  for (const [name, input, page, page_length, limit] of [
    ["list_responses", { include: "all" }, 2, 100, 20_000],
    ["list_responses", { include: "all" }, 3, 50, 6000],
    ["list_responses", { include: "all" }, 2, 101, 20_000],
    ["list_responses", { include: "all" }, 2, undefined, 20_000],
    ["list_contacts", {}, 3, 17, 4000],
    ["list_forms", { list: "all_with_archived", include_config: true, include_info: true }, 2, 3, 2000],
  ]) {
    test(`${name}, from page ${page} of ${page_length ?? "the usual length"}`, async () => {
      const { items, truncated } = await follow(name, { ...input, page, ...(page_length && { page_length }) }, limit);
      const expected = await everything(name, input, (page - 1) * (page_length ?? 100));
      assert.ok(truncated > 0, "nothing was too large");
      assert.deepEqual(items.map(keyOf), expected.map(keyOf));
    });
  }

  test("responses, from a cursor", async () => {
    const first = await refiner.listResponses({ include: "all", page_length: 33 });
    const input = { include: "all", page_length: 200, page_cursor: first.pagination.next_page_cursor };
    const { items, truncated } = await follow("list_responses", input, 15_000);
    assert.ok(truncated > 0);
    assert.deepEqual([...first.items, ...items].map(keyOf), (await everything("list_responses", { include: "all" })).map(keyOf));
  });
});

test("what fits is left alone: one request, no meta.truncated", async () => {
  const { meta } = await run(refiner, "list_segments", {});
  assert.equal(meta.attempts, 1);
  assert.equal("truncated" in meta, false);
});

test("the default limits are 60,000 bytes and 20,000 tokens, and Infinity means no limit", async () => {
  const input = { include: "all", with_attributes: true, page_length: 260 };
  const cut = await run(refiner, "list_responses", input);
  assert.ok(bytes(cut.data) <= 60_000 && bytes(cut.data) > 30_000, `${bytes(cut.data)}`);
  assert.ok(tokensOf(cut.data) <= 20_000 && tokensOf(cut.data) > 12_000, `${tokensOf(cut.data)}`);
  assert.equal(cut.meta.truncated.total, 260);
  const whole = await run(refiner, "list_responses", input, { maxResultBytes: Infinity, maxResultTokens: Infinity });
  assert.equal(whole.data.items.length, 260);
  assert.ok(bytes(whole.data) > 100_000);
});

test("a program, which asks for raw data, is limited in bytes alone", async () => {
  const input = { include: "all", with_attributes: true, page_length: 260 };
  const { data } = await run(refiner, "list_responses", input, { raw: true });
  assert.ok(bytes(data) <= 60_000 && bytes(data) > 50_000, `${bytes(data)}`);
  assert.deepEqual(data.items, (await refiner.listResponses(input)).items.slice(0, data.items.length));
});

test("a limit of tokens is said in its own words", async () => {
  const input = { metrics: ["count", { metric: "nps", question: "nps" }] };
  await failure(run(refiner, "summarize_responses", input, { maxResultTokens: 100 }), {
    kind: "too_large",
    message: /the result has up to \d+ tokens, maxResultTokens allows 100: /,
  });
});

test("two requests are enough: the first shows how much fits", async () => {
  await run(refiner, "list_responses", { include: "all", page_length: 200 }, { maxResultBytes: 20_000 });
  assert.equal((await sandbox.requests()).length, 2);
});

test("what cannot be cut is an error that says so", async () => {
  await refiner.identifyUser({ id: "fat", attributes: { story: "x".repeat(5000) } });
  const message = /bytes, maxResultBytes allows 1000/;
  await failure(run(refiner, "get_contact", { id: "fat" }, { maxResultBytes: 1000, maxTextChars: Infinity }), { kind: "too_large", message });
});

test("a single item that is too large is an error, whose resume continues after it", async () => {
  await refiner.identifyUser({ id: "fat", attributes: { story: "x".repeat(9000) } });
  const input = { search: "", page_length: 5 };
  const limits = { maxResultBytes: 6000, maxTextChars: Infinity };
  const all = (await everything("list_contacts", {})).map(keyOf);
  const seen = [];
  let skipped = 0;
  for (let given = input; given; ) {
    const outcome = await run(refiner, "list_contacts", given, limits).catch((error) => error);
    if (outcome instanceof Error) {
      await failure(Promise.reject(outcome), { kind: "too_large", message: /a single item/ });
      skipped++;
    } else {
      seen.push(...outcome.data.items.map(keyOf));
    }
    const next = outcome.meta?.next ?? outcome.resume;
    given = next && { ...input, ...next };
  }
  assert.equal(skipped, 1);
  assert.deepEqual(seen, all.filter((uuid) => seen.includes(uuid)));
  assert.equal(seen.length, all.length - 1);
});

test("a server that insists on its own page length is not asked forever", async () => {
  const items = Array.from({ length: 20 }, (_, index) => ({ uuid: `s-${index}`, name: "x".repeat(100), is_manual: true }));
  const fetch = scripted(...Array.from({ length: 5 }, () => ok(page(items))));
  const client = new Refiner({ apiKey: KEY, fetch });
  const message = /did not keep to a smaller page_length/;
  await failure(run(client, "list_segments", {}, { maxResultBytes: 1000 }), { kind: "too_large", attempts: 2, message });
});

test("the deadline covers all requests together", async () => {
  await sandbox.faults({ kind: "delay", ms: 450 }, { kind: "stall_before_headers" });
  const start = performance.now();
  const running = run(refiner, "list_responses", { include: "all" }, { maxResultBytes: 5000, timeoutMs: 600, maxRetries: 0 });
  await failure(running, { kind: "timeout", attempts: 2 });
  assert.ok(performance.now() - start < 900);
});
