// The options: read once, checked like the client's, and silent about secrets.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createGateway, issueToken } from "refiner-wasm/gateway";
import { thrown, failure } from "../support/failure.mjs";
import { ORIGIN, SECRET, said } from "../support/gateway/ask.mjs";
import { EVENT, PLAIN, bearer, inEachHost } from "../support/gateway/suite.mjs";
import { KEY } from "../support/sandbox.mjs";

const VARIANTS = {
  keyless: { ...PLAIN, noKey: true },
  secretless: { ...PLAIN, tokens: {} },
  nobody: { origins: [ORIGIN] },
  wrong: { ...PLAIN, origins: ["*"] },
};

inEachHost(VARIANTS, ({ ask, sandbox, log }) => {
  for (const [name, problem] of [
    ["keyless", /apiKey \(or token\) is missing/],
    ["secretless", /tokens needs one of: secret, publicKey, jwks/],
    ["nobody", /the gateway needs one of: tokens, authenticate, identity/],
    ["wrong", /origins: "\*" would allow more pages than one/],
  ]) {
    test(`a gateway that is ${name} answers 500, and tells its log alone why`, async () => {
      await log();
      for (const [method, path] of [["POST", "track-event"], ["GET", ""], ["OPTIONS", "track-event"]]) {
        const answer = await ask(`/${name}/${path}`, { method, headers: { ...(await bearer()), origin: ORIGIN } });
        assert.deepEqual(said(answer), [500, "config"]);
        assert.equal(answer.json.message, "the gateway is not set up rightly; its log says why");
        assert.doesNotMatch(answer.text, /key|secret|token/i);
      }
      for (const line of await log()) assert.match(line.problem, problem);
      assert.deepEqual(await sandbox.requests(), []);
    });
  }
});

const request = async (path = "/track-event", json = EVENT) =>
  new Request(`https://gateway.example${path}`, {
    method: "POST",
    headers: { ...(await bearer()), "content-type": "application/json" },
    body: JSON.stringify(json),
  });

const answersOk = async () => Response.json({ message: "ok" });

describe("the options", () => {
  test("are read once for an environment, however often it calls", async () => {
    let read = 0;
    const gateway = createGateway((env) => ((read += 1), { apiKey: env.KEY, ...PLAIN, fetch: answersOk, onLog: () => {} }));
    const envs = [{ KEY: "a" }, { KEY: "b" }];
    for (const env of [...envs, ...envs, ...envs]) assert.equal((await gateway.fetch(await request(), env)).status, 200);
    assert.equal(read, 2);
  });

  test("are read again while something is missing", async () => {
    const env = {};
    const gateway = createGateway((env) => ({ apiKey: env.KEY, ...PLAIN, fetch: answersOk, onLog: () => {} }));
    assert.equal((await gateway.fetch(await request(), env)).status, 500);
    env.KEY = "a";
    assert.equal((await gateway.fetch(await request(), env)).status, 200);
  });

  test("what is remembered outlives an environment that is new with each request", async () => {
    let sent = 0;
    const fetch = async () => ((sent += 1), Response.json({ message: "ok" }));
    const gateway = createGateway(() => ({ apiKey: "k", ...PLAIN, fetch, onLog: () => {} }));
    for (const _ of [1, 2]) {
      const once = await request();
      once.headers.set("idempotency-key", "one");
      assert.equal((await gateway.fetch(once, {})).status, 200);
    }
    assert.equal(sent, 1);
  });

  test("a function that throws is a gateway that is not set up", async () => {
    const lines = [];
    const { error } = console;
    console.error = (text) => lines.push(text);
    const gateway = createGateway(() => {
      throw new TypeError(SECRET);
    });
    const answer = await gateway.fetch(await request()).finally(() => (console.error = error));
    assert.equal(answer.status, 500);
    assert.match(lines[0], /the function of the gateway's options threw a TypeError/);
    assert.ok(!lines[0].includes(SECRET));
  });

  const PROBLEMS = [
    [{ nonsense: 1 }, /nonsense is not an option of the gateway/],
    [{ basePath: "r" }, /basePath must be empty, or begin with a slash/],
    [{ basePath: "/r/" }, /basePath/],
    [{ basePath: "/../x?y" }, /basePath/],
    [{ origins: "https://app.example.com" }, /origins must be a list/],
    [{ origins: ["null"] }, /origins: "null" would allow more pages than one/],
    [{ origins: ["https://app.example.com/"] }, /such as https:\/\/app\.example\.com/],
    [{ origins: ["https://APP.example.com"] }, /such as https:\/\/app\.example\.com/],
    [{ origins: ["http://app.example.com"] }, /must begin with https/],
    [{ origins: ["https://*.example.com"] }, /would allow more pages than one/],
    [{ origins: [/x/] }, /is not text/],
    [{ origins: ["file://"] }, /is not an origin/],
    [{ actions: "all" }, /actions must be a list/],
    [{ actions: ["all"] }, /Refiner has no action "all"/],
    [{ actions: ["update_contact"] }, /each is named, by its own name/],
    [{ actions: [] }, /actions must be a list/],
    [{ tokens: { secret: SECRET, jwks: "https://a.b" } }, /needs one of/],
    [{ tokens: { secret: "" } }, /tokens\.secret must be text that is not empty/],
    [{ tokens: { secret: "x".repeat(31) } }, /tokens\.secret is shorter than 32 bytes/],
    [{ tokens: { secret: SECRET, algorithm: "none" } }, /tokens\.algorithm is not an option/],
    [{ tokens: { jwks: "http://keys.example.com" } }, /tokens\.jwks must begin with https/],
    [{ tokens: { jwks: "nonsense" } }, /tokens\.jwks must be an address/],
    [{ tokens: { jwks: { keys: "x" } } }, /tokens\.jwks is not a set of keys/],
    [{ tokens: { secret: SECRET, maxAgeSeconds: 0 } }, /tokens\.maxAgeSeconds/],
    [{ tokens: { secret: SECRET, audience: "" } }, /tokens\.audience/],
    [{ identity: {} }, /identity\.secret/],
    [{ authenticate: "x" }, /authenticate must be a function/],
    [{ limits: { perUser: 0 } }, /limits\.perUser must be a finite number above 0/],
    [{ limits: { perHour: 1 } }, /limits\.perHour is not an option/],
    [{ maxBodyBytes: -1 }, /maxBodyBytes/],
    [{ timeoutMs: Infinity }, /timeoutMs/],
    [{ baseUrl: "http://api.example.com" }, /baseUrl must begin with https/],
    [{ onLog: "x" }, /onLog must be a function/],
  ];
  for (const [options, problem] of PROBLEMS) {
    test(`${JSON.stringify(options)} is refused, and the log says why`, async (t) => {
      const lines = [];
      const { error } = console;
      const onLog = options.onLog ?? ((line) => lines.push(line));
      console.error = (text) => lines.push(JSON.parse(text));
      t.after(() => (console.error = error));
      const gateway = createGateway({ apiKey: KEY, ...PLAIN, ...options, onLog });
      const answer = await gateway.fetch(await request());
      assert.deepEqual([answer.status, (await answer.json()).kind], [500, "config"]);
      assert.match(lines[0].problem, problem);
      assert.ok(!JSON.stringify(lines).includes(SECRET) && !JSON.stringify(lines).includes(KEY));
    });
  }

  test("that are no options at all are an error at once", () => {
    for (const options of [undefined, null, "x", 7]) thrown(() => createGateway(options), { kind: "config", message: /createGateway needs its options/ });
  });

  test("a public key that is none, or a private one, is told to the log", async () => {
    for (const publicKey of ["x", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", {}, { kty: "oct", k: "AAAA" }, { kty: "EC", crv: "P-384", x: "a", y: "b" }]) {
      const lines = [];
      const gateway = createGateway({ apiKey: KEY, ...PLAIN, tokens: { publicKey }, onLog: (line) => lines.push(line) });
      assert.equal((await gateway.fetch(await request())).status, 500);
      assert.match(lines[0].problem, /tokens\.publicKey must be a public key/);
    }
  });

  test("a log that throws, or rejects, fails nothing", async () => {
    for (const onLog of [() => { throw new Error("x"); }, async () => { throw new Error("x"); }]) {
      const gateway = createGateway({ apiKey: KEY, ...PLAIN, fetch: answersOk, onLog });
      assert.equal((await gateway.fetch(await request())).status, 200);
    }
  });

  test("a write is kept alive by the host when the page goes", async () => {
    const kept = [];
    const gateway = createGateway({ apiKey: KEY, ...PLAIN, fetch: answersOk, onLog: () => {} });
    const { fetch } = gateway;
    await fetch(await request(), {}, { waitUntil: (promise) => kept.push(promise) });
    assert.equal(kept.length, 1);
    await kept[0];
  });
});

describe("a token that was read", () => {
  test("is taken again without being read, until it expires", async (t) => {
    let verified = 0;
    const verify = crypto.subtle.verify;
    t.mock.method(crypto.subtle, "verify", (...given) => ((verified += 1), Reflect.apply(verify, crypto.subtle, given)));
    const gateway = createGateway({ apiKey: KEY, ...PLAIN, fetch: answersOk, onLog: () => {} });
    const { authorization } = await bearer({ expiresIn: 30 });
    const call = async (token = authorization) => {
      const sent = await request();
      sent.headers.set("authorization", token);
      return (await gateway.fetch(sent)).status;
    };
    for (const _ of [1, 2, 3]) assert.equal(await call(), 200);
    assert.equal(verified, 1);
    // One that differs in its last letter is another one.
    assert.equal(await call(`${authorization.slice(0, -4)}AAAA`), 401);
    const start = Date.now();
    let later = 31_000;
    t.mock.method(Date, "now", () => start + later);
    assert.equal(await call(), 200, "the clocks may differ");
    assert.equal(verified, 3);
    later = 100_000;
    assert.equal(await call(), 401);
  });
});

describe("issueToken", () => {
  test("refuses what makes no token", async () => {
    for (const [given, message] of [
      [{}, /secret must be text/],
      [{ secret: undefined, sub: "u-1" }, /secret must be text/],
      [{ secret: SECRET }, /sub must be text/],
      [{ secret: SECRET, sub: "" }, /sub must be text/],
      [{ secret: SECRET, sub: 7 }, /sub must be text/],
      [{ secret: SECRET, sub: "u-1", expiresIn: 0 }, /expiresIn must be a number of seconds above 0/],
      [{ secret: SECRET, sub: "u-1", expiresIn: "soon" }, /expiresIn/],
      [{ secret: SECRET, sub: "u-1", actions: "all" }, /actions must be a list/],
      [{ secret: SECRET, sub: "u-1", role: "admin" }, /role is not an option/],
    ]) {
      await failure(issueToken(given), { kind: "config", message }, SECRET);
    }
  });

  test("writes what it was given, and no more", async () => {
    const claims = (token) => JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
    const { iat, exp, ...rest } = claims(await issueToken({ secret: SECRET, sub: "u-1" }));
    assert.deepEqual([exp - iat, rest], [900, { sub: "u-1", aud: "refiner-gateway" }]);
    for (const [expiresIn, seconds] of [[60, 60], ["90s", 90], ["5m", 300], ["1 h", 3600]]) {
      const made = claims(await issueToken({ secret: SECRET, sub: "u-1", audience: "x", actions: ["track_event"], email: "a@b.c", expiresIn }));
      assert.deepEqual([made.exp - made.iat, made.aud, made.actions, made.email], [seconds, "x", ["track_event"], "a@b.c"]);
    }
  });
});
