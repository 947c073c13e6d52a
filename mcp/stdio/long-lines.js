// @ts-check
// Standard input without lines that are too long: the transport would end the server at the first one.
import { Transform } from "node:stream";

const NEWLINE = 0x0a;

/**
 * Passes lines on as they come, and leaves out each that is longer than `most` bytes.
 *
 * @param {number} most
 * @param {() => void} onLeftOut
 */
export function withoutLongLines(most, onLeftOut) {
  /** @type {Buffer[]} The line so far. */
  let parts = [];
  let length = 0;
  let isLong = false;
  return new Transform({
    transform(/** @type {Buffer} */ chunk, _encoding, done) {
      for (let start = 0; start < chunk.length; ) {
        const end = chunk.indexOf(NEWLINE, start);
        const part = chunk.subarray(start, end < 0 ? chunk.length : end + 1);
        length += part.length;
        if (!isLong && length > most) {
          isLong = true;
          parts = [];
          onLeftOut();
        }
        if (!isLong) parts.push(part);
        start += part.length;
        if (end < 0) continue;
        if (!isLong) this.push(Buffer.concat(parts));
        [parts, length, isLong] = [[], 0, false];
      }
      done();
    },
  });
}
