// @ts-check
// The account's surveys, read by way of the tool that lists them: what people wrote in them is marked.
import { run } from "refiner-wasm/tools";

/** @typedef {import("refiner-wasm").Refiner} Refiner */
/** @typedef {import("refiner-wasm/tools").RunOptions} RunOptions */

/** How many surveys a page has, and how many pages are searched for one of them. */
const [PAGE, MOST_PAGES] = [100, 20];

/** @typedef {{ items: { uuid?: string }[] }} Page */

/**
 * The first page of surveys, without their questions.
 *
 * @param {Refiner} refiner
 * @param {RunOptions} options
 */
export async function firstForms(refiner, options) {
  return (await pageOf(refiner, { page_length: PAGE }, options)).data;
}

/**
 * One survey, with its questions; undefined if it is not among the first 2,000. Refiner has no way to ask for one, so its place is
 * found in the list, and the page of one survey at that place is read.
 *
 * @param {Refiner} refiner
 * @param {string} uuid
 * @param {RunOptions} options
 */
export async function formOf(refiner, uuid, options) {
  let before = 0;
  /** @type {import("refiner-wasm/tools").Next | undefined} */
  let next = { page_length: PAGE };
  for (let pages = 0; next && pages < MOST_PAGES; pages++) {
    const page = await pageOf(refiner, { page_length: PAGE, ...next }, options);
    const index = page.data.items.findIndex((form) => form?.uuid === uuid);
    if (index >= 0) {
      const { data } = await pageOf(refiner, { page: before + index + 1, page_length: 1, include_config: true }, options);
      return data.items.find((form) => form?.uuid === uuid);
    }
    before += page.data.items.length;
    next = page.meta.next;
  }
  return undefined;
}

/**
 * @param {Refiner} refiner
 * @param {object} input
 * @param {RunOptions} options
 */
async function pageOf(refiner, input, options) {
  const { data, meta } = await run(refiner, "list_forms", input, options);
  return { data: /** @type {Page} */ (/** @type {unknown} */ (data)), meta };
}
