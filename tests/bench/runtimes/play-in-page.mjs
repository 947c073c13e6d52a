// Loaded by a page: runs benchmark rows in it, after fetching the recorded pages.

import { play } from "../play.mjs";

const page = async (number) => new Uint8Array(await (await fetch(`/pages/${number}`)).arrayBuffer());

/** @param {{ names: string[], pages: number, quick: boolean }} request */
globalThis.playInPage = async ({ names, pages, quick }) => {
  // Otherwise the clock is too coarse for a single call.
  if (!globalThis.crossOriginIsolated) throw new Error("the page is not isolated");
  const recorded = await Promise.all(Array.from({ length: pages }, (_, index) => page(index + 1)));
  return play(names, recorded, quick);
};
