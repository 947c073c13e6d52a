// The webhook handler, in Node: who may call it, what it reads, which handler gets what, and what the sender is told.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { isRefinerError } from "refiner-wasm";
import { createWebhookHandler } from "../node_modules/refiner-wasm/gateway/webhook/index.js";

const SECRET = "whsec-0123456789abcdef";
const contact = JSON.parse(await readFile(new URL("../fixtures/contact.json", import.meta.url), "utf8"));
const event = { ...contact, project_uuid: "p-1", triggered_event: "Completed Survey", form: { uuid: "f-1", name: "NPS" }, response: { uuid: "r-1", data: { nps: "9" } } };

/** A request as Refiner sends it. */
function post(body = event, { url = "https://hooks.example/refiner", method = "POST", headers = {}, secret = SECRET } = {}) {
  const text = typeof body === "string" || body instanceof ReadableStream || body instanceof Uint8Array ? body : JSON.stringify(body);
  return new Request(url, {
    method,
    headers: { "Content-Type": "application/json", ...(secret && { "X-Refiner-Token": secret }), ...headers },
    ...(method === "POST" && { body: text, duplex: "half" }),
  });
}

/** A handler, what its handlers got, and what it logged. */
function stage(options = {}) {
  const got = [];
  const lines = [];
  const on = { other: (event) => void got.push(event) };
  const handler = createWebhookHandler({ secret: SECRET, on, onLog: (line) => lines.push(line), ...options });
  const send = async (request, env, ctx) => {
    const response = await handler.fetch(request, env, ctx);
    assert.equal(response.headers.get("Cache-Control"), "no-store");
    const text = await response.text();
    assert.ok(!text.includes(SECRET), text);
    return { status: response.status, headers: response.headers, ...JSON.parse(text) };
  };
  return { got, lines, send };
}

const refused = ({ status, kind }) => [status, kind];

describe("the secret", () => {
  const places = {
    "its header": { headers: { "X-Refiner-Token": SECRET } },
    "a header after Bearer": { headers: { Authorization: `Bearer ${SECRET}` } },
    "a query parameter": { url: `https://hooks.example/refiner?a=b&token=${SECRET}` },
  };

  for (const [name, options] of Object.entries(places)) {
    test(`may be in ${name}, unless its place is said`, async () => {
      const { send, lines } = stage();
      assert.equal((await send(post(event, { secret: null, ...options }))).status, 200);
      assert.match(lines[0].place, /^(header x-refiner-token|header authorization|query token)$/);
      const elsewhere = stage({ place: { header: "X-Other" } });
      assert.deepEqual(refused(await elsewhere.send(post(event, { secret: null, ...options }))), [401, "auth"]);
      assert.equal(elsewhere.got.length, 0);
    });
  }

  test("is taken from the place that is said", async () => {
    for (const [place, options] of [[{ header: "X-REFINER-TOKEN" }, places["its header"]], [{ query: "token" }, places["a query parameter"]]]) {
      assert.equal((await stage({ place }).send(post(event, { secret: null, ...options }))).status, 200);
    }
  });

  test("must be exactly right", async () => {
    for (const secret of [null, "", SECRET.slice(1), SECRET.slice(0, -1), `${SECRET}x`, SECRET.toUpperCase(), "null", "undefined"]) {
      const { send, got } = stage();
      assert.deepEqual(refused(await send(post(event, { secret }))), [401, "auth"], String(secret));
      assert.equal(got.length, 0);
    }
  });

  test("may be two while it is changed, and a function of env", async () => {
    for (const secret of [["old-secret", SECRET], [SECRET, "old-secret"], (env) => [env.NEW, env.OLD]]) {
      const { send } = stage({ secret, replay: false });
      for (const one of ["old-secret", SECRET]) assert.equal((await send(post(event, { secret: one }), { NEW: SECRET, OLD: "old-secret" })).status, 200);
      assert.equal((await send(post(event, { secret: "another" }), { NEW: SECRET, OLD: "old-secret" })).status, 401);
    }
  });

  test("that is not set is a 500 that does not name it, and lets nobody in", async () => {
    for (const secret of [undefined, "", [], [""], [undefined], 7, null, () => undefined, (env) => env.REFINER_WEBHOOK_SECRET, () => { throw new Error("REFINER_WEBHOOK_SECRET"); }]) {
      const { send, got } = stage({ secret });
      for (const given of [null, "undefined", "null"]) {
        const answer = await send(post(event, { secret: given }), {});
        assert.deepEqual(refused(answer), [500, "config"]);
        assert.doesNotMatch(JSON.stringify(answer), /secret|WEBHOOK_/i);
      }
      assert.equal(got.length, 0);
    }
  });
});

describe("a request", () => {
  test("that is no POST, or no JSON, is refused", async () => {
    const { send, got } = stage();
    for (const method of ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]) {
      const response = await createWebhookHandler({ secret: SECRET, on: {} }).fetch(post(event, { method }));
      assert.deepEqual([response.status, response.headers.get("Allow")], [405, "POST"], method);
    }
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp", ""]) {
      assert.equal((await send(post(event, { headers: { "Content-Type": type } }))).status, 415, type);
    }
    for (const type of ["application/json; charset=utf-8", "Application/JSON", "application/vnd.refiner+json"]) {
      assert.equal((await send(post({ ...event, type }, { headers: { "Content-Type": type } }))).status, 200, type);
    }
    assert.equal(got.length, 3);
  });

  test("with a body that is no JSON object is refused", async () => {
    const { send, got } = stage();
    for (const body of ["", "{", "[]", "null", "7", '"text"', "[".repeat(10_000), "<html>", new Uint8Array([0xff, 0xfe])]) {
      assert.deepEqual(refused(await send(post(body))), [400, "input"]);
    }
    assert.equal(got.length, 0);
    assert.equal((await send(post(`\ufeff${JSON.stringify(event)}`))).status, 200);
    assert.equal((await send(post(`{"a":${"[".repeat(10_000)}${"]".repeat(10_000)}}`))).status, 200);
  });

  test("may have as many bytes as allowed and not one more, whatever it says of its length", async () => {
    const body = JSON.stringify({ ...event, note: "é".repeat(100) });
    const bytes = Buffer.byteLength(body);
    assert.equal((await stage({ maxBytes: bytes }).send(post(body))).status, 200);
    const { send, got } = stage({ maxBytes: bytes - 1 });
    assert.deepEqual(refused(await send(post(body))), [413, "too_large"]);
    const chunked = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1_000).fill(0x20)) });
    assert.deepEqual(refused(await send(post(chunked))), [413, "too_large"]);
    assert.equal(got.length, 0);
  });

  test("that is too slow is refused in time, and its body is let go", async () => {
    let cancelled;
    const let_go = new Promise((resolve) => (cancelled = resolve));
    const slow = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array([0x7b])), cancel: () => cancelled("let go") });
    assert.deepEqual(refused(await stage({ timeoutMs: 30 }).send(post(slow))), [408, "timeout"]);
    assert.equal(await let_go, "let go");
  });

  test("that is cut off is refused", async () => {
    const cut = new ReadableStream({ start: (controller) => controller.error(new Error("reset")) });
    assert.deepEqual(refused(await stage().send(post(cut))), [400, "input"]);
  });
});

describe("an event", () => {
  test("goes to its handler, whatever its case and the order of its words, with env, ctx and the request", async () => {
    const calls = [];
    const { send } = stage({ on: { completed_survey: (...all) => void calls.push(all), other: () => assert.fail("the wrong handler") } });
    const env = { A: 1 };
    const ctx = { waitUntil() {} };
    const names = ["Completed Survey", "Survey Completed", "completed_survey", "SURVEY-COMPLETED", "completedSurvey", "  completed   survey "];
    for (const triggered_event of names) {
      const request = post({ ...event, triggered_event });
      assert.deepEqual((await send(request, env, ctx)).outcome, "handled", triggered_event);
      assert.deepEqual(calls.at(-1), [{ ...event, triggered_event }, { env, ctx, request }]);
    }
    assert.equal(calls.length, names.length);
  });

  test("without a handler of its own goes to other, and without that it is ignored", async () => {
    for (const triggered_event of ["Tag added", "Completed Surveys", "", undefined, null, 7, { a: 1 }, "x".repeat(10_000), "constructor", "__proto__"]) {
      const { send, got, lines } = stage();
      assert.equal((await send(post({ ...event, triggered_event }))).outcome, "handled");
      assert.equal(got.length, 1);
      assert.doesNotMatch(JSON.stringify(lines), new RegExp(`${contact.email}|${contact.remote_id}`));
      assert.equal((await stage({ on: { saw_survey: () => assert.fail("the wrong handler") } }).send(post({ ...event, triggered_event }))).outcome, "ignored");
    }
  });

  test("whose handler fails is answered with 500, sent again, and handled then", async () => {
    for (const failing of [() => { throw new Error(`stack with ${SECRET}`); }, () => Promise.reject(undefined), async () => { throw Object.freeze({}); }]) {
      let failures = 2;
      let handled = 0;
      const { send, lines } = stage({ on: { other: (event) => (failures-- > 0 ? failing(event) : void handled++) } });
      for (let count = 0; count < 2; count++) {
        const answer = await send(post());
        assert.deepEqual([answer.status, answer.kind, answer.message], [500, "server", "the handler failed"]);
      }
      assert.equal((await send(post())).outcome, "handled");
      assert.equal((await send(post())).outcome, "duplicate");
      assert.equal(handled, 1);
      assert.deepEqual(lines.map(({ outcome }) => outcome), ["failed", "failed", "handled", "duplicate"]);
    }
  });

  test("that comes twice at once is handled once", async () => {
    let finish;
    let calls = 0;
    const { send } = stage({ on: { other: () => ((calls += 1), new Promise((resolve) => (finish = resolve))) } });
    const first = send(post());
    const second = send(post(), {});
    while (!finish) await new Promise((resolve) => setImmediate(resolve));
    finish();
    assert.deepEqual([(await first).outcome, (await second).outcome].sort(), ["duplicate", "handled"]);
    assert.equal(calls, 1);
  });

  test("is handled each time without replay memory, and if one byte differs", async () => {
    const { send, got } = stage({ replay: false });
    for (let count = 0; count < 2; count++) assert.equal((await send(post())).outcome, "handled");
    assert.equal(got.length, 2);
    const remembering = stage();
    await remembering.send(post());
    assert.equal((await remembering.send(post({ ...event, more: 1 }))).outcome, "handled");
  });
});

test("an observer that throws changes nothing", async () => {
  const { send } = stage({ onLog: () => { throw new Error("broken"); } });
  assert.equal((await send(post())).status, 200);
});

test("options that are wrong are refused when the handler is made", () => {
  const on = { other() {} };
  for (const options of [
    undefined, null, 7, {}, { secret: SECRET }, { secret: SECRET, on: null }, { secret: SECRET, on: { other: 7 } },
    { secret: SECRET, on: { completed_survey() {}, survey_completed() {} } }, { secret: SECRET, on, secrets: [] },
    ...[null, {}, "header", { header: "" }, { header: 7 }, { header: "a", query: "b" }, { cookie: "a" }].map((place) => ({ secret: SECRET, on, place })),
    ...[0, -1, NaN, Infinity, "10"].flatMap((value) => [{ secret: SECRET, on, maxBytes: value }, { secret: SECRET, on, timeoutMs: value }]),
    { secret: SECRET, on, replay: 1 }, { secret: SECRET, on, onLog: "console" },
  ]) {
    assert.throws(() => createWebhookHandler(options), (error) => isRefinerError(error) && error.kind === "config" && !error.message.includes(SECRET), JSON.stringify(options));
  }
});
