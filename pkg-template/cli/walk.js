// @ts-check
// Every item of a list, one JSON object a line.

/**
 * @param {AsyncIterable<any>} pages
 * @param {object} io
 * @param {(text: string) => Promise<void>} io.write
 * @param {NodeJS.WriteStream} io.stderr
 * @param {boolean} io.progress
 */
export async function walk(pages, { write, stderr, progress }) {
  const shown = progress || stderr.isTTY ? meter(stderr) : undefined;
  let count = 0;
  try {
    for await (const { items, pagination } of pages) {
      for (const item of items) await write(`${JSON.stringify(item)}\n`);
      count += items.length;
      shown?.update(count, pagination);
    }
  } finally {
    shown?.end();
  }
  return count;
}

/**
 * One line that changes on a terminal, a line for each page elsewhere.
 *
 * @param {NodeJS.WriteStream} stderr
 */
function meter(stderr) {
  let drawn = false;
  return {
    /** @param {number} count @param {any} pagination */
    update(count, pagination) {
      const total = Number(pagination?.items_count);
      const text = `${count}${total >= count ? ` of ${total}` : ""} items`;
      stderr.write(stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
      drawn = true;
    },
    end() {
      if (drawn && stderr.isTTY) stderr.write("\n");
    },
  };
}
