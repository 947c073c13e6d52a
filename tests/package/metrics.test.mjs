// Every metric of the contract is in the README, and every score is in the demo.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import contract from "refiner-wasm/contract";
import { PACKAGE } from "../support/package-files.mjs";
import { KINDS, kindOf } from "../../www/page/insights/kinds.js";

const { input, output } = contract.operations.find(({ name }) => name === "summarize_responses");
const words = ({ anyOf }) => anyOf.find(({ enum: words }) => words).enum;

test("the README names every metric, and all that responses are grouped by", async () => {
  const readme = await readFile(join(PACKAGE, "README.md"), "utf8");
  const paragraph = readme.split("**Summaries.**")[1].split("**Exports.**")[0];
  const named = [...words(input.properties.metrics.items), ...words(input.properties.group_by).filter((word) => word !== "none")];
  assert.ok(named.length > 10);
  assert.deepEqual(named.filter((word) => !paragraph.includes(`\`${word}\``)), []);
});

test("the demo has a chart for every score, or says that no question is of its type", () => {
  const scores = output.$defs.ScoreReport.properties.metric.examples;
  assert.ok(scores.length > 3);
  assert.deepEqual(Object.keys(KINDS).sort(), [...scores].sort());
  for (const score of scores) {
    const kind = kindOf({ type: score, max: 5 });
    if (KINDS[score]) assert.equal(kind.metric.metric, score);
    else assert.equal(kind, undefined, score);
  }
  for (const type of ["multiple_choice", "toString", undefined, 7]) assert.equal(kindOf({ type }), undefined, String(type));
});
