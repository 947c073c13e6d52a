// NPS and a distribution over all pages, from their bytes.

import { Refiner } from "refiner-wasm";
import { fetchOf } from "../data/paging.mjs";
import { settings } from "./ours.mjs";
import { factsOf, METRICS, Tally } from "./tally.mjs";

export const summary = {
  kinds: true,
  rounds: 5,
  repeats: 1,
  make(pages) {
    const fetch = fetchOf(pages);
    const refiner = new Refiner(settings(fetch));
    const decoder = new TextDecoder();
    const everyPage = async (read) => {
      const tally = new Tally();
      for (let index = 0; index < pages.length; index++) tally.add(await read(index));
      return tally.facts();
    };
    return {
      "fetch().json(), a loop": () => everyPage(async (index) => (await fetch(`?page_cursor=after-page-${index}`)).json()),
      "decode, JSON.parse, a loop": () => everyPage((index) => JSON.parse(decoder.decode(pages[index]))),
      "refiner-wasm": async () => factsOf(await refiner.summarizeResponses({}, { metrics: METRICS })),
    };
  },
  gist(facts) {
    if (!facts.promoters || !facts.respondents) throw new Error("there is nothing to count in the pages");
    return facts;
  },
};
