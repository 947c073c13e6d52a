// Addresses of a page's own origin, and a client without a token there. What makes this process a page is set here; the rule reads
// nothing else.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { settled } from "../support/failure.mjs";
import { DONE } from "../support/scripted.mjs";

const EVENT = { id: "u-1", event: "e" };

/** Makes this process a page, or a worker of one, at an address. */
function at(href, worker = false) {
  Object.assign(globalThis, worker ? { importScripts() {} } : { document: {} }, { location: { href } });
}

afterEach(() => {
  for (const name of ["document", "importScripts", "location"]) Reflect.deleteProperty(globalThis, name);
});

/** The request of a call through a client with these options. */
async function sent(options) {
  const requests = [];
  const fetch = async (url, { headers }) => (requests.push({ url, headers }), Response.json(DONE));
  assert.deepEqual(await settled(new Refiner({ fetch, ...options }).trackEvent(EVENT)), DONE);
  return requests[0];
}

for (const [what, href, worker] of [
  ["a page", "https://app.example.com/a/b?c#d", false],
  ["a worker of a page", "https://app.example.com/a/worker.js", true],
  ["a worker of a page that was made of a blob", "blob:https://app.example.com/0f1e", true],
]) {
  test(`in ${what}, an address of its own origin is taken, with and without a token`, async () => {
    at(/** @type {string} */ (href), /** @type {boolean} */ (worker));
    const { url, headers } = await sent({ baseUrl: "/refiner" });
    assert.equal(url, "https://app.example.com/refiner/track-event");
    assert.deepEqual(headers, { Accept: "application/json", "Content-Type": "application/json" });
    assert.equal((await sent({ baseUrl: "/refiner", token: "t-1" })).headers.Authorization, "Bearer t-1");
    await sent({ baseUrl: "https://app.example.com/refiner/" });
  });
}

test("a page's own address decides what a relative one means", async () => {
  at("https://app.example.com/shop/cart?x=1");
  assert.equal((await sent({ baseUrl: "refiner" })).url, "https://app.example.com/shop/refiner/track-event");
  at("http://localhost:5173/");
  assert.equal((await sent({ baseUrl: "/refiner" })).url, "http://localhost:5173/refiner/track-event");
});

test("what leaves the origin needs a full address, and a token", () => {
  at("https://app.example.com/");
  for (const baseUrl of ["//evil.example.com/refiner", "", "/refiner?x=1", "/refiner#x", "/a b", "javascript:alert(1)"]) {
    assert.throws(() => new Refiner({ baseUrl }), { name: "RefinerError", kind: "config", message: /^baseUrl must/ }, baseUrl);
  }
  assert.throws(() => new Refiner({ baseUrl: "https://gateway.example.com" }), { kind: "config", message: /token\) is missing/ });
  assert.throws(() => new Refiner(/** @type {any} */ ({})), { kind: "config", message: /token\) is missing/ });
  at("http://intranet.example.com/");
  assert.throws(() => new Refiner({ baseUrl: "/refiner" }), { kind: "config", message: /^baseUrl must begin with https/ });
});

test("outside a page, a relative address is an error that says what to do", () => {
  const make = () => new Refiner({ baseUrl: "/refiner", token: "t-1" });
  assert.throws(make, { kind: "config", message: /^baseUrl must be a full address, .* only in a page/ });
  assert.throws(() => new Refiner({ baseUrl: "https://app.example.com" }), { kind: "config", message: /is missing/ });
});
