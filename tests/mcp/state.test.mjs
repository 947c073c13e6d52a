// The signed state of a confirmation, at a clock of its own: valid for two minutes, with one secret, and remembered as used.

import assert from "node:assert/strict";
import { test } from "node:test";
import { confirmationsOf } from "../node_modules/refiner-mcp/server/confirm.js";
import { onceInMemory } from "../node_modules/refiner-mcp/server/once.js";
import { shown } from "../node_modules/refiner-mcp/server/shown.js";

const SECRET = "a-secret-of-the-tests-0123456789abcdef";
const WHAT = { user: "ann", action: "delete_contact", plan: "0".repeat(64) };
const NOW = Date.parse("2026-11-27T12:00:00Z");

test("it is valid for two minutes, and not a millisecond longer", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: NOW });
  const { sign, read } = confirmationsOf(SECRET, undefined);
  const signed = await sign(WHAT);
  t.mock.timers.setTime(NOW + 119_999);
  assert.deepEqual({ ...(await read(signed)), id: "", until: 0 }, { ...WHAT, id: "", until: 0 });
  t.mock.timers.setTime(NOW + 120_000);
  await assert.rejects(read(signed));
});

test("it counts with its own secret alone, and a short one is refused", async () => {
  const signed = await confirmationsOf(SECRET, undefined).sign(WHAT);
  await assert.rejects(confirmationsOf(`${SECRET}x`, undefined).read(signed));
  await assert.rejects(confirmationsOf(SECRET, undefined).read(`${signed}x`));
  assert.throws(() => confirmationsOf("x".repeat(31), undefined), RangeError);
});

test("a use is remembered for as long as the state is valid, in bounded memory", async () => {
  let now = NOW;
  const use = onceInMemory(() => now);
  assert.deepEqual([await use("ann", "1"), await use("ann", "1")], [true, false]);
  now += 120_000;
  assert.equal(await use("ann", "1"), false);
  for (let id = 2; id <= 1000; id++) assert.equal(await use("ann", String(id)), true);
  assert.equal(await use("ann", "1001"), false, "when it is full, nothing counts");
  now += 300_000;
  assert.equal(await use("ann", "1001"), true);
});

test("what a model wrote cannot hide, break the line or turn it around in what a person is shown", () => {
  const url = "https://api.refiner.io/v1/contact?id=a\n\u202eb\u200b\u2028\u{e0041}\u00ad\ufe0f";
  const text = shown({ method: "DELETE", url, headers: {}, body: null });
  assert.doesNotMatch(text, /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
  assert.match(text, /\\u\{202e\}b\\u\{200b\}/);
  assert.ok(shown({ method: "POST", url, headers: {}, body: { long: "x".repeat(10_000) } }).length < 700);
});
