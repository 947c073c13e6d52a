// @ts-check
// Writes a ZIP archive as a stream: entry after entry, and at the end the directory. The sizes of an entry come after it, because they
// are not known before (PKWARE's APPNOTE 6.3.10; numbers of sections are of that).

/** An entry in the directory. @typedef {{ name: Uint8Array, crc: number, packed: number, size: number, at: number }} Entry */

const DEFLATED = 8;

/** The most bytes of a block of DEFLATE that is not compressed. */
const LONGEST_BLOCK = 0xffff;

/** The sizes follow the entry (bit 3), and its name is UTF-8 (bit 11). */
const FLAGS = 0x0808;

/** 1980-01-01, the first day that the format knows: no entry is of any other time. */
const DAY = 0x21;

/** What a field of four bytes says when the number is in a ZIP64 record. */
const IN_ZIP64 = 0xffffffff;

/** One archive. Each entry must be shorter than 4 GiB; the archive may be longer. */
export class Zip {
  /** @type {Entry[]} */
  #entries = [];
  #at;

  /** @param {number} [at] How many bytes stand before the archive. */
  constructor(at = 0) {
    this.#at = at;
  }

  /**
   * The bytes of an entry.
   *
   * @param {string} path
   * @param {AsyncIterable<Uint8Array>} content
   */
  async *entry(path, content) {
    const deflating = deflater();
    const name = new TextEncoder().encode(path);
    const entry = { name, crc: 0, packed: 0, size: 0, at: this.#at };
    // 4.3.7, local file header.
    yield this.#counted(record([0x04034b50, 4], [20, 2], [FLAGS, 2], [DEFLATED, 2], [0, 2], [DAY, 2], [0, 4], [0, 4], [0, 4], [name.length, 2], [0, 2]));
    yield this.#counted(name);
    const measured = measure(content, entry);
    for await (const chunk of deflating ? through(deflating, measured) : unpacked(measured)) {
      entry.packed += chunk.length;
      yield this.#counted(chunk);
    }
    // 4.3.9, data descriptor.
    yield this.#counted(record([0x08074b50, 4], [entry.crc, 4], [entry.packed, 4], [entry.size, 4]));
    this.#entries.push(entry);
  }

  /** The bytes after the last entry. */
  *end() {
    const begin = this.#at;
    for (const { name, crc, packed, size, at } of this.#entries) {
      const isFar = at >= IN_ZIP64;
      // 4.3.12, central directory header; 4.5.3, the ZIP64 field: only what does not fit.
      const far = isFar ? record([1, 2], [8, 2], [at, 8]) : new Uint8Array();
      const version = isFar ? 45 : 20;
      const sizes = [[crc, 4], [packed, 4], [size, 4], [name.length, 2], [far.length, 2]];
      const rest = [[0, 2], [0, 2], [0, 2], [0, 4], [isFar ? IN_ZIP64 : at, 4]];
      yield this.#counted(record([0x02014b50, 4], [version, 2], [version, 2], [FLAGS, 2], [DEFLATED, 2], [0, 2], [DAY, 2], ...sizes, ...rest));
      yield this.#counted(name);
      yield this.#counted(far);
    }
    const count = this.#entries.length;
    const length = this.#at - begin;
    const [shownCount, shownBegin] = [Math.min(count, 0xffff), Math.min(begin, IN_ZIP64)];
    if (shownCount === 0xffff || shownBegin === IN_ZIP64) {
      const at = this.#at;
      // 4.3.14 and 4.3.15, ZIP64 end of central directory record, and its locator.
      yield this.#counted(record([0x06064b50, 4], [44, 8], [45, 2], [45, 2], [0, 4], [0, 4], [count, 8], [count, 8], [length, 8], [begin, 8]));
      yield this.#counted(record([0x07064b50, 4], [0, 4], [at, 8], [1, 4]));
    }
    // 4.3.16, end of central directory record.
    yield record([0x06054b50, 4], [0, 2], [0, 2], [shownCount, 2], [shownCount, 2], [length, 4], [shownBegin, 4], [0, 2]);
  }

  /** @param {Uint8Array} bytes */
  #counted(bytes) {
    this.#at += bytes.length;
    return bytes;
  }
}

/** The host's own deflate; undefined if it has none. */
function deflater() {
  try {
    return new CompressionStream("deflate-raw");
  } catch {
    // Older hosts have no CompressionStream, or one without this format. Their archives are larger, and just as good.
    return undefined;
  }
}

/**
 * DEFLATE without compression (RFC 1951, 3.2.4). Not a stored entry: of one whose size comes after it, some readers cannot find the end.
 *
 * @param {AsyncIterable<Uint8Array>} content
 */
async function* unpacked(content) {
  for await (const chunk of content) {
    for (let at = 0; at < chunk.length; at += LONGEST_BLOCK) {
      const block = chunk.subarray(at, at + LONGEST_BLOCK);
      yield record([0, 1], [block.length, 2], [LONGEST_BLOCK - block.length, 2]);
      yield block;
    }
  }
  // The last block, which is empty.
  yield record([1, 1], [0, 2], [LONGEST_BLOCK, 2]);
}

/**
 * Counts what passes.
 *
 * @param {AsyncIterable<Uint8Array>} content
 * @param {Entry} entry
 */
async function* measure(content, entry) {
  for await (const chunk of content) {
    entry.crc = crc32(chunk, entry.crc);
    entry.size += chunk.length;
    yield chunk;
  }
}

/**
 * What a transformation makes of some chunks. It takes a chunk when it has room.
 *
 * @param {CompressionStream} transformation
 * @param {AsyncGenerator<Uint8Array>} chunks
 */
async function* through({ writable, readable }, chunks) {
  const writer = writable.getWriter();
  const reader = readable.getReader();
  /** @type {{ cause: unknown } | undefined} */
  let failure;
  const feed = async () => {
    try {
      for await (const chunk of chunks) await writer.write(/** @type {BufferSource} */ (chunk));
      await writer.close();
    } catch (cause) {
      failure ??= { cause };
      // Hosts differ in what error the reader then gets.
      await writer.abort(cause).catch(() => {});
    }
  };
  const fed = feed();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      yield value;
    }
    await fed;
  } catch (cause) {
    failure ??= { cause };
  } finally {
    // Whoever leaves early leaves a writer that waits.
    reader.cancel().catch(() => {});
    writer.abort().catch(() => {});
    await fed;
  }
  if (failure) throw failure.cause;
}

/**
 * Numbers, lowest byte first.
 *
 * @param {...number[]} fields Each a number and how many bytes it takes.
 */
function record(...fields) {
  const bytes = [];
  for (let [number, length] of fields) {
    for (; length > 0; length -= 1) {
      bytes.push(number % 256);
      number = Math.floor(number / 256);
    }
  }
  return Uint8Array.from(bytes);
}

/** @type {Uint32Array | undefined} */
let table;

/**
 * The checksum of the bytes so far, and these (CRC-32 of ISO 3309).
 *
 * @param {Uint8Array} bytes
 * @param {number} before
 */
function crc32(bytes, before) {
  table ??= Uint32Array.from({ length: 256 }, (_, crc) => {
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    return crc >>> 0;
  });
  let crc = ~before;
  for (let index = 0; index < bytes.length; index += 1) crc = (crc >>> 8) ^ table[(crc ^ bytes[index]) & 255];
  return ~crc >>> 0;
}
