// A program: imports the package, makes calls, then summarises and exports; prints the files it read after each step.
//
//   node insight-imports.mjs

import fs from "node:fs";
import fsPromises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

const read = [];
const note = (file) => {
  const name = /[^/\\]+\.wasm$/.exec(String(file))?.[0];
  if (name) read.push(name);
};
for (const owner of [fs, fsPromises]) {
  for (const name of ["readFile", "readFileSync", "open", "openSync", "createReadStream"]) {
    const original = owner[name];
    if (typeof original !== "function") continue;
    owner[name] = function (...input) {
      note(input[0]);
      return Reflect.apply(original, this, input);
    };
  }
}
syncBuiltinESMExports();

// Node's fetch has a wasm of its own.
const ours = ["refiner_wasm_bg.wasm", "refiner_insight_bg.wasm"].map((name) => {
  const wasm = new URL(`./wasm/${name}`, import.meta.resolve("refiner-wasm/package.json"));
  return fs.statSync(wasm).size;
});

let modules = 0;
for (const name of ["compile", "instantiate"]) {
  const original = WebAssembly[name];
  WebAssembly[name] = function (source, ...rest) {
    if (ours.includes(source.byteLength)) modules++;
    return Reflect.apply(original, this, [source, ...rest]);
  };
}

const body = { items: [], pagination: { items_count: 0, current_page: 1, last_page: 1, next_page_cursor: null } };
const fetch = async () => Response.json(body);
const after = {};
const now = (name) => (after[name] = { read: [...read], modules });

const { Refiner } = await import("refiner-wasm");
const refiner = new Refiner({ apiKey: "any-key", fetch });
now("imported");
await refiner.listResponses();
for await (const _ of refiner.listContacts());
await refiner.plan("verify_key");
now("called");
for await (const _ of refiner.syncResponses());
now("synced");
const file = refiner.exportResponses({}, { format: "csv" });
now("asked");
await new Response(file).text();
now("exported");
await Promise.all(Array.from({ length: 10 }, () => refiner.summarizeResponses({}, { metrics: ["count"] })));
await new Response(new Refiner({ apiKey: "other", fetch }).exportContacts({}, { format: "json" })).text();
now("again");
console.log(JSON.stringify(after));
