// Models send JSON text in place of what it says. It is read where text is not allowed, and nowhere else.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { run } from "refiner-wasm/tools";
import { failure } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { ok, page, scripted } from "../support/scripted.mjs";

/** What is sent for an input: the path and query, and the body. */
async function sent(name, input) {
  const fetch = scripted(ok({ ...page([]), uuid: "r" }));
  await run(new Refiner({ apiKey: KEY, fetch }), name, input);
  const [{ url, init }] = fetch.calls;
  const { searchParams } = new URL(url);
  return { query: [...searchParams].map(([key, value]) => `${key}=${value}`), body: init.body ? JSON.parse(init.body) : null };
}

/** A text says the same as what it is the JSON of. */
async function same(name, written, plain) {
  assert.deepEqual(await sent(name, written), await sent(name, plain), JSON.stringify(written));
}

describe("is read where text is not allowed", () => {
  const user = { id: "u", answers: { nps: 9 }, form_uuid: "f" };

  test("a list", async () => {
    await same("store_response", { ...user, tags: '["a","b"]' }, { ...user, tags: ["a", "b"] });
    await same("list_responses", { form_uuids: ' ["f"] ' }, { form_uuids: ["f"] });
  });

  test("an object", async () => {
    await same("store_response", { ...user, answers: '{"nps":9,"why":"5"}' }, { ...user, answers: { nps: 9, why: "5" } });
    await same("identify_user", { id: "u", account: '{"id":"a","attributes":"{\\"n\\":1}"}' }, { id: "u", account: { id: "a", attributes: { n: 1 } } });
  });

  test("an object as a list of pairs", async () => {
    await same("identify_user", { id: "u", attributes: '[{"key":"n","value":1}]' }, { id: "u", attributes: { n: 1 } });
  });

  test("a number", async () => {
    await same("list_contacts", { page: "2", page_length: "50" }, { page: 2, page_length: 50 });
  });

  test("a boolean", async () => {
    await same("list_responses", { with_attributes: "true" }, { with_attributes: true });
    await same("publish_form", { form_uuid: "f", published: "false" }, { form_uuid: "f", published: false });
  });

  test("null, which counts as absent", async () => {
    await same("list_responses", { form_uuids: "null", page: "null", contact_data: "null" }, {});
  });

  test("the whole input: models give their arguments as JSON text", async () => {
    await same("track_event", '{"id":"u","event":"e"}', { id: "u", event: "e" });
    await same("list_forms", "null", {});
  });

  test("at every depth of a summary", async () => {
    const plain = { metrics: ["count", { metric: "csat", question: ["q"], scale: { min: 1, max: 5 }, top_boxes: 1 }], group_by: { answer: "q" } };
    const fetch = scripted(ok(page([])));
    const refiner = new Refiner({ apiKey: KEY, fetch });
    const { data } = await run(refiner, "summarize_responses", plain);
    const csat = { metric: "csat", question: ["q"], scale: '{"min":"1","max":5}', top_boxes: "1" };
    for (const written of [
      { metrics: JSON.stringify(plain.metrics), group_by: '{"answer":"q"}' },
      { metrics: ["count", JSON.stringify(csat)], group_by: { answer: "q" } },
      { metrics: JSON.stringify(["count", JSON.stringify(csat)]), group_by: '{"answer":"q"}' },
      JSON.stringify(plain),
    ]) {
      assert.deepEqual((await run(refiner, "summarize_responses", written)).data, data, JSON.stringify(written));
    }
  });

  test("the special keys of JavaScript stay ordinary", async () => {
    const { body } = await sent("identify_user", { id: "u", attributes: '{"__proto__":"x","constructor":"y"}' });
    assert.deepEqual(Object.entries(body).sort(), [["__proto__", "x"], ["constructor", "y"], ["id", "u"]]);
  });
});

describe("is left alone where text is allowed", () => {
  for (const text of ["5", "true", "null", '["a"]', '{"a":1}', '"a"', "1e400"]) {
    test(text, async () => {
      const traits = { id: text, attributes: { a: text } };
      assert.deepEqual((await sent("identify_user", traits)).body, { id: text, a: text });
      assert.deepEqual((await sent("identify_user", { id: "u", attributes: [{ key: "a", value: text }] })).body, { id: "u", a: text });
      const { body } = await sent("store_response", { id: "u", form_uuid: "f", answers: { a: text, b: [text] }, tags: [text] });
      assert.deepEqual([body.a, body.b, body.tags], [text, [text], [text]]);
      assert.ok((await sent("list_contacts", { search: text })).query.includes(`search=${text}`));
      assert.ok((await sent("list_responses", { contact_data: { a: text } })).query.includes(`contact_data[a]=${text}`));
    });
  }
});

describe("what does not fit stays as it was sent, and is an error that names its place", () => {
  for (const [name, input, path] of [
    ["store_response", { id: "u", form_uuid: "f", answers: { a: 1 }, tags: "a" }, "tags"],
    ["store_response", { id: "u", form_uuid: "f", answers: { a: 1 }, tags: '["a",1]' }, "tags[1]"],
    ["store_response", { id: "u", form_uuid: "f", answers: { a: 1 }, tags: '"[\\"a\\"]"' }, "tags"],
    ["store_response", { id: "u", form_uuid: "f", answers: { a: 1 }, tags: "['a']" }, "tags"],
    ["identify_user", { id: "u", attributes: "5" }, "attributes"],
    ["identify_user", { id: "u", attributes: '[{"key":"a","value":1},{"key":"a","value":2}]' }, "attributes[1].key"],
    ["list_contacts", { page: "two" }, "page"],
    ["list_contacts", { page: "1.5" }, "page"],
    ["list_contacts", { page: "true" }, "page"],
    ["list_contacts", { page: "" }, "page"],
    ["list_responses", { with_attributes: "1" }, "with_attributes"],
    ["list_responses", { with_attributes: "yes" }, "with_attributes"],
    ["list_responses", { include: '"all"' }, "include"],
    ["list_responses", { unknown: '["a"]' }, "unknown"],
    ["track_event", { id: "u", event: null }, "event"],
    ["track_event", "[1]", ""],
    ["track_event", "", ""],
  ]) {
    test(`${name} ${JSON.stringify(input)}`, async () => {
      const fetch = scripted(ok({}));
      await failure(run(new Refiner({ apiKey: KEY, fetch }), name, input), { kind: "input", path, attempts: 0 });
      assert.equal(fetch.calls.length, 0);
    });
  }
});

test("what the caller changes later changes nothing, in later requests of one run either", async () => {
  const input = { contact_data: { plan: "pro" }, form_uuids: ["f"] };
  const items = Array.from({ length: 40 }, (_, index) => ({ uuid: `r-${index}`, filler: "x".repeat(50) }));
  const fetch = async (url, init) => {
    fetch.calls.push({ url, init });
    input.contact_data.plan = "free";
    input.form_uuids[0] = "g";
    const length = Number(new URL(url).searchParams.get("page_length") ?? 40);
    return Response.json(page(items.slice(0, length), { items_count: 40, page_length: length }));
  };
  fetch.calls = [];
  await run(new Refiner({ apiKey: KEY, fetch }), "list_responses", input, { maxResultBytes: 2000 });
  assert.ok(fetch.calls.length > 1);
  for (const { url } of fetch.calls) {
    const { searchParams } = new URL(url);
    assert.deepEqual([searchParams.get("contact_data[plan]"), searchParams.get("form_uuids[]")], ["pro", "f"]);
  }
});
