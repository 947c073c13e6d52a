// An archive of more than 4 GiB: its entries are where its directory says, in ZIP64 records. Written behind a hole, which takes no room on the disk.

import assert from "node:assert/strict";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { inflateRawSync } from "node:zlib";

const { Zip } = await import(new URL("./internal/zip.js", import.meta.resolve("refiner-wasm/package.json")));

const HOLE = 2 ** 32 + 100;
const CONTENT = "world".repeat(1000);

async function* bytesOf(text) {
  yield new TextEncoder().encode(text);
}

test("an entry behind 4 GiB is found by its directory", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "refiner-zip-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = await open(join(folder, "far.zip"), "w+");
  t.after(() => file.close());
  const zip = new Zip(HOLE);
  let at = HOLE;
  const write = async (bytes) => {
    if (bytes.length > 0) at += (await file.write(bytes, 0, bytes.length, at)).bytesWritten;
  };
  for (const name of ["a.txt", "b.txt"]) for await (const bytes of zip.entry(name, bytesOf(CONTENT))) await write(bytes);
  for (const bytes of zip.end()) await write(bytes);

  const read = async (from, length) => (await file.read(Buffer.alloc(length), 0, length, Number(from))).buffer;
  // End record, the locator before it, and the ZIP64 end record that it names.
  const end = await read(at - 22, 22);
  assert.deepEqual([end.readUInt32LE(0), end.readUInt32LE(16)], [0x06054b50, 0xffffffff]);
  const locator = await read(at - 42, 20);
  assert.equal(locator.readUInt32LE(0), 0x07064b50);
  const far = await read(locator.readBigUInt64LE(8), 56);
  assert.deepEqual([far.readUInt32LE(0), far.readBigUInt64LE(32)], [0x06064b50, 2n]);
  let directory = far.readBigUInt64LE(48);
  for (const name of ["a.txt", "b.txt"]) {
    const header = await read(directory, 46);
    assert.deepEqual([header.readUInt32LE(0), header.readUInt32LE(42), header.readUInt16LE(30)], [0x02014b50, 0xffffffff, 12]);
    const extra = await read(directory + 46n + 5n, 12);
    assert.deepEqual([extra.readUInt16LE(0), extra.readUInt16LE(2)], [1, 8]);
    const begin = extra.readBigUInt64LE(4);
    assert.ok(begin >= BigInt(HOLE));
    const local = await read(begin, 35);
    assert.deepEqual([local.readUInt32LE(0), local.toString("utf8", 30)], [0x04034b50, name]);
    const packed = await read(begin + 35n, header.readUInt32LE(20));
    assert.equal(inflateRawSync(packed).toString(), CONTENT);
    directory += 46n + 5n + 12n;
  }
});
