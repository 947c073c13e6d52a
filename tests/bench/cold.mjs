// A client's first call, from import to answer, written the same for every runtime. Runs once per process or page.

import { settings } from "./contestants/ours.mjs";
import { FLAT, INPUT, fetch } from "./contestants/user.mjs";

export const CLIENTS = ["written by hand", "refiner-wasm"];

/** @param {string} client */
export async function cold(client) {
  // Some runtimes load their own fetch at its first use. That time is not the client's.
  await (await fetch()).json();
  const start = performance.now();
  if (client === "refiner-wasm") {
    const { Refiner } = await import("refiner-wasm");
    await new Refiner(settings(fetch)).identifyUser(INPUT);
  } else {
    const { identifyByHand } = await import("./contestants/by-hand.mjs");
    await identifyByHand(fetch, FLAT);
  }
  return performance.now() - start;
}
