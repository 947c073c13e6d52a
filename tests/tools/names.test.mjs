// A wrong name: whatever it is near to, nobody who wants to read is shown an action that changes data.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import contract from "refiner-wasm/contract";
import { run, tools } from "refiner-wasm/tools";
import { failure, thrown } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { never } from "../support/scripted.mjs";

const refiner = new Refiner({ apiKey: KEY, fetch: never });
const TOOLS = [...contract.actions, ...contract.operations];
const effectOf = (name) => TOOLS.find((tool) => tool.name === name)?.effect ?? name;

/** What is suggested in place of a name: by a call, by a run, and where tools are chosen. */
async function suggested(name) {
  const { message: called } = await failure(refiner.call(name), { kind: "input", path: "action", attempts: 0 });
  const { message: ran } = await failure(run(refiner, name), { kind: "input", path: "action", attempts: 0 });
  const { message: chosen } = thrown(() => tools({ format: "mcp", only: [name] }), { kind: "config" });
  return [called, ran, chosen].map((message) => /did you mean (\w+)\?/.exec(message)?.[1]);
}

describe("a wish to read suggests no write", () => {
  const READS = ["get", "list", "read", "fetch", "show", "find", "search", "count", "score", "summarise", "view", "see", "check", "state", "stats"];
  const THINGS = ["response", "responses", "contact", "form", "forms", "event", "user", "segment", "tags", "tag_response"];
  const known = TOOLS.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  for (const verb of READS) {
    test(verb, async () => {
      const names = THINGS.flatMap((thing) => [`${verb}_${thing}`, `${verb}${thing[0].toUpperCase()}${thing.slice(1)}`]);
      for (const name of names.filter((name) => !known.includes(name))) {
        for (const near of await suggested(name)) {
          assert.ok(near === undefined || effectOf(near) === "read", `${name}: ${near}`);
        }
      }
    });
  }

  test("nor does the name of an operation, in a call", async () => {
    for (const { name } of contract.operations) {
      const { message } = await failure(refiner.call(name), { kind: "input", path: "action" });
      assert.doesNotMatch(message, /store_response/);
    }
  });
});

test("a misspelt write is still recognized", async () => {
  for (const [wrong, meant] of [
    ["storeRespons", "store_response"],
    ["tag_respones", "tag_response"],
    ["track-evnt", "track_event"],
    ["identfyuser", "identify_user"],
    ["deleteContacts", "delete_contact"],
  ]) {
    const expected = wrong.startsWith("identf") ? ["identify_user"] : [meant];
    assert.deepEqual([...new Set(await suggested(wrong))], expected, wrong);
  }
});

test("a call, a run and a choice of tools suggest the same", async () => {
  for (const { name } of contract.actions) {
    for (let at = 0; at < name.length; at++) {
      const [called, ...others] = await suggested(`${name.slice(0, at)}q${name.slice(at + 1)}`);
      assert.deepEqual(others, [called, called], `${name} at ${at}`);
    }
  }
});
