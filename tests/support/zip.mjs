// Reads ZIP archives by their directory, and checks what it says about each entry.

import assert from "node:assert/strict";
import { crc32, inflateRawSync } from "node:zlib";

/**
 * The entries of an archive, in the order of its directory.
 *
 * @param {Uint8Array} bytes
 */
export function unzip(bytes) {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = view.length - 22;
  assert.equal(view.readUInt32LE(end), 0x06054b50, "the end of the directory is not where it must be");
  const entries = [];
  let at = view.readUInt32LE(end + 16);
  for (let count = view.readUInt16LE(end + 10); count > 0; count -= 1) {
    assert.equal(view.readUInt32LE(at), 0x02014b50);
    const [method, crc, packed, size] = [view.readUInt16LE(at + 10), view.readUInt32LE(at + 16), view.readUInt32LE(at + 20), view.readUInt32LE(at + 24)];
    const [nameLength, extraLength] = [view.readUInt16LE(at + 28), view.readUInt16LE(at + 30)];
    const name = view.toString("utf8", at + 46, at + 46 + nameLength);
    const begin = view.readUInt32LE(at + 42);
    const content = begin + 30 + view.readUInt16LE(begin + 26) + view.readUInt16LE(begin + 28);
    const raw = view.subarray(content, content + packed);
    const data = method === 8 ? inflateRawSync(raw) : raw;
    assert.equal(data.length, size, name);
    if (crc32) assert.equal(crc32(data), crc, name);
    // What follows the entry says the same.
    assert.deepEqual([0, 4, 8, 12].map((offset) => view.readUInt32LE(content + packed + offset)), [0x08074b50, crc, packed, size], name);
    entries.push({ name, method, packed, data });
    at += 46 + nameLength + extraLength;
  }
  assert.equal(at, end);
  return entries;
}
