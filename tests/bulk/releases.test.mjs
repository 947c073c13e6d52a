// Exports and summaries that end early leave nothing behind. `memory.mjs` watches the memory of the modules.

import { collected, heapUsed, totalSize } from "../support/memory.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { quiet, whole } from "../support/bulk.mjs";
import { failure, settled } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { never, status } from "../support/scripted.mjs";
import { countingController, noTimersBeyond, timers } from "../support/signal.mjs";
import { unhandledRejections } from "../support/unhandled.mjs";
import { leaf, list, names } from "../support/walks.mjs";

// For this page an export keeps a column per question, and a summary each choice: 40 KB in the wasm, enough to notice a
// leak.
const QUESTIONS = Array.from({ length: 300 }, (_, index) => `question-${index}-${"x".repeat(40)}`);
const WIDE = JSON.stringify(leaf([{ uuid: "r", data: { q: QUESTIONS, ...Object.fromEntries(QUESTIONS.map((name) => [name, 1])) } }], 1, 9));
const wide = () => new Response(WIDE);
const TALLY = { metrics: [{ metric: "distribution", question: "q" }] };

const TIMES = 2000;

/**
 * Starts and ends this many, and fails if the modules or the heap grow meanwhile. A leak grows every time; what the host itself keeps (code
 * that it has just compiled, a measurement before its own collection was through) does not. So up to three stretches are looked at, and one that
 * stays flat shows that nothing leaks.
 */
async function flat(once, times = TIMES) {
  for (let count = 0; count < 300; count++) await once(count);
  const wasm = totalSize();
  const grown = [];
  do {
    const heap = await heapUsed();
    for (let count = 0; count < times; count++) await once(count);
    grown.push((await heapUsed()) - heap);
    assert.deepEqual(totalSize(), wasm, "the modules have grown");
    // A leaked request or stream each time is several MB.
  } while (grown.at(-1) >= times * 500 && grown.length < 3);
  assert.ok(grown.at(-1) < times * 500, `${grown.join(", then ")} bytes stay after ${times}`);
}

/** Checks that a new export of each format and a new summary work. */
async function works() {
  const refiner = new Refiner({ apiKey: KEY, fetch: list(names(1, 2), names(3, 4)) });
  for (const format of ["csv", "ndjson", "json"]) {
    const text = await settled(whole(refiner.exportResponses({}, { format })));
    for (const name of names(1, 4)) assert.ok(text.includes(name), `${name} in ${text}`);
  }
  assert.equal((await settled(refiner.summarizeResponses({}, { metrics: ["count"] }))).items, 4);
}

/** A client of these pages that records no requests, because such a record would be a leak of the test itself. */
function forgetful(...pages) {
  const fetch = list(...pages);
  return new Refiner({ apiKey: KEY, fetch: (url, init) => ((fetch.calls.length = 0), fetch(url, init)), maxRetries: 0 });
}

/** A client whose second page never comes. */
const stalling = () => forgetful(wide, never);
const FORMATS = ["csv", "ndjson", "json"];

describe("memory is flat", () => {
  test(`over ${TIMES} exports that are cancelled while a page is on its way`, async (t) => {
    const unhandled = unhandledRejections(t);
    const before = timers();
    const refiner = stalling();
    await flat(async (count) => {
      const reader = refiner.exportResponses({}, { format: FORMATS[count % 3] }).getReader();
      await reader.read();
      await reader.cancel();
    });
    await works();
    await noTimersBeyond(before);
    assert.deepEqual(unhandled, []);
  });

  test(`over ${TIMES} exports that are aborted and read to their error`, async () => {
    const refiner = stalling();
    await flat(async (count) => {
      const controller = new AbortController();
      const reader = refiner.exportContacts({}, { format: FORMATS[count % 3], signal: controller.signal }).getReader();
      await reader.read();
      controller.abort();
      const error = await reader.read().catch((error) => error);
      assert.equal(error.kind, "aborted");
    });
    await works();
  });

  test(`over ${TIMES} exports that are aborted and never read again`, async (t) => {
    const unhandled = unhandledRejections(t);
    const before = timers();
    const refiner = stalling();
    await flat(async () => {
      const controller = countingController();
      const reader = refiner.exportResponses({}, { format: "csv", signal: controller.signal }).getReader();
      await reader.read();
      controller.abort();
      await quiet(3);
      assert.equal(controller.listening(), 0);
    });
    await works();
    await noTimersBeyond(before);
    assert.deepEqual(unhandled, []);
  });

  test(`over ${TIMES} exports that fail`, async () => {
    const refiner = forgetful(wide, status(422));
    await flat(async (count) => {
      const error = await whole(refiner.exportResponses({}, { format: FORMATS[count % 3] })).catch((error) => error);
      assert.equal(error.kind, "rejected");
    });
    await works();
  });

  test(`over ${TIMES} unread exports, or exports that end before their first page`, async () => {
    const refiner = stalling();
    await flat(async (count) => {
      const stream = refiner.exportResponses({}, { format: "csv", ...(count % 4 === 3 && { columns: ["nope"] }) });
      if (count % 4 === 1) await stream.cancel();
      if (count % 4 === 2) stream.getReader();
      if (count % 4 === 3) await whole(stream).catch(() => {});
    });
    await works();
  });

  for (const [what, signal] of [["", undefined], [", with a signal that lives on", countingController()]]) {
    test(`over exports that are started and dropped, once they are collected${what}`, () => dropped(signal));
  }

  /** @param {ReturnType<typeof countingController>} [controller] */
  async function dropped(controller) {
    let [begun, ended] = [0, 0];
    // The second page never comes. If its request is aborted, the export has been released.
    const refiner = forgetful(wide, (url, init) => {
      init.signal.addEventListener("abort", () => ended++);
      return never(url, init);
    });
    const some = async (count, held) => {
      for (let index = 0; index < count; index++) {
        const reader = refiner.exportResponses({}, { format: "csv", signal: controller?.signal }).getReader();
        await reader.read();
        held?.push(reader);
      }
      begun += count;
    };
    const letGo = async () => {
      for (let round = 0; ended < begun && round < 200; round++) await collected();
      assert.equal(ended, begun, "a dropped export continues");
    };
    // Right after the drop there are more of them than later, whenever the collector runs.
    await some(100, []);
    await letGo();
    const wasm = totalSize();
    for (let round = 0; round < 20; round++) {
      await some(50);
      await letGo();
    }
    assert.deepEqual(totalSize(), wasm, "the modules have grown");
    assert.equal(controller?.listening() ?? 0, 0);
    await works();
  }

  test(`over ${TIMES} summaries that are aborted in the middle`, async () => {
    let controller;
    const refiner = forgetful(wide, (url, init) => (queueMicrotask(() => controller.abort()), never(url, init)));
    await flat(async () => {
      controller = countingController();
      const error = await refiner.summarizeResponses({}, { ...TALLY, signal: controller.signal }).catch((error) => error);
      assert.equal(error.kind, "aborted");
      assert.deepEqual(error.progress, { pages: 1, items: 1 });
      assert.equal(controller.listening(), 0);
    });
    await works();
  });

  test(`over ${TIMES} summaries that fail, or get wrong options`, async () => {
    const refiner = forgetful(wide, status(422));
    await flat(async (count) => {
      const options = count % 2 ? TALLY : { metrics: [...TALLY.metrics, "mood"] };
      const error = await refiner.summarizeResponses({}, options).catch((error) => error);
      assert.equal(error.kind, count % 2 ? "rejected" : "input");
    });
    await works();
  });

  test("over 1,000 summaries and exports that end well", async () => {
    const page = () => new Response(JSON.stringify({ ...JSON.parse(WIDE), pagination: {} }));
    const refiner = forgetful(page);
    await flat(async (count) => {
      if (count % 2) await refiner.summarizeResponses({}, TALLY);
      else await whole(refiner.exportResponses({}, { format: FORMATS[count % 3] }));
    }, 1000);
    await works();
  });
});

describe("an abort", () => {
  test("ends an export that waits for its reader, and is the error that the reader gets", async () => {
    const controller = countingController();
    const fetch = list(names(1, 2), names(3, 4), names(5, 6));
    const reader = new Refiner({ apiKey: KEY, fetch }).exportResponses({}, { format: "ndjson", signal: controller.signal }).getReader();
    await settled(reader.read());
    // The second page has arrived and was not handed out, so the walk continues there.
    await quiet();
    controller.abort(new Error("changed my mind"));
    await quiet();
    assert.equal(controller.listening(), 0);
    const expected = { kind: "aborted", action: "list_responses", progress: { pages: 1, items: 2 }, resume: { page_cursor: "c-2" } };
    const error = await failure(reader.read(), expected);
    assert.equal(error.cause.message, "changed my mind");
    assert.equal(fetch.calls.length, 2);
  });

  test("during a read ends that read, and those after it", async () => {
    const controller = countingController();
    const fetch = list(names(1, 2), never);
    const reader = new Refiner({ apiKey: KEY, fetch }).exportResponses({}, { format: "json", signal: controller.signal }).getReader();
    await settled(reader.read());
    const waiting = [reader.read(), reader.read()];
    await quiet();
    controller.abort();
    for (const read of waiting) await failure(read, { kind: "aborted", progress: { pages: 1, items: 2 }, resume: { page_cursor: "c-2" } });
    await quiet();
    assert.equal(controller.listening(), 0);
  });

  test("by onProgress, which is called for a page that was handed out, ends the walk after that page", async () => {
    for (const way of ["summary", "export"]) {
      const controller = countingController();
      const refiner = new Refiner({ apiKey: KEY, fetch: list(names(1, 2), names(3, 4), names(5, 6)) });
      const options = { signal: controller.signal, onProgress: ({ pages }) => pages === 2 && controller.abort() };
      const call = way === "summary" ? refiner.summarizeResponses({}, { metrics: ["count"], ...options }) : whole(refiner.exportResponses({}, { format: "csv", ...options }));
      await failure(call, { kind: "aborted", progress: { pages: 2, items: 4 }, resume: { page_cursor: "c-3" } });
      assert.equal(controller.listening(), 0);
    }
  });

  test("after the end changes nothing", async () => {
    const controller = countingController();
    const refiner = new Refiner({ apiKey: KEY, fetch: list(names(1, 2)) });
    const text = await settled(whole(refiner.exportResponses({}, { format: "ndjson", signal: controller.signal })));
    controller.abort();
    assert.equal(text.trim().split("\n").length, 2);
    assert.equal(controller.listening(), 0);
  });
});
