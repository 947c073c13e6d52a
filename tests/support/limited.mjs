// A WebAssembly module whose memory may not grow beyond a limit, as on a host that gives no more.

const MEMORY_SECTION = 5;
export const PAGE = 65_536;

/**
 * The same module with a maximum in its memory section.
 *
 * @param {Uint8Array} module
 * @param {number} pages Of 64 KiB, its first ones included.
 * @returns {Uint8Array}
 */
export function limited(module, pages) {
  let at = 8;
  while (at < module.length) {
    const [length, body] = number(module, at + 1);
    if (module[at] !== MEMORY_SECTION) {
      at = body + length;
      continue;
    }
    const [count, flagsAt] = number(module, body);
    const [least, end] = number(module, flagsAt + 1);
    if (count !== 1 || module[flagsAt] !== 0) throw new Error("one memory without a maximum was expected");
    if (least > pages) throw new Error(`the module needs ${least} pages to begin with`);
    const section = [1, 1, ...leb(least), ...leb(pages)];
    return Uint8Array.from([...module.subarray(0, at), MEMORY_SECTION, ...leb(section.length), ...section, ...module.subarray(end)]);
  }
  throw new Error("the module has no memory of its own");
}

/** An unsigned LEB128 number, and where it ends. @param {Uint8Array} bytes @param {number} at */
function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [value, at];
  }
}

/** @param {number} value */
function leb(value) {
  const bytes = [];
  for (; value > 0x7f; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value];
}
