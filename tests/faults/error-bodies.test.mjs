// The body of an error: its text is reported, cut short. Nothing in it can fail the call, or reveal the key.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { failure, settled } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { countedBody, ok, page, scripted, status } from "../support/scripted.mjs";

const GOOD = page([]);

/** Makes a call whose fetch follows the script. */
function play(answers, options = {}) {
  const refiner = new Refiner({ apiKey: KEY, fetch: scripted(...answers), ...options });
  return settled(refiner.call("list_responses"));
}

describe("the body of an error", () => {
  for (const [name, body, detail] of [
    ["HTML", "<html>\n <body>502  Bad Gateway</body></html>", "<html> <body>502 Bad Gateway</body></html>"],
    ["empty", "", undefined],
    ["white space", " \n\t ", undefined],
    ["JSON without words", "[1,2]", "[1,2]"],
    ["error before message", '{"message":"m","error":"e","detail":"d"}', "e"],
    ["nested", '{"error":{"email":["bad"]}}', '{"email":["bad"]}'],
    ["half of a JSON", '{"error":"no', '{"error":"no'],
    ["with a byte-order mark", '\ufeff{"error":"e"}', "e"],
    ["bytes that are no text", new Uint8Array([0xff, 0xfe, 0x00, 0x41]), "\ufffd\ufffd A"],
    ["an escaped text", '{"error":"a\\u00e9\\n\\ud83c\\udf89 b"}', "aé 🎉 b"],
  ]) {
    test(name, async () => {
      const outcome = play([status(422, {}, body)]);
      await failure(outcome, { kind: "rejected", status: 422, detail });
    });
  }

  test("of 10 MB is not read to its end, and its text is cut short", async () => {
    const body = countedBody("x".repeat(1024), { most: 10 * 1024 });
    const outcome = play([status(422, {}, body.stream)]);
    const error = await failure(outcome, { kind: "rejected", status: 422, attempts: 1 });
    assert.ok(error.detail.length <= 301 && error.message.length <= 500, `${error.message.length}`);
    assert.ok(body.chunks <= 32, `${body.chunks} kB were read`);
    assert.ok(body.cancelled, "the rest was not cancelled");
  });

  test("that is cut off does not change the error", async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new TypeError("terminated")) });
    const outcome = play([status(403, {}, body)]);
    await failure(outcome, { kind: "permission", status: 403, attempts: 1 });
  });

  test("that is not read because of a retry is cancelled", async () => {
    const body = countedBody("x", { most: 5, stall: true });
    const outcome = play([status(503, { "retry-after": "0" }, body.stream), ok(GOOD)]);
    await outcome;
    assert.ok(body.cancelled);
  });

  for (const [name, apiKey] of [
    ["a text", KEY],
    ["a function's", () => KEY],
  ]) {
    test(`that echoes the key (${name}) does not show it`, async () => {
      const outcome = play([status(403, {}, `{"error":"${KEY} may not ${KEY}"}`)], { apiKey });
      await failure(outcome, { kind: "permission", detail: "[hidden] may not [hidden]" });
    });
  }
});
