// A body in very many pieces: nothing is kept of a piece that was read, and everything else has its turn meanwhile.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Refiner } from "refiner-wasm";
import { settled } from "../support/failure.mjs";
import { heapUsed } from "../support/memory.mjs";
import { KEY } from "../support/sandbox.mjs";
import { DONE } from "../support/scripted.mjs";

const MANY = 300_000;

test("300,000 chunks of one byte", async (t) => {
  const tail = new TextEncoder().encode(JSON.stringify(DONE));
  const space = new Uint8Array([0x20]);
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  t.after(() => clearInterval(timer));
  let given = 0;
  const heap = [];
  const read = async () => {
    given += 1;
    if (given === 1000 || given === MANY) heap.push(await heapUsed());
    if (given <= MANY) return { done: false, value: space };
    return given === MANY + 1 ? { done: false, value: tail } : { done: true };
  };
  const fetch = async () => /** @type {any} */ ({ status: 200, headers: new Headers(), body: { getReader: () => ({ read, cancel() {} }) } });
  assert.deepEqual(await settled(new Refiner({ apiKey: KEY, fetch }).trackEvent({ id: "u-1", event: "Upgraded" })), DONE);
  // 480 bytes each would be 144 MB.
  assert.ok(heap[1] - heap[0] < 5_000_000, `${heap[1] - heap[0]} bytes are kept`);
  assert.ok(turns > 50, `a timer of 1 ms had ${turns} turns`);
});
