// What the core holds: its memory and its table of borrowed JavaScript values, seen when it is loaded.

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
    loaded.push((result.instance ?? result).exports);
    return result;
  }
);

/** Bytes of linear memory and entries of the tables of the last core that was loaded. */
export function coreSize() {
  const core = loaded.at(-1);
  if (!core) throw new Error("no core was loaded");
  const parts = Object.values(core);
  const sum = (kind, size) => parts.filter((part) => part instanceof kind).reduce((total, part) => total + size(part), 0);
  return {
    bytes: sum(WebAssembly.Memory, (memory) => memory.buffer.byteLength),
    entries: sum(WebAssembly.Table, (table) => table.length),
  };
}

/** How often a core was loaded. */
export const loads = () => loaded.length;

/** Bytes of the JavaScript heap that are in use. */
export async function heapUsed() {
  // What finalizers let go of is free only after another round.
  for (let round = 0; round < 3; round++) {
    await turn();
    collect();
  }
  return process.memoryUsage().heapUsed;
}
