// Pages of 1,000 responses, as checked plain objects. Ours reads them from a fetch. Contestants that only decode and parse skip that,
// and so do the checkers, so their input is no slower than ours.

import { Refiner } from "refiner-wasm";
import { fetchOf, PAGE_LENGTH } from "../data/paging.mjs";
import { jsonSchemaChecks } from "./json-schema.mjs";
import { settings } from "./ours.mjs";
import { checks } from "./schemas.mjs";

/** How many responses of each page are compared before the timing. */
const COMPARED = 50;

export const list = {
  kinds: true,
  rounds: 5,
  repeats: 1,
  make(pages) {
    const fetch = fetchOf(pages);
    const refiner = new Refiner(settings(fetch));
    const decoder = new TextDecoder();
    const cursor = (index) => `after-page-${index}`;
    const parsed = (index) => JSON.parse(decoder.decode(pages[index]));
    const everyPage = (read) => async () => {
      const all = [];
      for (let index = 0; index < pages.length; index++) all.push(await read(index));
      return all;
    };
    const checked = Object.entries({ ...checks(), ...jsonSchemaChecks() }).map(([name, check]) => [`decode, JSON.parse, ${name}`, everyPage((index) => check(parsed(index)))]);
    return {
      "fetch().json()": everyPage(async (index) => (await fetch(`?page_cursor=${cursor(index)}`)).json()),
      "decode, JSON.parse": everyPage(parsed),
      ...Object.fromEntries(checked),
      "refiner-wasm": everyPage((index) => refiner.listResponses({ page_length: PAGE_LENGTH, page_cursor: cursor(index) })),
    };
  },
  gist: (all) => all.map(({ items, pagination }) => [items.length, items.slice(0, COMPARED).map(sorted), sorted(pagination)]),
};

/** A checker may return keys in the order of its schema. */
function sorted(value) {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, sorted(value)]));
}
