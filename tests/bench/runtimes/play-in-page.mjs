// Loaded by a page: runs benchmark rows there. It fetches the recorded pages before it measures.

import { play } from "../play.mjs";

const page = async (number) => new Uint8Array(await (await fetch(`/pages/${number}`)).arrayBuffer());

/** @param {{ names: string[], pages: number, quick: boolean }} request */
globalThis.playInPage = async ({ names, pages, quick }) => {
  // Else the clock is too coarse for a call.
  if (!globalThis.crossOriginIsolated) throw new Error("the page is not isolated");
  const recorded = await Promise.all(Array.from({ length: pages }, (_, index) => page(index + 1)));
  return play(names, recorded, quick);
};
