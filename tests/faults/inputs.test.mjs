// Inputs that JSON cannot express, or that the action does not accept, are errors that name the place. Nothing is sent.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import vm from "node:vm";
import { Refiner } from "refiner-wasm";
import { failure, settled } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { ok, page, scripted } from "../support/scripted.mjs";
import { UNSAYABLE } from "../support/unsayable.mjs";

const GOOD = { ...page([]), message: "ok", contact_uuid: "c-1" };

/** A call whose fetch must not be used. */
async function refused(action, input, expected) {
  const fetch = scripted(ok(GOOD));
  const refiner = new Refiner({ apiKey: KEY, fetch });
  const known = { kind: "input", attempts: 0, action, status: undefined, ...expected };
  const error = await failure(refiner.call(action, input), known);
  await failure(refiner.plan(action, input), known);
  assert.equal(fetch.calls.length, 0, "something was sent");
  // Nothing stays borrowed or broken: the next call works.
  assert.equal((await settled(refiner.call("identify_user", { id: "u-1" }))).message, "ok");
  return error;
}

/** The request body for an input of identify_user. */
async function body(input) {
  const fetch = scripted(ok(GOOD));
  await settled(new Refiner({ apiKey: KEY, fetch }).identifyUser(input));
  return fetch.calls[0].init.body;
}

const cycle = {};
cycle.self = cycle;
const getter = (thrown) =>
  Object.defineProperty({}, "x", {
    enumerable: true,
    get() {
      throw thrown;
    },
  });
const boom = () => {
  throw new Error("boom");
};
const revoked = (target) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};

describe("a value that JSON cannot express", () => {
  for (const [name, [make, message]] of Object.entries(UNSAYABLE)) {
    for (const [action, input, path] of [
      ["identify_user", (value) => ({ id: value }), "id"],
      ["identify_user", (value) => ({ id: "u", attributes: { plan: value } }), "attributes.plan"],
      ["identify_user", (value) => ({ id: "u", attributes: { "a b.c": value } }), 'attributes["a b.c"]'],
      ["identify_user", (value) => ({ id: "u", account: { id: "a", attributes: { tier: value } } }), "account.attributes.tier"],
      ["list_responses", (value) => ({ form_uuids: ["a", value] }), "form_uuids[1]"],
      ["list_responses", (value) => ({ response_data: { q: [{ deep: value }] } }), "response_data.q[0].deep"],
    ]) {
      test(`${name} at ${path}`, () => refused(action, input(make()), { path, message }));
    }
  }

  for (const [name, make, message] of [
    ["NaN", () => NaN, /finite/],
    ["text", () => "u-1", /object/],
    ["null", () => null, /object/],
    ["a list", () => [{ id: "u-1" }], /object/],
    ["a Map", () => new Map([["id", "u-1"]]), /Map/],
    ["a function", () => () => {}, /function/],
    ["an instance of a class", () => new (class User { id = "u-1"; })(), /User/],
  ]) {
    test(`${name} as the whole input`, () => refused("identify_user", make(), { path: "", message }));
  }

  test("undefined as the whole input counts as absent", async () => {
    await refused("identify_user", undefined, { message: /needs one of: id, email/ });
  });

  test("undefined in a list, where it has a position", async () => {
    await refused("list_responses", { form_uuids: ["a", undefined] }, { path: "form_uuids[1]", message: /is undefined/ });
    await refused("store_response", { form_uuid: "f", answers: { q: [undefined] } }, { path: "answers.q[0]", message: /is undefined/ });
  });

  test("a Symbol as a key", () => refused("identify_user", { id: "u", attributes: { [Symbol("s")]: 1 } }, { path: "attributes", message: /Symbol/ }));
  test("a lone surrogate as a key", () => refused("identify_user", { id: "u", attributes: { "\ud800": 1 } }, { message: /surrogate/ }));
  test("a cycle", () => refused("identify_user", { id: "u", attributes: { loop: cycle } }, { path: "attributes.loop.self", message: /contains itself/ }));
  test("a list that contains itself", () => {
    const list = [];
    list.push(list);
    return refused("list_responses", { form_uuids: list }, { path: "form_uuids[0]", message: /contains itself/ });
  });
  test("a hole in a list", () => refused("list_responses", { form_uuids: ["a", , "b"] }, { path: "form_uuids[1]" }));
  test("a list of four billion holes", () => refused("list_responses", { form_uuids: Array(2 ** 32 - 1) }, { path: "form_uuids[0]" }));

  test("nesting of 100,000 levels", () => {
    let deep = 1;
    for (let level = 0; level < 100_000; level++) deep = { deep };
    return refused("identify_user", { id: "u", attributes: { deep } }, { message: /nested too deeply/ });
  });

  test("the same object twice, side by side, is not a cycle", async () => {
    const tags = ["a"];
    const fetch = scripted(ok(GOOD));
    await settled(new Refiner({ apiKey: KEY, fetch }).listResponses({ form_uuids: tags, segment_uuids: tags }));
    assert.match(fetch.calls[0].url, /form_uuids%5B%5D=a&segment_uuids%5B%5D=a/);
  });

  test("objects without a prototype, and of another realm, are plain", async () => {
    const bare = Object.assign(Object.create(null), { id: "u", attributes: Object.create(null) });
    assert.equal(await body(bare), '{"id":"u"}');
    assert.equal(await body(vm.runInNewContext('({ id: "u", attributes: { list: 1 } })')), '{"id":"u","list":1}');
  });
});

describe("an input that resists being read", () => {
  for (const [name, make] of [
    ["a getter that throws an error", () => getter(new Error("boom"))],
    ["a getter that throws text", () => getter("boom")],
    ["a proxy that throws at its keys", () => new Proxy({ x: 1 }, { ownKeys: boom })],
    ["a proxy that throws at its values", () => new Proxy({ x: 1 }, { get: boom })],
    ["a proxy that throws at its prototype", () => new Proxy({ x: 1 }, { getPrototypeOf: boom })],
    ["a proxy that throws at its descriptors", () => new Proxy({ x: 1 }, { getOwnPropertyDescriptor: boom })],
    ["a list behind a proxy that throws", () => new Proxy([1], { get: boom })],
    ["a list whose item throws", () => Object.defineProperty([1], 0, { get: boom })],
    ["a prototype that throws", () => Object.create(new Proxy({}, { getPrototypeOf: boom }))],
  ]) {
    test(`${name}, in a trait`, () => refused("identify_user", { id: "u", attributes: { odd: make() } }, { path: /^attributes\.odd/, message: /boom/ }));
    test(`${name}, as the whole input`, () => refused("identify_user", make(), { message: /boom/ }));
  }

  for (const [name, thrown] of [
    ["undefined", undefined],
    ["null", null],
    ["a symbol", Symbol("s")],
    ["a frozen object", Object.freeze({})],
    ["an object that throws again", new Proxy({}, { get: boom })],
  ]) {
    test(`a getter that throws ${name}`, () => refused("identify_user", { id: "u", attributes: getter(thrown) }, { path: "attributes.x" }));
  }

  test("a revoked proxy of an object", () => refused("identify_user", { id: "u", attributes: revoked({}) }, { path: "attributes" }));
  test("a revoked proxy of a list", () => refused("list_responses", { form_uuids: revoked([]) }, { path: "form_uuids" }));

  test("an input that changes while it is read is sent as it was checked", async () => {
    let reads = 0;
    const input = { get id() { return ++reads === 1 ? "u-1" : NaN; } };
    assert.equal(await body(input), '{"id":"u-1"}');
    assert.equal(reads, 1);
  });

  for (const action of [Symbol("s"), Object.create(null), { toString: boom }, undefined, null, 7, {}]) {
    test(`an action that is ${typeof action} ${action === null ? "null" : ""}`, async () => {
      const refiner = new Refiner({ apiKey: KEY, fetch: scripted(ok(GOOD)) });
      await failure(refiner.call(action, {}), { kind: "input", path: "action" });
      await failure(refiner.plan(action, {}), { kind: "input", path: "action" });
    });
  }
});

describe("the action's own parameters", () => {
  for (const [action, input, path, message] of [
    ["track_event", { id: "u" }, "event", /is required/],
    ["track_event", { event: "e" }, "", /needs one of: id, email/],
    ["track_event", { event: "", id: "u" }, "event", /must not be empty/],
    ["track_event", { event: 7, id: "u" }, "event", /text that is not empty, got a number/],
    ["track_event", { event: "e", id: null }, "id", /got null/],
    ["track_event", { evnt: "e", id: "u" }, "evnt", /did you mean event\?/],
    ["track_event", { event: "e", id: "u", plan: "pro" }, "plan", /not a parameter/],
    ["identify_user", { id: "u", account: {} }, "account.id", /is required/],
    ["identify_user", { id: "u", account: { id: "a", tier: 1 } }, "account.tier", /attributes/],
    ["identify_user", { id: "u", plan: "pro" }, "plan", /attributes/],
    ["identify_user", { id: "u", attributes: { email: "x" } }, "attributes.email", /Refiner's own/],
    ["identify_user", { id: "u", attributes: { "": 1 } }, 'attributes[""]', /name/],
    ["identify_user", { id: "u", attributes: { list: [1] } }, "attributes.list", /got a list/],
    ["identify_user", { id: "u", attributes: { map: {} } }, "attributes.map", /got an object/],
    ["identify_user", { id: "u", attributes: [] }, "attributes", /got a list/],
    ["list_responses", { formUuid: "f" }, "formUuid", /did you mean form_uuid\?/],
    ["list_responses", { form_uids: ["f"] }, "form_uids", /did you mean form_uuids\?/],
    ["list_responses", { colour: 1 }, "colour", /the parameters are: form_uuid, /],
    ["list_responses", { form_uuids: [] }, "form_uuids", /at least 1/],
    ["list_responses", { include: "everything" }, "include", /completed, partials, all/],
    ["list_responses", { date_range_start: "yesterday" }, "date_range_start", /not a time/],
    ["list_responses", { date_range_start: "2026-02-30" }, "date_range_start", /not a time/],
    ["list_responses", { with_attributes: "yes" }, "with_attributes", /true or false/],
    ["list_responses", { page_length: 0 }, "page_length", /from 1 to 1000, got 0/],
    ["list_responses", { page_length: 1001 }, "page_length", /from 1 to 1000, got 1001/],
    ["list_responses", { page_length: 1.5 }, "page_length", /got 1.5/],
    ["list_responses", { page_length: "10" }, "page_length", /got text/],
    ["list_responses", { page: 0 }, "page", /whole number/],
    ["list_responses", { page: 2 ** 53 }, "page", /whole number/],
    ["verify_key", { key: 1 }, "key", /takes none/],
  ]) {
    test(`${action} with ${JSON.stringify(input)}`, () => refused(action, input, { path, message }));
  }

  test("invalid options", async () => {
    const refiner = new Refiner({ apiKey: KEY, fetch: scripted(ok(GOOD)) });
    for (const [options, path] of [
      [{ timeout: 5 }, "options.timeout"],
      [null, "options"],
      ["fast", "options"],
    ]) {
      await failure(refiner.verifyKey({}, options), { kind: "input", path, attempts: 0 });
    }
  });

  test("invalid settings", () => {
    for (const options of [{ apikey: KEY }, { baseURL: "https://x.example" }, { fetch: "fetch" }, { onAnomaly: {} }]) {
      assert.throws(() => new Refiner({ apiKey: KEY, ...options }), { name: "RefinerError", kind: "config" });
    }
  });
});

describe("odd, but valid JSON", () => {
  test("__proto__, constructor and toString as traits and filters travel as they are", async () => {
    const attributes = JSON.parse('{"__proto__":"p","constructor":"c","toString":"t","hasOwnProperty":true}');
    assert.equal(await body({ id: "u", attributes }), '{"id":"u","__proto__":"p","constructor":"c","toString":"t","hasOwnProperty":true}');
    const fetch = scripted(ok(GOOD));
    await settled(new Refiner({ apiKey: KEY, fetch }).listResponses({ response_data: attributes }));
    const names = [...new URL(fetch.calls[0].url).searchParams.keys()];
    assert.deepEqual(names.slice(0, 3), ["response_data[__proto__]", "response_data[constructor]", "response_data[toString]"]);
  });

  test("__proto__ as a parameter is unknown and harmless", () => refused("identify_user", JSON.parse('{"id":"u","__proto__":{"email":"x"}}'), { path: "__proto__" }));

  test("numbers travel as JSON writes them", async () => {
    const attributes = { a: -0, b: 1e21, c: 5e-324, d: 0.1, e: 2 ** 53, f: -1.5, g: 1.0, h: Number.MAX_VALUE };
    assert.equal(await body({ id: "u", attributes }), JSON.stringify({ id: "u", ...attributes }));
  });

  test("text travels as JSON writes it", async () => {
    const text = 'quote " back \\ slash / \u0000\u001f\u007f\u2028\u2029 \b\f\n\r\t é 🎉 \ufeff \uffff';
    assert.deepEqual(JSON.parse(await body({ id: "u", attributes: { text } })), { id: "u", text });
  });

  test("a text of 1 MB", async () => {
    const text = "é🎉".repeat(200_000);
    assert.equal(JSON.parse(await body({ id: "u", attributes: { text } })).text, text);
  });

  test("10,000 traits keep their order", async () => {
    const attributes = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`t${index}`, index]));
    assert.equal(await body({ id: "u", attributes }), JSON.stringify({ id: "u", ...attributes }));
  });
});
