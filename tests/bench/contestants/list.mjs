// A page of 1,000 responses, as checked plain objects. Ours reads it from a fetch. Contestants that only decode and
// parse skip that, and so do zod and valibot, so their input is no slower than ours.

import { Refiner } from "refiner-wasm";
import { fetchOf, PAGE_LENGTH } from "../data/paging.mjs";
import { settings } from "./ours.mjs";
import { checks } from "./schemas.mjs";

export const list = {
  pages: 1,
  rounds: 15,
  repeats: 6,
  make(pages) {
    const fetch = fetchOf(pages);
    const refiner = new Refiner(settings(fetch));
    const decoder = new TextDecoder();
    const parsed = () => JSON.parse(decoder.decode(pages[0]));
    const checked = Object.entries(checks()).map(([name, check]) => [`decode, JSON.parse, ${name}`, async () => check(parsed())]);
    return {
      "fetch().json()": async () => (await fetch("")).json(),
      "decode, JSON.parse": async () => parsed(),
      ...Object.fromEntries(checked),
      "refiner-wasm": async () => refiner.listResponses({ page_length: PAGE_LENGTH }),
    };
  },
  gist: ({ items, pagination }) => [items.map(sorted), sorted(pagination)],
};

/** A checker may return keys in the order of its schema. */
function sorted(value) {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, sorted(value)]));
}
