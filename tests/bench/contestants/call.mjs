// The overhead of one call: the same identify_user for all, with a fetch that answers at once.

import { Refiner } from "refiner-wasm";
import { identifyByHand } from "./by-hand.mjs";
import { settings } from "./ours.mjs";
import { FLAT, INPUT, fetch } from "./user.mjs";

export const call = {
  rounds: 15,
  repeats: 500,
  make() {
    const refiner = new Refiner(settings(fetch));
    return {
      "fetch alone, body read": async () => (await fetch()).json(),
      "written by hand": () => identifyByHand(fetch, FLAT),
      "refiner-wasm": () => refiner.identifyUser(INPUT),
    };
  },
  gist: ({ contact_uuid }) => contact_uuid,
};
