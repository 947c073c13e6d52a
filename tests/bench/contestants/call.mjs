// The overhead of one call: the same POST of identify_user for all, each with its own defaults, with a fetch that answers at once.

import { Refiner } from "refiner-wasm";
import { identifyByHand } from "./by-hand.mjs";
import { settings } from "./ours.mjs";
import { PEERS } from "./peers.mjs";
import { identifyDutifully } from "./same-duties.mjs";
import { FLAT, INPUT, fetch } from "./user.mjs";

/**
 * A call of each contestant that uses this fetch.
 *
 * @param {any} fetch
 * @returns {Record<string, () => Promise<any>>}
 */
export function callsOf(fetch) {
  const refiner = new Refiner(settings(fetch));
  const peers = Object.entries(PEERS).map(([name, make]) => {
    const identify = make(fetch);
    return [name, () => identify(FLAT)];
  });
  return {
    ...Object.fromEntries(peers),
    "written by hand": () => identifyByHand(fetch, FLAT),
    "by hand, with the same duties": () => identifyDutifully(fetch, FLAT),
    "refiner-wasm": () => refiner.identifyUser(INPUT),
  };
}

export const call = {
  rounds: 21,
  repeats: 2_000,
  make: () => callsOf(fetch),
  gist: ({ contact_uuid }) => contact_uuid,
};
