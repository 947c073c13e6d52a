// Makes a list of any length from recorded pages: the items stay unchanged, the pagination is rewritten.

const encoder = new TextEncoder();
const MARK = encoder.encode(',"pagination":{');
/** No pagination is longer than this. */
export const LONGEST_TAIL = 1_000;

export const PAGE_LENGTH = 1_000;

/** The page without its pagination, which the sandbox writes last. */
export function withoutPagination(page) {
  const start = Math.max(0, page.length - LONGEST_TAIL);
  for (let at = page.length - MARK.length; at >= start; at--) {
    if (MARK.every((byte, index) => page[at + index] === byte)) return page.subarray(0, at);
  }
  throw new Error("a recorded page does not end with its pagination");
}

/** The pagination of page `number` (from 1) in a list of `last` pages, as it follows the items. */
export function pagination(number, last) {
  const fields = {
    current_page: number,
    items_count: last * PAGE_LENGTH,
    last_page: last,
    next_page_cursor: number < last ? `after-page-${number}` : null,
    page_length: PAGE_LENGTH,
  };
  return encoder.encode(`,"pagination":${JSON.stringify(fields)}}`);
}

/** The page number (from 1) that a request asks for. */
export function asked(url) {
  const cursor = /[?&]page_cursor=after-page-(\d+)/.exec(url);
  return cursor ? Number(cursor[1]) + 1 : 1;
}

/** A list made of the recorded pages. */
export function listOf(recorded) {
  return recorded.map((page, index) => {
    const [items, tail] = [withoutPagination(page), pagination(index + 1, recorded.length)];
    const whole = new Uint8Array(items.length + tail.length);
    whole.set(items);
    whole.set(tail, items.length);
    return whole;
  });
}

/** A fetch that answers at once from memory. The body is one chunk, handed over without a copy. */
export function fetchOf(list) {
  return async (url) => {
    const page = list[asked(String(url)) - 1];
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(page);
        controller.close();
      },
    });
    return new Response(body, { headers: { "content-type": "application/json" } });
  };
}
