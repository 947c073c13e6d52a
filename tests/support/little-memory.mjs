// A module of the package that may have only so much memory.

import { readFile } from "node:fs/promises";

/** Reads an unsigned LEB128 number: the number, and where it ends. */
function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}

/** Writes an unsigned LEB128 number. */
function written(value) {
  const bytes = [];
  do {
    bytes.push((value % 128) + (value >= 128 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return bytes;
}

/**
 * The bytes of a module, with a maximum for its memory.
 *
 * @param {"refiner_wasm" | "refiner_insight"} name
 * @param {number} megabytes
 */
export async function withMemory(name, megabytes) {
  const bytes = await readFile(new URL(`./wasm/${name}_bg.wasm`, import.meta.resolve("refiner-wasm/package.json")));
  const MEMORY = 5;
  for (let at = 8; at < bytes.length; ) {
    const [length, start] = number(bytes, at + 1);
    if (bytes[at] === MEMORY) {
      const [count, flags] = [bytes[start], bytes[start + 1]];
      if (count !== 1 || flags !== 0) throw new Error(`one memory without a maximum was expected, not ${count} with flags ${flags}`);
      const [least] = number(bytes, start + 2);
      const section = [count, 1, ...written(least), ...written(megabytes * 16)];
      return Buffer.concat([bytes.subarray(0, at + 1), Buffer.from([...written(section.length), ...section]), bytes.subarray(start + length)]);
    }
    at = start + length;
  }
  throw new Error(`${name} has no memory`);
}
