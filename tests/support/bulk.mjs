// Shared by the tests of summaries, exports and syncs.

import { setImmediate as turn } from "node:timers/promises";
import { settled } from "./failure.mjs";

/** Everything there is. */
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

/** Long enough for whatever would happen by itself, in turns of the event loop and not in time. */
export async function quiet(turns = 50) {
  for (let count = 0; count < turns; count++) await turn();
}
