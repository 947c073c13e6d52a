// Rules for every action: each parameter refuses what JSON cannot express, an unknown parameter gets the nearest name, aliases work
// everywhere, and a refused key is requested once more.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import all, { contract } from "refiner-wasm/contract";
import { failure, settled } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { ok, page, scripted, status } from "../support/scripted.mjs";
import { UNSAYABLE } from "../support/unsayable.mjs";

test("the actions are those of the golden contract", async () => {
  const golden = JSON.parse(await readFile(new URL("../golden/contract.json", import.meta.url), "utf8"));
  assert.deepEqual(all.actions.map(({ name }) => name), golden.actions.map(({ name }) => name));
});

/** An input with everything that the action requires. */
function good({ input }) {
  const required = [...(input.required ?? []), ...(input.anyOf?.[0].required ?? [])];
  return Object.fromEntries(required.map((name) => [name, sample(input.properties[name])]));
}

function sample(schema) {
  if (schema.enum) return schema.enum[0];
  if (schema.type === "array") return [sample(schema.items)];
  return schema.type === "boolean" ? true : "x";
}

/** The places of an input that hold a value: each parameter, and the inside of lists and objects. */
function places({ input }) {
  return Object.entries(input.properties).flatMap(([name, schema]) => {
    const here = [[name, (value) => ({ [name]: value })]];
    if (schema.type === "array") here.push([`${name}[0]`, (value) => ({ [name]: [value] })]);
    if (schema.type === "object" && schema.additionalProperties) here.push([`${name}.free`, (value) => ({ [name]: { free: value } })]);
    if (schema.$ref) here.push([`${name}.id`, (value) => ({ [name]: { id: value } })]);
    return here;
  });
}

for (const action of all.actions) {
  describe(action.name, () => {
    for (const [name, [make, message]] of Object.entries(UNSAYABLE)) {
      test(`refuses ${name} in each place`, async () => {
        const fetch = scripted(ok({}));
        const refiner = new Refiner({ apiKey: KEY, fetch });
        for (const [path, put] of places(action)) {
          const expected = { kind: "input", action: action.name, path, message };
          await failure(refiner[action.method]({ ...good(action), ...put(make()) }), expected);
        }
        await failure(refiner[action.method]({ ...good(action), unheard_of: make() }), { kind: "input", message });
        assert.equal(fetch.calls.length, 0, "something was sent");
      });
    }

    test("suggests the nearest name for each misspelt parameter", async () => {
      const refiner = new Refiner({ apiKey: KEY, fetch: scripted(ok({})) });
      for (const name of Object.keys(action.input.properties).filter((name) => name.length > 4)) {
        const wrong = name.toUpperCase();
        const message = new RegExp(`did you mean ${name}\\?`);
        await failure(refiner.call(action.name, { ...good(action), [wrong]: 1 }), { kind: "input", path: wrong, message });
      }
      await failure(refiner.call(action.name, { ...good(action), qqqqqqqq: 1 }), { kind: "input", path: "qqqqqqqq" });
    });

    test("is known by its aliases to call, plan and contract", async () => {
      for (const name of [action.name, ...action.aliases]) {
        const fetch = scripted(ok(page([])));
        const refiner = new Refiner({ apiKey: KEY, fetch });
        await settled(refiner.call(name, good(action)));
        const plan = await refiner.plan(name, good(action));
        assert.equal(plan.method, action.http.method);
        assert.equal(fetch.calls[0].url, plan.url);
        assert.equal(contract(name), action);
      }
    });

    test("requests a new key once when one was refused", async () => {
      for (const refusal of [status(401), status(404, {}, JSON.stringify({ message: "API key not valid or does not exist" }))]) {
        const fetch = scripted(refusal, ok(page([])));
        const asked = [];
        const apiKey = ({ refused }) => (asked.push(refused), refused ? "key-two" : "key-one");
        await settled(new Refiner({ apiKey, fetch }).call(action.name, good(action)));
        assert.deepEqual(asked, [false, true]);
        assert.deepEqual(fetch.calls.map(({ init }) => init.headers.Authorization), ["Bearer key-one", "Bearer key-two"]);
      }
    });
  });
}

test("contract() of an unknown action says so", () => {
  assert.throws(() => contract("nothing"), { name: "RefinerError", kind: "input", path: "action" });
});
