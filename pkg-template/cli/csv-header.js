// @ts-check
// The header of a CSV file that is there already.
import { open } from "node:fs/promises";
import { FileError, withFile } from "./file-error.js";

/** How many bytes are read at once. A header is seldom longer. */
const STEP = 65_536;

/**
 * The columns of a CSV file, and how many bytes its header takes, with the byte-order mark and the end of the line.
 *
 * @param {string} path
 */
export async function headerOf(path) {
  return withFile(path, async () => {
    const handle = await open(path, "r");
    try {
      let read = Buffer.alloc(0);
      for (;;) {
        const { bytesRead, buffer } = await handle.read(Buffer.alloc(STEP), 0, STEP, read.length);
        read = Buffer.concat([read, buffer.subarray(0, bytesRead)]);
        const header = parsed(read.toString("latin1"));
        if (header) return { columns: header.cells.map((cell) => Buffer.from(cell, "latin1").toString()), bytes: header.end };
        if (bytesRead === 0) throw new FileError(`${path} has no header`, "Remove it");
      }
    } finally {
      await handle.close();
    }
  });
}

/** The cells of the first line, and where it ends; undefined if it does not end here. @param {string} text A byte a character. */
function parsed(text) {
  const cell = /"((?:[^"]|"")*)"(,|\r\n)|([^",\r\n]*)(,|\r\n)/y;
  cell.lastIndex = text.startsWith("\u00ef\u00bb\u00bf") ? 3 : 0;
  const cells = [];
  for (let found = cell.exec(text); found; found = cell.exec(text)) {
    const [, quoted, quotedEnd, bare, bareEnd] = found;
    cells.push(quoted?.replaceAll('""', '"') ?? bare);
    if ((quotedEnd ?? bareEnd) === "\r\n") return { cells, end: cell.lastIndex };
  }
  return undefined;
}
