// Bodies of replies: a surprising one is kept and reported, an unusable one is an error, and memory is always bounded.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { Refiner } from "refiner-wasm";
import { failure, settled } from "../support/failure.mjs";
import { KEY } from "../support/sandbox.mjs";
import { countedBody, page, raw, scripted } from "../support/scripted.mjs";
import { reply, startWire } from "../support/wire.mjs";

const EVENT = { id: "u-1", event: "Upgraded" };

/** Calls track_event, which gets this body as the reply. */
function answered(body, { headers, ...options } = {}) {
  const anomalies = [];
  const fetch = scripted(raw(body, headers));
  const refiner = new Refiner({ apiKey: KEY, fetch, onAnomaly: (anomaly) => anomalies.push(anomaly), ...options });
  return { outcome: settled(refiner.trackEvent(EVENT)), fetch, anomalies };
}

/** A page of one response with this value, written as text where JSON.stringify would change it. */
const RESPONSE = {
  uuid: "r-1",
  first_shown_at: "2020-09-02 21:53:33",
  last_shown_at: null,
  show_counter: 1,
  first_data_reception_at: null,
  last_data_reception_at: null,
  completed_at: null,
  received_at: null,
  dismissed_at: null,
  form: { uuid: "f-1", name: "NPS" },
  data: { nps: 9 },
  contact: { uuid: "c-1", remote_id: null, email: null, display_name: null, account: null },
};

async function listed(items) {
  const anomalies = [];
  const body = JSON.stringify(page([])).replace('"items":[]', `"items":${items}`);
  const fetch = scripted(raw(body));
  const refiner = new Refiner({ apiKey: KEY, fetch, onAnomaly: (anomaly) => anomalies.push(anomaly) });
  const { items: got } = await settled(refiner.listResponses());
  assert.deepEqual(got, JSON.parse(body).items);
  return { items: got, anomalies, problems: anomalies.map(({ path, problem }) => `${path}: ${problem}`) };
}

describe("useless", () => {
  for (const [name, body, message] of [
    ["HTML with 200", "<!doctype html><h1>Sign in</h1>", /not JSON: syntax error at byte 0/],
    ["empty", "", /empty/],
    ["white space", " \n", /empty/],
    ["a byte-order mark alone", "\ufeff", /empty/],
    ["half a JSON", '{"message":"o', /ends in the middle of its JSON/],
    ["two JSON", '{"message":"ok"}{"message":"ok"}', /not JSON: syntax error at byte 16/],
    ["JSON with a comma too many", '{"message":"ok",}', /not JSON/],
    ["JSON with wrong commas deep inside", '{"message":"ok","x":[1,,2]}', /not JSON/],
    ["JSON with a wrong escape", '{"message":"\\x"}', /not JSON/],
    ["JSON with a wrong number", '{"message":"ok","x":01}', /not JSON/],
    ["a comment", '{/* hm */"message":"ok"}', /not JSON/],
    ["NaN", '{"message":NaN}', /not JSON/],
    ["UTF-16", Buffer.from('{"message":"ok"}', "utf16le"), /not JSON/],
    ["an array", "[]", /not an object/],
    ["a text", '"ok"', /not an object/],
    ["a number", "7", /not an object/],
    ["null", "null", /not an object/],
  ]) {
    test(name, async () => {
      const { outcome, fetch } = answered(body);
      await failure(outcome, { kind: "decode", status: 200, attempts: 1, message, action: "track_event" });
      assert.equal(fetch.calls.length, 1, "a reply that arrived is not requested again");
    });
  }

  for (const items of ["", '"items":null,', '"items":{},', '"items":"",', '"items":7,']) {
    test(`a page with ${items || "no items"}`, async () => {
      const body = `{${items}"pagination":{}}`;
      const refiner = new Refiner({ apiKey: KEY, fetch: scripted(raw(body)) });
      await failure(refiner.listResponses(), { kind: "decode", status: 200, message: /no list of items/ });
    });
  }

  for (const [how, apiKey] of [
    ["a text", KEY],
    ["a function's", () => KEY],
  ]) {
    test(`and echoing the key (${how})`, async () => {
      const { outcome } = answered(`<p>Bad key: ${KEY}</p>`, { apiKey });
      await failure(outcome, { kind: "decode", detail: "<p>Bad key: [hidden]</p>" });
    });
  }

  test("and long: the error shows only its beginning", async () => {
    const error = await failure(answered(`<${"x".repeat(1_000_000)}`).outcome, { kind: "decode" });
    assert.ok(error.detail.length <= 301 && error.message.length < 500);
  });
});

describe("surprising, and kept", () => {
  test("JSON labelled as text, as HTML, or not at all", async () => {
    for (const type of ["text/plain", "text/html; charset=latin1", ""]) {
      assert.deepEqual(await answered('{"message":"é"}', { headers: type ? { "content-type": type } : {} }).outcome, { message: "é" });
    }
  });

  test("a byte-order mark", async () => {
    const { outcome, anomalies } = answered('\ufeff{"message":"ok"}');
    assert.deepEqual(await outcome, { message: "ok" });
    assert.match(anomalies[0].problem, /byte-order mark/);
  });

  test("invalid UTF-8", async () => {
    const { outcome, anomalies } = answered(Buffer.from('{"message":"a\xff\xc3b"}', "latin1"));
    assert.deepEqual(await outcome, { message: "a\ufffd\ufffdb" });
    assert.match(anomalies[0].problem, /not valid UTF-8/);
  });

  // The core decodes bodies with few non-ASCII characters in another way than those with many.
  for (const [many, around] of [["few", 20_000], ["many", 20]]) {
    const padding = " ".repeat(around);
    const given = async (json) => {
      const bytes = typeof json === "string" ? Buffer.from(json) : json;
      const whole = Buffer.concat([Buffer.from(`{${padding}"message":`), bytes, Buffer.from(`,"x":"é"${padding}}`)]);
      const { outcome, anomalies } = answered(whole);
      assert.deepEqual(await outcome, JSON.parse(new TextDecoder().decode(whole)));
      return anomalies;
    };

    test(`${many} characters of every length`, async () => {
      for (const character of ["\x7f", "\x80", "é", "\u07ff", "\u0800", "€", "\u2028", "\ud7ff", "\ue000", "\uffff", "😀", "\u{10ffff}", "👩‍👧"]) {
        for (const json of [`"${character}"`, `"a${character}b${character}${character}"`, `"\\\\${character}\\"${character}\\u00e9"`]) {
          await given(json);
          await given(`"", ${json}: [${json}, "y", {"z${character}": ${json}}]`);
        }
      }
    });

    test(`invalid bytes among ${many} of valid UTF-8`, async () => {
      for (const hex of ["80", "bf", "c0", "c3", "c080", "c3c3a9", "e08080", "e282", "e282e282ac", "eda080", "edbfbf", "f0", "f09f", "f09f98", "f09f98c3a9", "f0808080", "f4908080", "f5808080", "fe", "ffff", "efbbbf"]) {
        const bytes = Buffer.from(hex, "hex");
        const anomalies = await given(Buffer.concat([Buffer.from('"é'), bytes, Buffer.from('a'), bytes, Buffer.from('"')]));
        assert.equal(anomalies.some(({ problem }) => /not valid UTF-8/.test(problem)), hex !== "efbbbf", hex);
      }
    });
  }

  for (const depth of [128, 129, 5_000, 100_000]) {
    test(`${depth} levels of nesting`, async () => {
      const { outcome, anomalies } = answered(`{"message":"ok","x":${"[".repeat(depth)}${"]".repeat(depth)}}`);
      let levels = 0;
      for (let value = (await outcome).x; value; value = value[0]) levels++;
      assert.equal(levels, depth);
      assert.equal(anomalies.some(({ problem }) => /deeper than 128/.test(problem)), depth > 128);
    });
  }

  test("100,000 levels that never close", async () => {
    const { outcome } = answered(`{"message":"ok","x":${'{"a":['.repeat(100_000)}`);
    await failure(outcome, { kind: "decode", message: /ends in the middle/ });
  });

  test("duplicate keys: the last one counts", async () => {
    const { outcome, anomalies } = answered('{"message":"a","message":"b"}');
    assert.deepEqual(await outcome, { message: "b" });
    assert.match(anomalies[0].problem, /duplicate key/);
    const answers = await listed(JSON.stringify([RESPONSE]).replace('"nps":9', '"nps":1,"nps":2'));
    assert.equal(answers.items[0].data.nps, 2);
    assert.deepEqual(answers.problems, ["items[0].data.nps: duplicate key; the last value is used"]);
  });

  test("__proto__, constructor and toString as keys change no prototype", async () => {
    const { items } = await listed(
      JSON.stringify([RESPONSE]).replace('{"nps":9}', '{"__proto__":{"polluted":1},"constructor":"c","toString":"t","hasOwnProperty":1}'),
    );
    const { data } = items[0];
    assert.deepEqual(Object.keys(data), ["__proto__", "constructor", "toString", "hasOwnProperty"]);
    assert.equal(Object.getPrototypeOf(data), Object.prototype);
    assert.equal(/** @type {any} */ ({}).polluted, undefined);
  });

  test("a lone surrogate", async () => {
    const { items, problems } = await listed(JSON.stringify([RESPONSE]).replace('"nps":9', '"nps":"a\\ud800b","\\udfff":1'));
    assert.deepEqual(items[0].data, { nps: "a\ud800b", "\udfff": 1 });
    assert.ok(problems.includes("items[0].data.nps: half a surrogate pair"), String(problems));
  });

  for (const [written, read, problem] of [
    ["1e400", Infinity, /too large for a double/],
    ["-1e400", -Infinity, /too large for a double/],
    ["9007199254740993", 9007199254740992, undefined],
    ['"9"', "9", undefined],
    ["1.0", 1, undefined],
    ["1e-400", 0, undefined],
    ["-0", -0, undefined],
    [`1${"0".repeat(400)}`, Infinity, /too large for a double/],
  ]) {
    test(`${written.slice(0, 20)} as an answer`, async () => {
      const { items, problems } = await listed(JSON.stringify([RESPONSE]).replace('"nps":9', `"nps":${written}`));
      assert.equal(items[0].data.nps, read);
      if (problem) assert.match(problems.join(), problem);
      else assert.deepEqual(problems, []);
    });
  }

  for (const [what, from, to, path] of [
    ["null where an object is expected", '{"uuid":"f-1","name":"NPS"}', "null", "items[0].form"],
    ["a list where an object is expected", '{"nps":9}', "[]", "items[0].data"],
    ["an object where text is expected", '"r-1"', "{}", "items[0].uuid"],
    ["text where a number is expected", '"show_counter":1', '"show_counter":"many"', "items[0].show_counter"],
    ["text that is no time", '"2020-09-02 21:53:33"', '"yesterday"', "items[0].first_shown_at"],
    ["a missing key", '"uuid":"r-1",', "", "items[0].uuid"],
    ["null for an item", JSON.stringify(RESPONSE), "null", "items[0]"],
  ]) {
    test(`${what} fails no page`, async () => {
      const { anomalies } = await listed(JSON.stringify([RESPONSE]).replace(from, to));
      assert.deepEqual(anomalies.map((anomaly) => anomaly.path), [path]);
    });
  }

  test("numbers as text in the pagination work too", async () => {
    const first = page([RESPONSE], { current_page: "1", last_page: "2", items_count: "2" });
    const second = page([RESPONSE], { current_page: "2.0", last_page: 2 });
    const fetch = scripted(() => Response.json(first), () => Response.json(second));
    let seen = 0;
    for await (const _ of new Refiner({ apiKey: KEY, fetch }).listResponses()) seen++;
    assert.equal(seen, 2);
  });

  test("a text of 1 MB", async () => {
    const text = "é".repeat(500_000);
    const { outcome, anomalies } = answered(JSON.stringify({ message: text }));
    assert.equal((await outcome).message, text);
    assert.match(anomalies[0].problem, /longer than 65536 bytes/);
  });

  test("the same oddity in 1,000 items is one anomaly with a count", async () => {
    const { anomalies } = await listed(JSON.stringify(Array(1000).fill({ ...RESPONSE, surprise: 1 })));
    assert.deepEqual(anomalies.map(({ path, count }) => [path, count]), [["items[0].surprise", 1000]]);
  });

  test("10,000 different oddities are a short list", async () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${index}`, index]));
    const { anomalies, outcome } = answered(JSON.stringify({ message: "ok", ...many }));
    assert.equal(Object.keys(await outcome).length, 10_001);
    assert.ok(anomalies.length <= 101, String(anomalies.length));
    assert.equal(anomalies.reduce((sum, { count }) => sum + count, 0), 10_000);
  });
});

describe("maxBodyBytes", () => {
  const body = '{"message":"ok"}';

  test("is the length of the longest accepted body", async () => {
    assert.deepEqual(await answered(body, { maxBodyBytes: body.length }).outcome, { message: "ok" });
    await failure(answered(body, { maxBodyBytes: body.length - 1 }).outcome, { kind: "too_large", status: 200, attempts: 1 });
  });

  for (const maxBodyBytes of [0, -1, NaN, Infinity, "9", null]) {
    test(`of ${maxBodyBytes} (${typeof maxBodyBytes}) is refused`, () => {
      assert.throws(() => new Refiner({ apiKey: KEY, maxBodyBytes }), { name: "RefinerError", kind: "config" });
    });
  }

  test("stops the reading, and cancels the rest", async () => {
    const counted = countedBody("x".repeat(1024));
    await failure(answered(counted.stream, { maxBodyBytes: 100 * 1024 }).outcome, { kind: "too_large" });
    assert.equal(counted.chunks, 101);
    assert.ok(counted.cancelled);
  });

  test("counts after decompression: a gzip bomb stops near the cap", async (t) => {
    // 64 KB that unpack to 64 MB, over and over: a gzip stream may have many members.
    const member = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20), { level: 9 });
    const members = 32;
    const wire = await startWire((socket) => {
      const length = String(member.length * members);
      socket.write(reply(200, { "content-encoding": "gzip", "content-length": length }));
      for (let count = 0; count < members; count++) socket.write(member);
    });
    t.after(() => wire.stop());
    const refiner = new Refiner({ apiKey: KEY, baseUrl: wire.url, maxBodyBytes: 1024 * 1024 });
    const before = process.resourceUsage().maxRSS;
    await failure(refiner.listResponses(), { kind: "too_large", status: 200, attempts: 1 });
    await settled(wire.requests[0].gone);
    const grown = (process.resourceUsage().maxRSS - before) / 1024;
    assert.ok(grown < 200, `the process grew by ${grown.toFixed()} MB of the 2,048`);
  });

  test("a truncated gzip is an error", async (t) => {
    const packed = gzipSync(JSON.stringify({ message: "x".repeat(10_000) }));
    const wire = await startWire((socket) => socket.end(reply(200, { "content-encoding": "gzip" }, packed.subarray(0, -20))));
    t.after(() => wire.stop());
    // Some hosts report the missing end, and some return what they have.
    const error = await failure(new Refiner({ apiKey: KEY, baseUrl: wire.url }).trackEvent(EVENT), { attempts: 1, status: 200 });
    assert.ok(["decode", "network"].includes(error.kind), error.message);
  });
});
