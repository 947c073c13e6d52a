// @ts-check
// How far a walk has got, on standard error.

/**
 * One line that changes on a terminal, a line for each page elsewhere.
 *
 * @param {NodeJS.WriteStream} stderr
 */
export function meter(stderr) {
  let drawn = false;
  return {
    /** @param {number} count @param {number | undefined} total If it is known. */
    update(count, total) {
      const text = `${count}${total !== undefined && total >= count ? ` of ${total}` : ""} items`;
      stderr.write(stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
      drawn = true;
    },
    end() {
      if (drawn && stderr.isTTY) stderr.write("\n");
    },
  };
}
