// The memory of the modules, and their tables of borrowed JavaScript values. Recording starts before the modules load.

import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** @type {WebAssembly.Exports[]} */
const loaded = [];
const { instantiate } = WebAssembly;
WebAssembly.instantiate = /** @type {any} */ (
  async (...input) => {
    const result = await /** @type {any} */ (instantiate)(...input);
    const { exports } = result.instance ?? result;
    // Node's fetch has a module of its own, which it loads at any time.
    if (Object.keys(exports).some((name) => name.startsWith("__wbindgen"))) loaded.push(exports);
    return result;
  }
);

/** Bytes of linear memory and table entries of the last core that was loaded. */
export function coreSize() {
  const core = loaded.at(-1);
  if (!core) throw new Error("no core was loaded");
  return sizeOf(core);
}

/** The same for every loaded module, in the order of loading. */
export const totalSize = () => loaded.map(sizeOf);

/** @param {WebAssembly.Exports} core */
function sizeOf(core) {
  const parts = Object.values(core);
  const sum = (kind, size) => parts.filter((part) => part instanceof kind).reduce((total, part) => total + size(part), 0);
  return {
    bytes: sum(WebAssembly.Memory, (memory) => memory.buffer.byteLength),
    entries: sum(WebAssembly.Table, (table) => table.length),
  };
}

/** How often a core was loaded. */
export const loads = () => loaded.length;

/** Waits until unreferenced objects are collected, and whatever their finalizers release as well. */
export async function collected() {
  for (let round = 0; round < 3; round++) {
    await turn();
    collect();
  }
}

/** Bytes of the JavaScript heap in use. */
export async function heapUsed() {
  await collected();
  return process.memoryUsage().heapUsed;
}
