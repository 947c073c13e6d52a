// Redirects and addresses: the key goes only to the configured origin, whatever an input contains.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { failure, settled, thrown } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { DONE, ok, page, scripted } from "../support/scripted.mjs";
import { json, reply, startWire } from "../support/wire.mjs";

const EVENT = { id: "u-1", event: "Upgraded" };
const STATUSES = [301, 302, 303, 307, 308];

/** Answers with the redirect that the test requests. */
let location;
let code;
let near;
let far;

before(async () => {
  far = await startWire((socket) => socket.end(json(DONE)));
  near = await startWire((socket, { target }) => {
    const home = target.startsWith("/v1/here");
    socket.end(home ? json(DONE) : reply(code, { location, "content-type": undefined }));
  });
});
after(() => Promise.all([near.stop(), far.stop()]));

describe("a redirect", () => {
  for (const status of [...STATUSES, 300, 304, 305]) {
    for (const [where, to] of [
      ["to the same origin", () => `${near.url}/here`],
      ["to the same origin, relative", () => "/v1/here"],
      ["to another origin", () => `${far.url}/track-event`],
      ["to another origin, without a scheme", () => far.url.replace("http:", "")],
      ["to http on another host", () => "http://refiner.example/v1"],
      ["in a loop", () => `${near.url}/track-event`],
      ["without a Location", () => undefined],
      ["to nonsense", () => "http://[nonsense"],
    ]) {
      test(`${status} ${where}`, async () => {
        [code, location] = [status, to()];
        const before = [near.requests.length, far.requests.length];
        const call = new Refiner({ apiKey: KEY, baseUrl: near.url }).trackEvent(EVENT);
        await failure(call, { kind: "redirect", status, attempts: 1, action: "track_event" });
        assert.deepEqual([near.requests.length, far.requests.length], [before[0] + 1, before[1]]);
      });
    }
  }

  test("of a read is not retried either", async () => {
    [code, location] = [302, `${far.url}/responses`];
    const before = near.requests.length;
    await failure(new Refiner({ apiKey: KEY, baseUrl: near.url }).listResponses(), { kind: "redirect", attempts: 1 });
    assert.equal(near.requests.length, before + 1);
    assert.deepEqual(far.requests, []);
  });

  test("that a browser hides is a redirect error too", async () => {
    const hidden = Object.defineProperties(new Response(null), {
      type: { value: "opaqueredirect" },
      status: { value: 0 },
    });
    const refiner = new Refiner({ apiKey: KEY, fetch: scripted(hidden) });
    await failure(refiner.trackEvent(EVENT), { kind: "redirect", status: undefined, attempts: 1 });
  });

  test("is not followed by fetch either, which gets redirect 'manual'", async () => {
    const fetch = scripted(ok(DONE));
    await new Refiner({ apiKey: KEY, fetch }).trackEvent(EVENT);
    assert.equal(fetch.calls[0].init.redirect, "manual");
  });
});

describe("a base address", () => {
  for (const baseUrl of [
    "http://api.refiner.io/v1",
    "http://localhost.example.com/v1",
    "http://127.0.0.1.example.com/v1",
    "http://127.evil.example/v1",
    "http://0.0.0.0/v1",
    "http://10.0.0.1/v1",
    "http://[::2]/v1",
    "ftp://api.refiner.io/v1",
    "file:///etc/passwd",
    "data:application/json,{}",
    "javascript:alert(1)",
    "ws://127.0.0.1/v1",
    "https://user@api.refiner.io/v1",
    "https://user:password@api.refiner.io/v1",
    "https://api.refiner.io/v1?x=1",
    "https://api.refiner.io/v1#x",
    "https://api.refiner.io/v1?",
    "https://api.refiner.io/v1#",
    "https://api.refiner.io\\@evil.example/v1",
    "https://api.refiner.io/v1\n",
    "https://api.ref\niner.io/v1",
    " https://api.refiner.io/v1",
    "https://",
    "api.refiner.io/v1",
    "//api.refiner.io/v1",
    "/v1",
    "",
    null,
    7,
    {},
  ]) {
    test(`${JSON.stringify(baseUrl)} is refused`, () => {
      const error = thrown(() => new Refiner({ apiKey: KEY, baseUrl }), { kind: "config", attempts: 0 });
      assert.ok(!error.message.includes("password"));
    });
  }

  for (const [baseUrl, expected] of [
    [undefined, "https://api.refiner.io/v1/track-event"],
    ["https://api.refiner.io/v1", "https://api.refiner.io/v1/track-event"],
    ["https://api.refiner.io/v1/", "https://api.refiner.io/v1/track-event"],
    ["https://gateway.example", "https://gateway.example/track-event"],
    ["https://gateway.example:8443/a/b", "https://gateway.example:8443/a/b/track-event"],
    ["http://localhost:4010/v1", "http://localhost:4010/v1/track-event"],
    ["http://127.0.0.1:4010/v1", "http://127.0.0.1:4010/v1/track-event"],
    ["http://127.8.8.8/v1", "http://127.8.8.8/v1/track-event"],
    ["http://[::1]:4010/v1", "http://[::1]:4010/v1/track-event"],
  ]) {
    test(`${baseUrl} leads to ${expected}`, async () => {
      const fetch = scripted(ok(DONE));
      await new Refiner({ apiKey: KEY, baseUrl, fetch }).trackEvent(EVENT);
      assert.equal(fetch.calls[0].url, expected);
    });
  }

  // Whatever the constructor accepts must work in a call, even where the core is stricter.
  for (const baseUrl of [
    "HTTPS://API.refiner.io/v1",
    "http://LOCALHOST:4010/v1",
    "http://127.1:4010/v1",
    "https:api.refiner.io/v1",
    "https://gateway.example/@scope/v1",
    new URL("https://api.refiner.io/v1"),
    new String("https://api.refiner.io/v1"),
  ]) {
    test(`${typeof baseUrl} ${baseUrl} is refused at once, or works`, async () => {
      const fetch = scripted(ok(DONE));
      let refiner;
      try {
        refiner = new Refiner({ apiKey: KEY, baseUrl, fetch });
      } catch (error) {
        assert.equal(error.kind, "config");
        return;
      }
      assert.deepEqual(await settled(refiner.trackEvent(EVENT)), DONE);
      assert.equal(new URL(fetch.calls[0].url).href, `${new URL(baseUrl).href}/track-event`);
    });
  }
});

describe("what looks like an address in an input stays an input", () => {
  const ODD = {
    "a slash": "a/b",
    "dots": "../../admin",
    "an encoded slash": "a%2fb",
    "a question mark": "a?admin=1",
    "a hash": "a#b",
    "an ampersand": "a&page_length=1",
    "brackets": "a[b]",
    "a newline": "a\r\nX-Evil: 1",
    "a nought": "a\0b",
    "another alphabet": "ключ é 🔑",
    "10 kB": "x".repeat(10_000),
    "an address": "https://evil.example/",
  };

  for (const [name, id] of Object.entries(ODD)) {
    test(`${name}, in a body`, async () => {
      const wire = await startWire((socket) => socket.end(json(DONE)));
      try {
        await settled(new Refiner({ apiKey: KEY, baseUrl: wire.url }).trackEvent({ id, event: id }));
        assert.equal(wire.requests[0].target, "/v1/track-event");
        assert.deepEqual(JSON.parse(wire.requests[0].body), { id, event: id });
        assert.equal(wire.requests[0].headers["x-evil"], undefined);
      } finally {
        await wire.stop();
      }
    });

    test(`${name}, in a query`, async () => {
      const wire = await startWire((socket) => socket.end(json(page([]))));
      try {
        const refiner = new Refiner({ apiKey: KEY, baseUrl: wire.url });
        // A bracket in a name would make another filter of it, and is refused.
        const name = id.replace(/[[\]]/g, "");
        if (name !== id) await failure(refiner.listResponses({ response_data: { [id]: id } }), { kind: "input", path: `response_data["${id}"]` });
        await settled(refiner.listResponses({ form_uuid: id, page_cursor: id, response_data: { [name]: id } }));
        const url = new URL(wire.requests[0].target, wire.origin);
        assert.equal(url.pathname, "/v1/responses");
        assert.deepEqual([...url.searchParams], [
          ["form_uuid", id],
          ["page_cursor", id],
          [`response_data[${name}]`, id],
          ["page_length", "100"],
        ]);
        assert.equal(wire.requests[0].headers["x-evil"], undefined);
      } finally {
        await wire.stop();
      }
    });
  }
});

describe("a key that is invalid in a header", () => {
  for (const key of [
    "secret-key\r\nX-Evil: 1",
    "secret-key\n",
    "secret-key\0",
    "secret key",
    "секрет",
    "secret-🔑",
    "secret-\ud800",
    "secret-\u0100",
    "\tsecret",
  ]) {
    for (const [how, apiKey] of [
      ["text", key],
      ["a function", () => key],
    ]) {
      test(`${JSON.stringify(key)} as ${how} is a config error, and is not shown`, async () => {
        const fetch = scripted(ok(DONE));
        const refiner = new Refiner({ apiKey, fetch });
        await failure(refiner.trackEvent(EVENT), { kind: "config", attempts: 0 }, key);
        assert.equal(fetch.calls.length, 0);
      });
    }
  }

  test("but Latin-1 is valid", async () => {
    const fetch = scripted(ok(DONE));
    await new Refiner({ apiKey: "schlüssel", fetch }).trackEvent(EVENT);
    assert.equal(fetch.calls[0].init.headers.Authorization, "Bearer schlüssel");
  });
});
