// A program: prints what importing the package, creating a client and the first calls do to the host.
//
//   node imports.mjs SPECIFIER

import fs from "node:fs";
import fsPromises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

const counts = { read: 0, fetched: 0, wasm: 0, compiled: 0, timers: 0 };

const wasm = new URL(import.meta.resolve("refiner-wasm/refiner_wasm_bg.wasm"));
const { size } = fs.statSync(wasm);

// Node itself reads modules in the same ways, and its fetch has a wasm of its own.
const OURS = {
  read: ([file]) => !/\.(m?js|cjs|json)$/.test(String(file)),
  wasm: ([source]) =>
    source instanceof WebAssembly.Module
      ? WebAssembly.Module.exports(source).some(({ name }) => name === "plan")
      : source?.byteLength === size || source instanceof Response,
};

OURS.compiled = OURS.wasm;

const count = (owner, name, counter) => {
  const original = owner[name];
  if (typeof original !== "function") return;
  owner[name] = function (...input) {
    if (OURS[counter]?.(input) ?? true) counts[counter]++;
    return Reflect.apply(original, this, input);
  };
};
for (const name of ["readFile", "open"]) count(fsPromises, name, "read");
for (const name of ["readFile", "readFileSync", "openSync", "createReadStream"]) count(fs, name, "read");
syncBuiltinESMExports();
// Node's fetch loads its own wasm at its first use.
await (await fetch("data:,")).text();
count(globalThis, "fetch", "fetched");
count(globalThis, "setTimeout", "timers");
count(globalThis, "setInterval", "timers");
for (const name of ["instantiate", "instantiateStreaming"]) count(WebAssembly, name, "wasm");
for (const name of ["compile", "compileStreaming"]) count(WebAssembly, name, "compiled");

const before = Object.keys(globalThis);
const { Refiner, setModule } = await import(process.argv[2]);
const imported = { ...counts };
const globals = Object.keys(globalThis).filter((name) => !before.includes(name));

setModule?.(() => fsPromises.readFile(wasm));
const clients = Array.from({ length: 10 }, () => new Refiner({ apiKey: "any-key" }));
const made = { ...counts };

const plans = await Promise.all(Array.from({ length: 100 }, (_, index) => clients[index % 10].plan("verify_key")));
const called = { ...counts };
await clients[0].plan("verify_key");

console.log(JSON.stringify({ imported, globals, made, called, later: counts, url: plans[99].url }));
