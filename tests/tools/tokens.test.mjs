// What the definitions cost a model that reads them in every request, counted by a real tokenizer (o200k).

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { tools } from "refiner-wasm/tools";
import { tokensOf } from "../support/tokens.mjs";

const [MOST_OF_ONE, MOST_TO_READ, MOST_OF_ALL] = [450, 4000, 6000];

for (const format of ["mcp", "openai", "openai-responses", "anthropic"]) {
  describe(format, () => {
    test(`no definition has more than ${MOST_OF_ONE} tokens`, () => {
      for (const tool of tools({ format })) {
        const tokens = tokensOf(tool);
        assert.ok(tokens <= MOST_OF_ONE, `${tool.name ?? tool.function.name}: ${tokens}`);
      }
    });

    test(`the read profile has at most ${MOST_TO_READ}, all tools at most ${MOST_OF_ALL}`, () => {
      const [read, all] = [tokensOf(tools({ format, profile: "read" })), tokensOf(tools({ format }))];
      assert.ok(read <= MOST_TO_READ, String(read));
      assert.ok(all <= MOST_OF_ALL, String(all));
      assert.ok(read < all);
    });
  });
}

test("output schemas are left out, because they take as much again", () => {
  const [without, with_] = [false, true].map((outputSchemas) => tokensOf(tools({ format: "mcp", outputSchemas })));
  assert.ok(with_ > 1.5 * without, `${without}, ${with_}`);
});
