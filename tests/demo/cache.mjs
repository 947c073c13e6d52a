// Replies come from the server, not from the browser's cache: in a page, and in its worker.

import assert from "node:assert/strict";

import { DEMO, demoTest, faults, queries, settled } from "./support.mjs";

const PAGE = { items: [{ uuid: "r-1" }], pagination: { items_count: 1, current_page: 1, last_page: 1, next_page_cursor: null } };

/** Replies that a browser would cache, and the outcome of the first request. */
const REMEMBERED = {
  // A browser caches these two forever, without a header that says so.
  "a 410": [{ kind: "status", status: 410, body: { error: "gone" } }, "rejected"],
  "a 300": [{ kind: "status", status: 300 }, "redirect"],
  "a 200 with a lifetime": [{ kind: "body", body: JSON.stringify(PAGE), headers: { "cache-control": "max-age=3600" } }, "found 1"],
};

const WHERE = {
  page: async (page) => page,
  worker: async (page) => {
    const started = page.waitForEvent("worker");
    // Any module of the page works: the test sends it the code to run.
    await page.evaluate(() => void new Worker("/pkg/runtime/browser.js", { type: "module" }));
    return started;
  },
};

/** Requests the same list twice, and returns the outcomes. Runs in the browser. */
async function twice({ entry, baseUrl, session, query }) {
  const { Refiner } = await import(entry);
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ user: crypto.randomUUID(), reads: true });
  const token = async () => (await (await fetch(session, { method: "POST", headers, body })).json()).token;
  const client = new Refiner({ baseUrl, token, maxRetries: 0 });
  const outcomes = [];
  for (let count = 0; count < 2; count++) {
    outcomes.push(await client.listResponses(query).then(({ items }) => `found ${items.length}`, ({ kind }) => kind));
  }
  return outcomes;
}

for (const [where, find] of Object.entries(WHERE)) {
  for (const [what, [fault, first]] of Object.entries(REMEMBERED)) {
    demoTest(`in a ${where}, ${what} does not answer the next request`, async (page, expected) => {
      await settled(page);
      const place = await find(page);
      // The gateway never follows a redirect: a 300 is a 502 for its page.
      expected(/status of (502|410)/);
      await faults(fault);
      const query = { search: `${where} ${what}`, include: "all" };
      const at = (path) => new URL(path, DEMO).href;
      const setup = { entry: at("/pkg/runtime/browser.js"), baseUrl: at("/r"), session: at("/session") };
      assert.deepEqual(await place.evaluate(twice, { ...setup, query }), [first, "found 0"]);
      const asked = (await queries()).filter(({ search }) => search === query.search);
      assert.equal(asked.length, 2, "the browser answered the second request itself");
    });
  }
}
