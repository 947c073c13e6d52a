// The figures in the README are those that its own code gives on the sandbox's seed.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all } from "../support/bulk.mjs";
import { PACKAGE } from "../support/package-files.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";

const AsyncFunction = /** @type {any} */ (Object.getPrototypeOf(async () => {}).constructor);
let sandbox, refiner, form_uuid;

before(async () => {
  sandbox = await startSandbox();
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
  form_uuid = (await all(refiner.listForms())).find(({ name }) => name === "Quarterly NPS").uuid;
});
after(() => sandbox.stop());

/** A value as the README shows it: with two decimals at most. */
const shown = (value) => (Array.isArray(value) ? value.map(shown) : typeof value === "number" ? Math.round(value * 100) / 100 : value);

test("every figure that the README prints is what its code returns", async () => {
  const readme = await readFile(join(PACKAGE, "README.md"), "utf8");
  const printed = [...readme.matchAll(/^(report\.[^;\n]+);? \/\/ (\{.*\})$/gm)];
  assert.ok(printed.length >= 1, "the README prints no figures");
  const [example] = /^const report = .*$/m.exec(readme) ?? assert.fail("the README has no summary");
  for (const [, expression, object] of printed) {
    const given = await new AsyncFunction("refiner", "form_uuid", `${example}\nreturn ${expression};`)(refiner, form_uuid);
    const claimed = new Function(`return ${object.replace(/, …/g, "")};`)();
    assert.ok(Object.keys(claimed).length > 3);
    for (const [name, value] of Object.entries(claimed)) assert.deepEqual(shown(given[name]), value, `${expression}.${name}`);
  }
});
