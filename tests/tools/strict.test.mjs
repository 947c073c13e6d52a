// Runs, against the sandbox, what a strict tool lets a model send. In every format, every action sends the same request
// as for the plain input.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import Ajv2020 from "ajv/dist/2020.js";
import { Refiner } from "refiner-wasm";
import contract from "refiner-wasm/contract";
import { run, tools } from "refiner-wasm/tools";
import { failure } from "../support/failure.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { ORDER, samples } from "./samples.mjs";

let sandbox;
let refiner;
let inputs;

before(async () => {
  sandbox = await startSandbox(["--contacts", "30", "--responses", "120"]);
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
  inputs = await samples((what) => refiner.call(`list_${what}`));
});
after(() => sandbox?.stop());
beforeEach(() => sandbox.reset());

const pairs = (object) => Object.entries(object).map(([key, value]) => ({ key, value }));

/** The input as a strict schema requires it: maps as pairs, and null for what is absent where a key is required. */
function fill(schema, value) {
  const branch = schema.anyOf?.find(({ type }) => type === "object") ?? schema;
  if (branch.properties && typeof value === "object" && value !== null) {
    const keys = Object.keys(branch.properties).filter((key) => key in value || branch.required.includes(key));
    return Object.fromEntries(keys.map((key) => [key, fill(branch.properties[key], value[key])]));
  }
  if (value === undefined) return null;
  return typeof value === "object" && value !== null && !Array.isArray(value) ? pairs(value) : value;
}

const SCHEMA = {
  openai: ([tool]) => tool.function.parameters,
  "openai-responses": ([tool]) => tool.parameters,
  anthropic: ([tool]) => tool.input_schema,
};

/** The received requests, without what differs by chance. */
async function received() {
  const requests = await sandbox.requests();
  return requests.map(({ method, path, query, body }) => ({ method, path, query: sorted(query), body: body ? JSON.parse(body) : null }));
}

/** The parameters of a query, in any order. */
const sorted = (query) => [...new URLSearchParams(query ?? "")].map(String).sort();

for (const format of Object.keys(SCHEMA)) {
  test(`${format}: every action, in the shape of its strict tool`, async () => {
    assert.deepEqual([...ORDER].sort(), contract.actions.map(({ name }) => name).sort());
    for (const name of ORDER) {
      await sandbox.clear();
      const schema = SCHEMA[format](tools({ format, strict: true, only: [name] }));
      const sent = fill(schema, inputs[name]);
      const check = new Ajv2020({ strict: false }).compile(schema);
      assert.ok(check(sent), `${name} does not take ${JSON.stringify(sent)}: ${JSON.stringify(check.errors)}`);
      if (format !== "anthropic") assert.deepEqual(Object.keys(sent), Object.keys(schema.properties), name);

      const { data, meta } = await run(refiner, name, sent, { confirm: true });
      assert.equal(typeof data, "object");
      assert.equal(meta.action, name);
      const [request, ...more] = await received();
      assert.equal(more.length, 0);
      const { method, url, body } = await refiner.plan(name, inputs[name]);
      const { pathname, search } = new URL(url);
      const planned = { method, path: pathname, query: sorted(search), body };
      assert.deepEqual(request, planned, name);
    }
  });
}

describe("null", () => {
  const seen = async () => (await received()).at(-1);

  test("counts as absent where a parameter is optional, at every depth", async () => {
    await run(refiner, "identify_user", { id: "n-1", email: null, attributes: null, account: { id: "a", attributes: null } });
    assert.deepEqual((await seen()).body, { id: "n-1", account: { id: "a" } });
  });

  test("is a value inside free keys, in both shapes", async () => {
    await run(refiner, "identify_user", { id: "n-2", attributes: { plan: null } });
    assert.deepEqual((await seen()).body, { id: "n-2", plan: null });
    await run(refiner, "identify_user", { id: "n-2", attributes: [{ key: "plan", value: null }] });
    assert.deepEqual((await seen()).body, { id: "n-2", plan: null });
  });

  test("is still wrong for a required parameter, and for an unknown one", async () => {
    await failure(run(refiner, "track_event", { id: "n", event: null }), { kind: "input", path: "event" });
    await failure(run(refiner, "track_event", { id: "n", event: "x", evnt: null }), { kind: "input", path: "evnt", message: /did you mean event/ });
  });

  test("as the whole input counts as absent", async () => {
    assert.equal((await run(refiner, "verify_key", null)).data.untrusted_text.message, "Authentication successful");
  });
});

describe("pairs", () => {
  test("no pairs are an empty object", async () => {
    await run(refiner, "identify_user", { id: "p-1", attributes: [] });
    assert.deepEqual((await received()).at(-1).body, { id: "p-1" });
  });

  test("a key that is special in JavaScript is an ordinary key", async () => {
    for (const attributes of [[{ key: "__proto__", value: "x" }], JSON.parse('{"__proto__":"x"}')]) {
      await run(refiner, "identify_user", { id: "p-2", attributes });
      const { body } = (await received()).at(-1);
      assert.deepEqual(Object.entries(body).sort(), [["__proto__", "x"], ["id", "p-2"]]);
    }
    assert.equal({}.x, undefined);
  });

  for (const [what, attributes, path, message] of [
    ["a key twice", [{ key: "a", value: 1 }, { key: "a", value: 2 }], "attributes[1].key", /twice/],
    ["a pair without value", [{ key: "a" }], "attributes[0]", /must be a pair/],
    ["a pair with more", [{ key: "a", value: 1, note: 2 }], "attributes[0]", /must be a pair/],
    ["something else", ["a"], "attributes[0]", /must be a pair/],
    ["a key that is no text", [{ key: 1, value: 1 }], "attributes[0].key", /must be text/],
    ["a value that is no scalar", [{ key: "a", value: { b: 1 } }], "attributes.a", /must be/],
    ["a name of Refiner's own", [{ key: "email", value: "x" }], "attributes.email", /one of Refiner's own parameters/],
  ]) {
    test(`${what} is an input error, and nothing is sent`, async () => {
      await sandbox.clear();
      await failure(run(refiner, "identify_user", { id: "p", attributes }), { kind: "input", path, message, attempts: 0 });
      assert.deepEqual(await sandbox.requests(), []);
    });
  }
});
