// Loaded by a page: runs benchmark rows in it.

import { play } from "../play.mjs";

/** @param {{ names: string[], quick: boolean }} request */
globalThis.playInPage = async ({ names, quick }) => {
  // Otherwise the clock is too coarse for a single call.
  if (!globalThis.crossOriginIsolated) throw new Error("the page is not isolated");
  return play(names, quick);
};
