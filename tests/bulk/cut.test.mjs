// A page of the sandbox that is cut off at any byte is an error, never a short result.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Refiner, isRefinerError } from "refiner-wasm";
import { failure, noSecret, settled } from "../support/failure.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { networkError, raw, scripted } from "../support/scripted.mjs";
import { sync, WAYS } from "../support/walks.mjs";

/** Three pages of each list, as the sandbox sent them, byte for byte. */
const PAGES = { responses: [], contacts: [] };

let sandbox;

before(async () => {
  sandbox = await startSandbox(["--contacts", "3", "--responses", "3"]);
  const keep = (pages) => async (url, init) => {
    const response = await fetch(url, init);
    pages.push(Buffer.from(await response.clone().arrayBuffer()));
    return response;
  };
  const query = { page_length: 1 };
  const client = (pages) => new Refiner({ apiKey: KEY, baseUrl: sandbox.url, fetch: keep(pages) });
  for await (const _ of client(PAGES.responses).listResponses({ ...query, include: "all", with_attributes: true }));
  for await (const _ of client(PAGES.contacts).listContacts(query));
  assert.deepEqual([PAGES.responses.length, PAGES.contacts.length], [3, 3]);
});
after(() => sandbox.stop());

const of = (way) => PAGES[way.endsWith("contacts") ? "contacts" : "responses"];
const client = (...answers) => new Refiner({ apiKey: KEY, fetch: scripted(...answers), maxRetries: 0 });
const uuidsOf = (page) => JSON.parse(page).items.map(({ uuid }) => uuid);

/** What a sync has in common with the other walks. */
const ALL = { ...WAYS, sync: (refiner) => sync(refiner, { include: "all" }) };

for (const [way, walk] of Object.entries(ALL)) {
  describe(way, () => {
    test("of a page that is cut at any byte is an error, and writes nothing", async () => {
      const [whole] = of(way);
      assert.ok(whole.length > 800, `${whole.length} bytes are few`);
      for (let length = 0; length < whole.length; length++) {
        const { error, text = "", uuids } = await walk(client(raw(whole.subarray(0, length))), {});
        assert.ok(isRefinerError(error), `cut at ${length}: ${error ?? "no error"}`);
        assert.equal(error.kind, "decode", `cut at ${length}: ${error.message}`);
        assert.equal(error.resume, undefined);
        if (way !== "sync") assert.deepEqual(error.progress, { pages: 0, items: 0 });
        assert.deepEqual([text, uuids], ["", []], `cut at ${length}`);
      }
    });

    test("of a second page that is cut at any byte gives the first page once, and the cursor of the second", async () => {
      const [first, second] = of(way);
      const expected = uuidsOf(first);
      const { next_page_cursor: page_cursor } = JSON.parse(first).pagination;
      let shown;
      for (let length = 0; length < second.length; length++) {
        const { error, text, uuids } = await walk(client(raw(first), raw(second.subarray(0, length))), {});
        assert.ok(isRefinerError(error), `cut at ${length}: ${error ?? "no error"}`);
        assert.equal(error.kind, "decode", `cut at ${length}: ${error.message}`);
        assert.deepEqual(error.resume, { page_cursor });
        if (way !== "sync") assert.deepEqual(error.progress, { pages: 1, items: 1 });
        if (way !== "summary") assert.deepEqual(uuids, expected, `cut at ${length}`);
        // Whatever the second page contained, the file has exactly the items of the first.
        shown ??= text;
        assert.equal(text, shown, `cut at ${length}`);
      }
      noSecret((await walk(client(raw(first), raw(second.subarray(0, 9))), {})).error);
    });

    test("of whole pages is whole", async () => {
      const pages = of(way);
      const { error, uuids, report } = await walk(client(...pages.map((page) => raw(page))), {});
      assert.equal(error, undefined);
      if (report) assert.equal(report.items, 3);
      else assert.deepEqual(uuids, pages.flatMap((page) => uuidsOf(page)));
    });
  });
}

describe("a connection that is cut, which the host reports", () => {
  for (const way of Object.keys(WAYS)) {
    test(`ends ${way} there, with an error instead of a normal end`, async () => {
      const [first, second] = of(way);
      for (const length of [0, 1, second.length >> 1, second.length - 1, second.length]) {
        const broken = () => {
          let sent = false;
          const body = new ReadableStream({
            pull(controller) {
              if (sent) return controller.error(networkError("ECONNRESET"));
              sent = true;
              if (length > 0) controller.enqueue(second.subarray(0, length));
            },
          });
          return new Response(body);
        };
        const { error, uuids } = await settled(WAYS[way](client(raw(first), broken), {}));
        await failure(Promise.reject(error), { kind: "network", status: 200, progress: { pages: 1, items: 1 } });
        assert.deepEqual(error.resume, { page_cursor: JSON.parse(first).pagination.next_page_cursor });
        if (way !== "summary") assert.deepEqual(uuids, uuidsOf(first));
      }
    });
  }
});
