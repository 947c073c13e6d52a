// What comes back: Refiner's JSON as it is, and of its failures only what a caller may know.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { issueToken } from "refiner-wasm/gateway";
import { failure } from "../support/failure.mjs";
import { SECRET, ask, noSecret, said } from "../support/gateway/ask.mjs";
import { HOSTS, startHost } from "../support/gateway/hosts.mjs";
import { EVENT, PLAIN, bearer } from "../support/gateway/suite.mjs";
import { KEY } from "../support/sandbox.mjs";
import { json, reply, startWire } from "../support/wire.mjs";

const ALL = { ...PLAIN, actions: ["track_event", "identify_user", "list_responses"] };
const VARIANTS = { r: ALL, hasty: { ...ALL, timeoutMs: 300 } };
const LISTS = { actions: ["list_responses"] };

const HTML = "<!doctype html><html><body>oops at /srv/app/index.js:12</body></html>";

/** What Refiner does, and what the caller gets of it for a write. */
const FAILURES = {
  "a page of HTML with 500": [reply(500, { "content-type": "text/html" }, HTML), [502, "server"]],
  "a page of HTML with 200": [reply(200, { "content-type": "text/html" }, HTML), [502, "decode"]],
  "a page of HTML with 403": [reply(403, { "content-type": "text/html" }, HTML), [403, "permission"]],
  "a page of HTML with 422": [reply(422, { "content-type": "text/html" }, HTML), [422, "rejected"]],
  "502": [json({ error: "bad gateway" }, 502), [502, "server"]],
  "503 with a time": [json({ error: "busy" }, 503, { "retry-after": "7" }), [503, "server"], "7"],
  "504": [json({}, 504), [504, "server"]],
  "408": [json({}, 408), [502, "server"]],
  "429 with a time": [json({ error: "You are doing this too often." }, 429, { "retry-after": "9" }), [429, "rate_limited"], "9"],
  "429 without a time": [json({ error: "You are doing this too often." }, 429), [429, "rate_limited"]],
  "an unknown key": [json({ message: "API key not valid or does not exist" }, 404), [502, "config"]],
  "a malformed key": [json({ error: "API key does not look valid" }, 401), [502, "config"]],
  "its key in its words": [json({ error: `the key ${KEY} is wrong` }, 422), [422, "rejected"]],
  "409": [json({ error: "twice" }, 409), [409, "conflict"]],
  "404": [json({ message: "Contact not found" }, 404), [404, "not_found"]],
  "a redirect": [reply(302, { location: "https://evil.example.com/" }), [502, "redirect"]],
  "a permanent redirect": [reply(308, { location: "/elsewhere" }), [502, "redirect"]],
  "an empty 200": [reply(200), [502, "decode"]],
  "a cut body": [reply(200, { "content-length": "500" }, '{"message":'), [502, "network"]],
  "cut JSON": [reply(200, {}, '{"message":"o'), [502, "decode"]],
  "a list where an object belongs": [reply(200, {}, "[]"), [502, "decode"]],
};

for (const name of Object.keys(HOSTS)) {
  describe(name, () => {
    let wire;
    let host;
    /** What Refiner answers next. */
    let next;
    before(async () => {
      wire = await startWire((socket, request) => next(socket, request));
      host = await startHost(name, wire.url, VARIANTS);
    });
    after(async () => {
      await host?.stop();
      await wire?.stop();
    });
    const answers = (bytes) => (next = (socket) => socket.end(bytes));
    const post = async (at = "r", action = "track-event", headers = {}) =>
      ask(`${host.url}/${at}/${action}`, { method: "POST", headers: { ...(await bearer()), ...headers }, json: action === "track-event" ? EVENT : {} });
    const log = async () => {
      const text = await (await fetch(`${host.url}/_log`)).text();
      noSecret(text.replaceAll("127.0.0.1", ""));
      return JSON.parse(text);
    };

    for (const [what, [bytes, expected, retryAfter]] of Object.entries(FAILURES)) {
      test(`${what}: the caller gets ${expected.join(" ")}`, async () => {
        answers(bytes);
        const before_ = wire.requests.length;
        const answer = await post();
        assert.deepEqual(said(answer), expected);
        assert.equal(answer.headers["retry-after"], retryAfter);
        assert.equal(wire.requests.length - before_, 1, "it was sent more than once");
        const lines = await log();
        assert.deepEqual([lines.length, lines.at(-1).kind, lines.at(-1).status], [1, expected[1], expected[0]]);
      });
    }

    test("a stall is given up at the deadline", async () => {
      next = () => {};
      assert.deepEqual(said(await post("hasty")), [504, "timeout"]);
      next = (socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{");
      assert.deepEqual(said(await post("hasty")), [504, "timeout"]);
    });

    test("a connection that breaks, or cannot be made", async () => {
      next = (socket) => socket.destroy();
      assert.deepEqual(said(await post()), [502, "network"]);
      assert.match((await log()).at(-1).problem, /connection failed/);
    });

    test("what Refiner says of a request is told, and its page is not", async () => {
      answers(json({ error: { email: ["is not valid"] } }, 422));
      const { json: said_ } = await post();
      assert.deepEqual([said_.kind, said_.message, said_.error], ["rejected", "Refiner refused the request", '{"email":["is not valid"]}']);
      for (const page of [HTML, "TypeError: x at load (/srv/app/index.js:12:3)", JSON.stringify({ error: "<b>oops</b>" }), JSON.stringify({ error: "in /srv/app/User.php:12" })]) {
        answers(reply(422, {}, page));
        const { json: body } = await post();
        assert.deepEqual([body.message, body.error], ["Refiner refused the request", undefined], page);
      }
    });

    test("the client shows Refiner's own words, whatever Refiner refused", async () => {
      const client = new Refiner({ baseUrl: `${host.url}/r`, token: await issueToken({ secret: SECRET, sub: "u-1" }), maxRetries: 0 });
      for (const [status, kind, body, detail] of [
        [403, "permission", { message: "Your plan has no such thing." }, "Your plan has no such thing."],
        [404, "not_found", { message: "Contact not found" }, "Contact not found"],
        [409, "conflict", { detail: "twice" }, "twice"],
        [422, "rejected", { error: "The date range is too long." }, "The date range is too long."],
        [422, "rejected", { message: "Invalid", error: { email: ["bad"] } }, '{"email":["bad"]}'],
        [429, "rate_limited", { error: "You are doing this too often." }, "You are doing this too often."],
        [422, "rejected", "plain words", "plain words"],
      ]) {
        answers(typeof body === "string" ? reply(status, {}, body) : json(body, status));
        await failure(client.trackEvent({ event: "Upgraded", id: "u-1" }), { kind, status, detail });
        const { json: batch } = await ask(`${host.url}/r/batch`, { method: "POST", headers: await bearer(), json: { entries: [{ id: crypto.randomUUID(), action: "track_event", input: EVENT }] } });
        assert.deepEqual([batch.results[0].kind, batch.results[0].error], [kind, kind === "rate_limited" ? undefined : detail]);
      }
    });

    test("a status of success and its JSON come back as they are, and no header", async () => {
      answers(reply(201, { "set-cookie": "a=b; Path=/", "x-powered-by": "PHP", server: "nginx", etag: "1", "access-control-allow-origin": "*" }, '{"message":"ok","more":1}'));
      const { status, text } = await post();
      assert.deepEqual([status, text], [201, '{"message":"ok","more":1}']);
    });

    test("numbers beyond 2^53, keys that come twice, and odd text come through unharmed", async () => {
      const page = '{"items":[{"uuid":"a","data":{"n":12345678901234567890,"n":1e400,"f":1.0,"s":"\\ud800 é"}}],"pagination":{"items_count":1,"current_page":1,"last_page":1,"page_length":100}}';
      answers(reply(200, {}, page));
      const { status, text } = await ask(`${host.url}/r/responses`, { headers: await bearer(LISTS) });
      assert.deepEqual([status, text], [200, page]);
      answers(reply(200, {}, '{"message":"ok","id":12345678901234567890}'));
      assert.equal((await post()).text, '{"message":"ok","id":12345678901234567890}');
    });

    test("a list without items is no list", async () => {
      answers(reply(200, {}, '{"message":"ok"}'));
      assert.deepEqual(said(await ask(`${host.url}/r/responses`, { headers: await bearer(LISTS) })), [502, "decode"]);
    });

    test("the client shows a failure as the gateway means it", async () => {
      const client = new Refiner({ baseUrl: `${host.url}/r`, token: await issueToken({ secret: SECRET, sub: "u-1" }), maxRetries: 0 });
      for (const [bytes, expected] of [
        [FAILURES["an unknown key"][0], { kind: "config", status: 502 }],
        [FAILURES["429 with a time"][0], { kind: "rate_limited", status: 429, retryAfterMs: 9000 }],
        [FAILURES["a redirect"][0], { kind: "redirect", status: 502 }],
        [FAILURES["a page of HTML with 200"][0], { kind: "decode", status: 502 }],
        [FAILURES["404"][0], { kind: "not_found", status: 404 }],
      ]) {
        answers(bytes);
        await failure(client.trackEvent({ event: "Upgraded", id: "u-1" }), { action: "track_event", ...expected });
      }
      const refused = await failure(client.trackEvent({ event: "Upgraded", id: "u-2" }), { kind: "permission", status: 403 });
      assert.match(refused.message, /^track_event: the gateway refused the request \(status 403: id names another user/);
    });

    test("a token that was refused is asked for again, once", async () => {
      answers(json({ message: "ok" }));
      const asked = [];
      const token = async ({ refused }) => {
        asked.push(refused);
        return refused ? issueToken({ secret: SECRET, sub: "u-1" }) : "expired";
      };
      const client = new Refiner({ baseUrl: `${host.url}/r`, token });
      assert.deepEqual(await client.trackEvent({ event: "Upgraded", id: "u-1" }), { message: "ok" });
      assert.deepEqual(asked, [false, true]);
    });

    test("an entry with an id is sent once, and its answer is given again", async () => {
      answers(json({ message: "ok", n: 1 }));
      const before_ = wire.requests.length;
      const once = { "idempotency-key": "entry-1" };
      const [first, second] = [await post("r", "track-event", once), await post("r", "track-event", once)];
      assert.deepEqual([first.text, second.text, wire.requests.length - before_], ['{"message":"ok","n":1}', '{"message":"ok","n":1}', 1]);
      assert.deepEqual((await log()).slice(-2).map(({ outcome }) => outcome), [undefined, "duplicate"]);
      answers(json({ error: "no" }, 422));
      const refused = { "idempotency-key": "entry-2" };
      assert.deepEqual(said(await post("r", "track-event", refused)), [422, "rejected"]);
      answers(json({ message: "ok" }));
      assert.deepEqual(said(await post("r", "track-event", refused)), [422, "rejected"]);
    });

    test("an event that was sent and never answered is not sent again; a user is", async () => {
      const sent = async (action, key) => {
        next = () => {};
        assert.deepEqual(said(await post("hasty", action, { "idempotency-key": key })), [504, "timeout"]);
        answers(json({ message: "ok" }));
        return said(await post("hasty", action, { "idempotency-key": key }));
      };
      assert.deepEqual(await sent("track-event", "lost-1"), [504, "timeout"]);
      assert.deepEqual(await sent("identify-user", "lost-2"), [200]);
    });
  });
}
