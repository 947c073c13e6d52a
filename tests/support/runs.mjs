// Runs of a sync against a list that the test controls.

import assert from "node:assert/strict";
import { Refiner } from "refiner-wasm";
import { all } from "./bulk.mjs";
import { NOON, partial } from "./ledger.mjs";
import { KEY } from "./sandbox.mjs";

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export const uuids = (responses) => responses.map(({ uuid }) => uuid);

/** A complete run: the responses, and the checkpoint. */
export async function run(refiner, options = {}) {
  const sync = refiner.syncResponses(options);
  const given = await all(sync);
  assert.equal(typeof sync.checkpoint, "string");
  return { given, checkpoint: sync.checkpoint };
}

/** This many responses, a minute apart, the last one at noon. */
export const many = (count) => Array.from({ length: count }, (_, index) => partial(`r-${index}`, NOON - (count - 1 - index) * MINUTE));

export const client = (book) => new Refiner({ apiKey: KEY, fetch: book.fetch });
