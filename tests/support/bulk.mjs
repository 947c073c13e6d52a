// Shared by the tests of summaries, exports and syncs.

import { setImmediate as turn } from "node:timers/promises";
import { settled } from "./failure.mjs";

/** Everything that the sandbox has. */
export async function all(list) {
  const items = [];
  for await (const item of list) items.push(item);
  return items;
}

/** A stream's whole text. A byte-order mark stays, which `text()` would drop. */
export async function whole(stream) {
  const chunks = await settled(all(stream));
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
}

/** Waits, in turns of the event loop instead of time, long enough for anything that happens by itself. */
export async function quiet(turns = 50) {
  for (let count = 0; count < turns; count++) await turn();
}
