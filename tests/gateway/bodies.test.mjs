// Bodies that are too long, too slow, or not what they say.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { createGateway } from "refiner-wasm/gateway";
import { SECRET, said } from "../support/gateway/ask.mjs";
import { virtualClock } from "../support/clock.mjs";
import { EVENT, PLAIN, bearer, inEachHost } from "../support/gateway/suite.mjs";

const MOST = 1000;
const VARIANTS = {
  r: PLAIN,
  small: { ...PLAIN, maxBodyBytes: MOST },
  hasty: { ...PLAIN, bodyTimeoutMs: 150 },
};
const JSON_TYPE = { "content-type": "application/json" };

/** An input of exactly so many bytes. */
const sized = (bytes) => JSON.stringify({ event: "x".repeat(bytes - '{"event":""}'.length) });

async function* inChunks(text, size = 100) {
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size);
}

inEachHost(VARIANTS, ({ ask, sandbox }) => {
  const post = async (body, headers = {}, at = "r", action = "track-event") =>
    ask(`/${at}/${action}`, { method: "POST", headers: { ...JSON_TYPE, ...(await bearer()), ...headers }, body });
  const refused = async (answer, expected) => {
    assert.deepEqual(said(await answer), expected);
    assert.deepEqual(await sandbox.requests(), []);
  };

  test("the largest body is taken, and one byte more is not", async () => {
    assert.deepEqual(said(await post(sized(MOST), {}, "small")), [200]);
    await sandbox.clear();
    await refused(post(sized(MOST + 1), {}, "small"), [413, "too_large"]);
  });

  test("64 KB are taken unless it is set, and one byte more is not", async () => {
    assert.deepEqual(said(await post(sized(64 * 1024))), [200]);
    await sandbox.clear();
    await refused(post(sized(64 * 1024 + 1)), [413, "too_large"]);
  });

  test("the same, in chunks and without a length", async () => {
    assert.deepEqual(said(await post(inChunks(sized(MOST)), {}, "small")), [200]);
    await sandbox.clear();
    await refused(post(inChunks(sized(MOST + 1)), {}, "small"), [413, "too_large"]);
  });

  test("gzip is taken, and counts as what it becomes", async () => {
    const gzip = { "content-encoding": "gzip" };
    assert.deepEqual(said(await post(gzipSync(sized(MOST)), gzip, "small")), [200]);
    assert.equal(JSON.parse((await sandbox.requests())[0].body).event.length, MOST - '{"event":""}'.length);
    await sandbox.clear();
    await refused(post(gzipSync(sized(MOST + 1)), gzip, "small"), [413, "too_large"]);
  });

  test("a gzip bomb is inflated no further than the limit", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, " "));
    assert.ok(bomb.length < 64 * 1024);
    await refused(post(bomb, { "content-encoding": "gzip" }), [413, "too_large"]);
  });

  test("a body that is not what its encoding says is refused", async () => {
    const gzip = { "content-encoding": "gzip" };
    const whole = gzipSync(JSON.stringify(EVENT));
    await refused(post(JSON.stringify(EVENT), gzip), [400, "input", ""]);
    await refused(post(whole.subarray(0, -15), gzip), [400, "input", ""]);
    for (const encoding of ["br", "deflate", "gzip, gzip", "x"]) await refused(post(whole, { "content-encoding": encoding }), [415, "rejected"]);
  });

  test("a body that takes too long is given up, however it keeps on", async () => {
    async function* slowly() {
      yield '{"event":"';
      // The gateway's deadline ends this, and not the text.
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        yield "x";
      }
    }
    await refused(post(slowly(), {}, "hasty"), [408, "timeout"]);
  });

  for (const [what, body] of Object.entries({
    "no JSON": "event=Upgraded",
    "cut JSON": '{"event":"Upg',
    "nothing": "",
    "two objects": "{}{}",
    "a list": "[]",
    "a list of what is right": JSON.stringify([EVENT]),
    "a text": '"x"',
    "a number": "1",
    "null": "null",
    "NaN": '{"event":NaN}',
    "no UTF-8": Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    "a list 10,000 deep": `{"event":${"[".repeat(10_000)}${"]".repeat(10_000)}}`,
    "an object 10,000 deep": `{"a":`.repeat(10_000) + "1" + "}".repeat(10_000),
  })) {
    test(`a body that is ${what} is refused`, () => refused(post(body), [400, "input", ""]));
  }

  test("a key of __proto__ is a key like any other, and reaches no object", async () => {
    await refused(post('{"event":"Upgraded","__proto__":{"id":"u-2"}}'), [400, "input", "__proto__"]);
    await refused(post('{"event":"Upgraded","constructor":{"prototype":{"id":"u-2"}}}'), [400, "input", "constructor"]);
    await refused(post('{"__proto__":{"event":"Upgraded"}}'), [400, "input", "__proto__"]);
    // For identify_user it is a trait, as the client itself takes it.
    assert.deepEqual(said(await post('{"__proto__":"a","toString":"b"}', {}, "r", "identify-user")), [200]);
    assert.equal((await sandbox.requests())[0].body, '{"__proto__":"a","toString":"b","id":"u-1"}');
    assert.deepEqual(said(await post('{"__proto__":{"id":"u-2"}}', {}, "r", "identify-user")), [400, "input", "attributes.__proto__"]);
  });

  test("of a key that comes twice the last one counts, and only that one is sent", async () => {
    assert.deepEqual(said(await post('{"event":"a","event":"Upgraded","id":"u-2","id":"u-1"}')), [200]);
    assert.deepEqual(JSON.parse((await sandbox.requests())[0].body), { event: "Upgraded", id: "u-1" });
    await sandbox.clear();
    await refused(post('{"event":"a","id":"u-1","id":"u-2"}'), [403, "permission", "id"]);
  });

  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp", "application/json; charset=latin1", "text/html, application/json", undefined]) {
    test(`a content type of ${type} is refused`, async () => {
      const headers = { ...(await bearer()), ...(type !== undefined && { "content-type": type }) };
      await refused(ask("/r/track-event", { method: "POST", headers, body: JSON.stringify(EVENT) }), [415, "rejected"]);
    });
  }

  test("a content type may say that it is UTF-8", async () => {
    for (const type of ["application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"']) {
      assert.deepEqual(said(await post(JSON.stringify(EVENT), { "content-type": type })), [200]);
    }
  });
});

describe("a request that is handed over", () => {
  const gateway = createGateway({ apiKey: "k", ...PLAIN, onLog: () => {}, fetch: async () => Response.json({ message: "ok" }) });
  const request = async (body, headers = {}) =>
    new Request("https://gateway.example/track-event", { method: "POST", headers: { ...JSON_TYPE, ...(await bearer()), ...headers }, body, duplex: "half" });

  test("may lie about its length", async () => {
    const long = await request(sized(64 * 1024 + 1), { "content-length": "10" });
    assert.equal((await gateway.fetch(long)).status, 413);
    const short = await request(JSON.stringify(EVENT), { "content-length": "99999999" });
    assert.equal((await gateway.fetch(short)).status, 200);
  });

  test("has ten seconds, at one byte a second too, and its stream is then cancelled", async (t) => {
    const sent = await request(undefined);
    let cancelled = 0;
    let pulled = 0;
    const clock = virtualClock(t);
    const body = new ReadableStream({
      async pull(controller) {
        pulled += 1;
        await new Promise((resolve) => setTimeout(resolve, 1000));
        controller.enqueue(new TextEncoder().encode(" "));
      },
      cancel() {
        cancelled += 1;
      },
    }, { highWaterMark: 0 });
    const answer = await clock.until(gateway.fetch(new Request(sent, { body, duplex: "half" })));
    assert.deepEqual([answer.status, (await answer.json()).kind, clock.passed(), cancelled], [408, "timeout", 10_000, 1]);
    assert.ok(pulled <= 11, String(pulled));
  });

  test("leaves no timer behind", async (t) => {
    const sent = await request(JSON.stringify(EVENT));
    const clock = virtualClock(t);
    assert.equal((await gateway.fetch(sent)).status, 200);
    assert.equal(clock.waiting(), 0);
  });

  test("may have a body that fails", async () => {
    const failing = new ReadableStream({ pull: (controller) => controller.error(new Error(SECRET)) });
    const answer = await gateway.fetch(await request(failing));
    assert.equal(answer.status, 400);
    assert.ok(!(await answer.text()).includes(SECRET));
  });

  test("must not have been read already, which the log says", async () => {
    const lines = [];
    const gateway = createGateway({ apiKey: "k", ...PLAIN, onLog: (line) => lines.push(line) });
    const read = await request(JSON.stringify(EVENT));
    await read.text();
    const answer = await gateway.fetch(read);
    assert.deepEqual([answer.status, (await answer.json()).kind], [500, "config"]);
    assert.match(lines[0].problem, /was read before/);
  });
});
