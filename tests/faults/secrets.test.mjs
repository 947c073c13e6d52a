// The key as servers echo it: no error shows it in any of these forms, and what stands around it stays.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { Refiner } from "refiner-wasm";
import { failure } from "../support/failure.mjs";
import { networkError, rejects, scripted, status } from "../support/scripted.mjs";

// ASCII, as all keys of Refiner that are known: the case of other letters is not looked at.
const KEY = "sk_live/Ab+9=Zq&7<x>";
const OLDER = "older/Key+1=2&3<y>";
const EVENT = { id: "u-1", event: "Upgraded" };

/** Each character as a server may write it. */
const each = (write) => (key) => [...key].map(write).join("");
const bytes = (text, write) => [...new TextEncoder().encode(text)].map(write).join("");
const hex = (number, length) => number.toString(16).padStart(length, "0");

const FORMS = {
  "as it is": (key) => key,
  "in capitals": (key) => key.toUpperCase(),
  "in small letters": (key) => key.toLowerCase(),
  "with JSON's escaped slash": (key) => key.replaceAll("/", "\\/"),
  "with JSON's escapes for all": each((it) => `\\u${hex(it.charCodeAt(0), 4)}`),
  "in JSON inside JSON": (key) => JSON.stringify(JSON.stringify(key.replaceAll("/", "\\/"))).slice(3, -3),
  "URL-encoded": (key) => encodeURIComponent(key),
  "URL-encoded in small letters": (key) => encodeURIComponent(key).replace(/%../g, (it) => it.toLowerCase()),
  "URL-encoded to the last byte": (key) => bytes(key, (it) => `%${hex(it, 2)}`),
  "URL-encoded twice": (key) => encodeURIComponent(encodeURIComponent(key)),
  "HTML-escaped by name": (key) => key.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  "HTML-escaped in decimal": each((it) => `&#${it.codePointAt(0)};`),
  "HTML-escaped in hex": each((it) => `&#x${hex(it.codePointAt(0), 2)};`),
  "HTML-escaped twice": (key) => key.replaceAll("&", "&amp;amp;").replaceAll("<", "&amp;lt;").replaceAll(">", "&amp;gt;"),
  "as Basic authentication": (key) => Buffer.from(`${key}:`).toString("base64"),
  "as Basic authentication, one byte on": (key) => Buffer.from(`x${key}:`).toString("base64"),
  "as Basic authentication, two bytes on": (key) => Buffer.from(`xy${key}:`).toString("base64"),
  "in base64 for URLs": (key) => Buffer.from(`${key}:`).toString("base64url"),
};

/** Everything that an error shows to somebody who logs it. */
const shown = (error) => [inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error), String(error), error.stack, error.detail].join("\n");

/** As JSON texts, and as texts that are no JSON. */
const BODIES = {
  "a message": (echoed) => JSON.stringify({ error: `no ${echoed} here` }),
  "a page": (echoed) => `<p>no ${echoed} here</p>`,
};

for (const [form, write] of Object.entries(FORMS)) {
  describe(`the key ${form}`, () => {
    for (const [where, body] of Object.entries(BODIES)) {
      test(`in ${where}`, async () => {
        const refiner = new Refiner({ apiKey: KEY, fetch: scripted(status(403, {}, body(write(KEY)))) });
        const error = await failure(refiner.trackEvent(EVENT), { kind: "permission" });
        assert.match(error.detail, /no \[hidden\]:? here/);
        const all = shown(error);
        for (const part of [write(KEY), KEY, write(KEY).slice(4, -4)]) assert.ok(!all.includes(part), all);
      });
    }

    test("of the key that was refused, and replaced by a newer one", async () => {
      const keys = [OLDER, KEY];
      const answers = [status(401, {}, "{}"), status(403, {}, JSON.stringify({ error: `no ${write(OLDER)} here` }))];
      const refiner = new Refiner({ apiKey: () => keys.shift(), fetch: scripted(...answers) });
      const error = await failure(refiner.trackEvent(EVENT), { kind: "permission" });
      assert.match(error.detail, /no \[hidden\]:? here/);
      assert.ok(!shown(error).includes(write(OLDER)));
    });

    test("in what fetch throws", async () => {
      const cause = Object.assign(networkError("ECONNRESET"), { request: { headers: { authorization: `Bearer ${write(KEY)}` } } });
      cause.cause.message += ` for ${write(KEY)}`;
      const refiner = new Refiner({ apiKey: KEY, maxRetries: 0, fetch: scripted(rejects(cause)) });
      const error = await failure(refiner.trackEvent(EVENT), { kind: "network" });
      assert.ok(error.cause instanceof TypeError, "the class is that of what was thrown");
      assert.equal(error.cause.cause.code, "ECONNRESET");
      assert.ok(!shown(error).includes(write(KEY)), shown(error));
    });
  });
}

test("a key that is cut off at the end of what is read", async () => {
  const long = "a-long-key-".repeat(6);
  // More than is read of an error body, with the key over the edge at each of these places.
  for (const kept of [8, 20, 40, 60]) {
    const body = `${"\n".repeat(16 * 1024 - kept)}${long}`;
    const refiner = new Refiner({ apiKey: long, fetch: scripted(status(403, {}, body)) });
    const error = await failure(refiner.trackEvent(EVENT), { kind: "permission" });
    assert.ok(!shown(error).includes(long.slice(0, kept)), error.detail);
  }
});

describe("a text of megabytes in what fetch throws is cut, and so is a key there", () => {
  for (const kept of [0, 8, 20]) {
    test(`with ${kept} characters of the key before the cut`, async () => {
      const message = `${"-".repeat(16_384 - kept)}${KEY}${"-".repeat(5_000_000)}`;
      const thrown = Object.assign(new TypeError(message), { code: "ECONNRESET" });
      const refiner = new Refiner({ apiKey: KEY, maxRetries: 0, fetch: scripted(rejects(thrown)) });
      const error = await failure(refiner.trackEvent(EVENT), { kind: "network" });
      assert.ok(error.cause instanceof TypeError);
      assert.equal(error.cause.code, "ECONNRESET");
      assert.ok(error.cause.message.length <= 16_400, `${error.cause.message.length}`);
      assert.ok(!shown(error).includes(KEY.slice(0, Math.max(kept, 4))));
    });
  }
});
