// A client behind a Proxy, such as Vue's reactive(), does all that it does without one.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { run } from "refiner-wasm/tools";
import { all, whole } from "../support/bulk.mjs";
import { KEY } from "../support/sandbox.mjs";
import { ok, page, scripted } from "../support/scripted.mjs";

const leaf = ok(page([{ uuid: "r-1", data: { q: 9 } }]));

describe("a client behind a Proxy", () => {
  // As much of Vue's reactive() as matters here: it wraps what it hands out, except functions and what asks not to be wrapped.
  const reactive = (target) =>
    target.__v_skip || !Object.isExtensible(target)
      ? target
      : new Proxy(target, {
          get(target, key, receiver) {
            const value = Reflect.get(target, key, receiver);
            return typeof value === "object" && value !== null ? reactive(value) : value;
          },
        });

  for (const [name, wrap] of [
    ["that does nothing", (client) => new Proxy(client, {})],
    ["such as Vue's reactive()", (client) => reactive({ client }).client],
  ]) {
    test(name, async () => {
      const refiner = new Refiner({ apiKey: KEY, fetch: scripted(leaf) });
      const wrapped = wrap(refiner);
      assert.equal((await wrapped.listResponses({})).items.length, 1);
      assert.equal((await all(wrapped.listResponses({}))).length, 1);
      assert.equal((await wrapped.call("list_responses")).items.length, 1);
      assert.equal((await wrapped.execute("list_responses")).items, 1);
      assert.equal((await wrapped.plan("list_responses")).method, "GET");
      await wrapped.preload();
      assert.equal((await wrapped.summarizeResponses({}, { metrics: ["count"] })).items, 1);
      assert.match(await whole(wrapped.exportResponses({}, { format: "csv" })), /r-1/);
      assert.match(await whole(wrapped.exportContacts({}, { format: "ndjson" })), /r-1/);
      assert.equal((await all(wrapped.syncResponses())).length, 1);
      assert.equal((await run(wrapped, "list_responses")).meta.attempts, 1);
    });
  }
});
