// Tokens, good and bad.

import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { SignJWT, exportJWK } from "jose";
import { issueToken } from "refiner-wasm/gateway";
import { SECRET, said } from "../support/gateway/ask.mjs";
import { EVENT, PLAIN, inEachHost } from "../support/gateway/suite.mjs";

const PAIRS = {
  RS256: generateKeyPairSync("rsa", { modulusLength: 2048 }),
  ES256: generateKeyPairSync("ec", { namedCurve: "P-256" }),
  EdDSA: generateKeyPairSync("ed25519"),
};
const pem = (algorithm) => PAIRS[algorithm].publicKey.export({ type: "spki", format: "pem" });
const jwk = async (algorithm, more) => ({ ...(await exportJWK(PAIRS[algorithm].publicKey)), ...more });
const set = { keys: await Promise.all(Object.keys(PAIRS).map((alg) => jwk(alg, { alg, kid: `key-${alg}`, use: "sig" }))) };

// Where a set of keys is fetched from. It counts how often.
let fetched = 0;
const keyServer = createServer((request, response) => {
  fetched += 1;
  if (request.url === "/broken") return response.writeHead(500).end("<html>oops</html>");
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(set));
});
await new Promise((resolve) => keyServer.listen(0, "127.0.0.1", () => resolve(undefined)));
const keys = `http://127.0.0.1:${keyServer.address().port}`;
after(() => keyServer.close());

const with_ = (tokens) => ({ ...PLAIN, tokens });
const VARIANTS = {
  r: PLAIN,
  RS256: with_({ publicKey: pem("RS256") }),
  ES256: with_({ publicKey: pem("ES256") }),
  EdDSA: with_({ publicKey: pem("EdDSA") }),
  "RS256-jwk": with_({ publicKey: await jwk("RS256") }),
  "ES256-jwk": with_({ publicKey: await jwk("ES256") }),
  "EdDSA-jwk": with_({ publicKey: await jwk("EdDSA") }),
  set: with_({ jwks: set }),
  address: with_({ jwks: `${keys}/keys` }),
  "address-broken": with_({ jwks: `${keys}/broken` }),
  audience: with_({ secret: SECRET, audience: "another-gateway", issuer: "https://app.example.com" }),
  young: with_({ secret: SECRET, maxAgeSeconds: 30 }),
};

const now = () => Math.floor(Date.now() / 1000);
const good = () => ({ sub: "u-1", aud: "refiner-gateway", iat: now(), exp: now() + 300 });
const part = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** A token signed with HMAC, whatever it says. */
function hmac(header, claims, secret = SECRET) {
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

const HS256 = { alg: "HS256" };
const without = (name) => Object.fromEntries(Object.entries(good()).filter(([key]) => key !== name));

/** What is refused, by what is wrong with it. */
const BAD = {
  "has expired": () => hmac(HS256, { ...good(), exp: now() - 61 }),
  "is not valid yet": () => hmac(HS256, { ...good(), nbf: now() + 120 }),
  "was issued in the future": () => hmac(HS256, { ...good(), iat: now() + 120 }),
  "is too old, though it has not expired": () => hmac(HS256, { ...good(), iat: now() - 1000, exp: now() + 1000 }),
  "never expires": () => hmac(HS256, without("exp")),
  "has no time of issue": () => hmac(HS256, without("iat")),
  "has no audience": () => hmac(HS256, without("aud")),
  "has no user": () => hmac(HS256, without("sub")),
  "has an empty user": () => hmac(HS256, { ...good(), sub: "" }),
  "has a user that is a number": () => hmac(HS256, { ...good(), sub: 1 }),
  "expires at a text": () => hmac(HS256, { ...good(), exp: "never" }),
  "has an iat that is a text": () => hmac(HS256, { ...good(), iat: String(now()) }),
  "is valid from a text on": () => hmac(HS256, { ...good(), nbf: "now" }),
  "is valid from nothing on": () => hmac(HS256, { ...good(), nbf: null }),
  "was issued at no time that there is": () => hmac(HS256, JSON.stringify(good()).replace(/"iat":\d+/, '"iat":1e400')),
  "expires never, and is old": () => hmac(HS256, JSON.stringify({ ...good(), iat: now() - 1000 }).replace(/"exp":\d+/, '"exp":1e400')),
  "has an audience in a list of lists": () => hmac(HS256, { ...good(), aud: [["refiner-gateway"]] }),
  "has a list of users": () => hmac(HS256, { ...good(), sub: ["u-1"] }),
  "has an unencoded payload": () => hmac({ alg: "HS256", crit: ["b64"], b64: true }, good()),
  "is for somebody else": () => hmac(HS256, { ...good(), aud: "refiner-gatewayx" }),
  "is for two others": () => hmac(HS256, { ...good(), aud: ["a", "b"] }),
  "has actions that are no list": () => hmac(HS256, { ...good(), actions: "track_event" }),
  "is not signed": () => `${part({ alg: "none" })}.${part(good())}.`,
  "is not signed, in capitals": () => `${part({ alg: "NONE" })}.${part(good())}.`,
  "has a header without an algorithm": () => hmac({ typ: "JWT" }, good()),
  "is signed with the public key as a secret": () => hmac(HS256, good(), pem("RS256")),
  "is signed with another secret": () => hmac(HS256, good(), "another"),
  "is signed with nothing": () => hmac(HS256, good(), ""),
  "is signed with another HMAC": () => hmac({ alg: "HS512" }, good()),
  "says that it must be understood": () => hmac({ alg: "HS256", crit: ["b64"], b64: false }, good()),
  "has a payload that was changed": () => hmac(HS256, good()).replace(/\.[^.]+\./, `.${part({ ...good(), sub: "u-2" })}.`),
  "has a signature that was cut": () => hmac(HS256, good()).slice(0, -1),
  "has four parts": () => `${hmac(HS256, good())}.x`,
  "is no token": () => "x",
  "holds no object": () => hmac(HS256, "[]"),
  "is 100 KB long": () => hmac(HS256, { ...good(), padding: "x".repeat(9_000) }),
};

/** What is taken, though it looks odd. */
const GOOD = {
  "expired within the skew of the clocks": () => hmac(HS256, { ...good(), exp: now() - 30 }),
  "has two audiences, and we are one of them": () => hmac(HS256, { ...good(), aud: ["other", "refiner-gateway"] }),
  "has an odd kid": () => hmac({ alg: "HS256", kid: "../../../etc/passwd\u0000' OR 1=1" }, good()),
  "has a jku and a jwk, which are not looked at": () => hmac({ alg: "HS256", jku: `${keys}/evil`, jwk: { kty: "oct", k: "AAAA" } }, good()),
  "has claims that nobody knows": () => hmac(HS256, { ...good(), role: "admin" }),
};

inEachHost(VARIANTS, ({ ask, sandbox }) => {
  const call = (token, at = "r", json = EVENT) => ask(`/${at}/track-event`, { method: "POST", headers: { authorization: `Bearer ${token}` }, json });
  const signed = (algorithm, { header = {}, claims = good() } = {}) =>
    new SignJWT(claims).setProtectedHeader({ alg: algorithm, ...header }).sign(PAIRS[algorithm].privateKey);

  test("the user comes from the token", async () => {
    assert.equal((await call(await issueToken({ secret: SECRET, sub: "usér/7" }))).status, 200);
    assert.deepEqual(JSON.parse((await sandbox.requests())[0].body), { event: "Upgraded", id: "usér/7" });
  });

  for (const [what, make] of Object.entries(BAD)) {
    test(`a token that ${what} is refused`, async () => {
      assert.deepEqual(said(await call(make())), [401, "auth"]);
      assert.deepEqual(await sandbox.requests(), []);
    });
  }

  for (const [what, make] of Object.entries(GOOD)) {
    test(`a token that ${what} is taken`, async () => assert.deepEqual(said(await call(make())), [200]));
  }

  test("another user's token does not do for this one", async () => {
    const token = await issueToken({ secret: SECRET, sub: "u-2" });
    assert.deepEqual(said(await call(token, "r", { ...EVENT, id: "u-1" })), [403, "permission", "id"]);
  });

  for (const header of ["", "Bearer", "Bearer ", "Basic dS0xOg==", "Token x", "bearer"]) {
    test(`an Authorization of ${JSON.stringify(header)} is no token`, async () => {
      assert.deepEqual(said(await ask("/r/track-event", { method: "POST", headers: { authorization: header }, json: EVENT })), [401, "auth"]);
    });
  }

  test("two Authorization headers are none", async () => {
    const token = `Bearer ${await issueToken({ secret: SECRET, sub: "u-1" })}`;
    const { status } = await ask("/r/track-event", { method: "POST", headers: { authorization: [token, token] }, json: EVENT });
    // Node keeps the first of them; the others join them.
    assert.ok(status === 401 || status === 200, String(status));
    const joined = await ask("/r/track-event", { method: "POST", headers: { authorization: `${token}, ${token}` }, json: EVENT });
    assert.deepEqual(said(joined), [401, "auth"]);
  });

  for (const algorithm of Object.keys(PAIRS)) {
    test(`${algorithm}: by PEM, by JWK, by a set of keys and by its address`, async () => {
      for (const at of [algorithm, `${algorithm}-jwk`]) assert.deepEqual(said(await call(await signed(algorithm), at)), [200], at);
      const named = await signed(algorithm, { header: { kid: `key-${algorithm}` } });
      for (const at of ["set", "address"]) assert.deepEqual(said(await call(named, at)), [200], at);
    });

    test(`${algorithm}: a token signed with the public key as a secret, or with another key, is refused`, async () => {
      for (const at of [algorithm, `${algorithm}-jwk`, "set", "address"]) {
        assert.deepEqual(said(await call(hmac(HS256, good(), pem(algorithm)), at)), [401, "auth"], at);
        assert.deepEqual(said(await call(hmac({ alg: algorithm, kid: `key-${algorithm}` }, good(), pem(algorithm)), at)), [401, "auth"], at);
        assert.deepEqual(said(await call(`${part({ alg: "none" })}.${part(good())}.`, at)), [401, "auth"], at);
      }
      const [other] = Object.keys(PAIRS).filter((each) => each !== algorithm);
      assert.deepEqual(said(await call(await signed(other), algorithm)), [401, "auth"]);
    });
  }

  test("an odd kid finds no key, and does not make the gateway fetch again and again", async () => {
    await call(await signed("ES256", { header: { kid: "key-ES256" } }), "address");
    const before_ = fetched;
    for (const kid of ["nothing", "key-RS256", "__proto__", ""]) {
      for (const at of ["set", "address"]) assert.deepEqual(said(await call(await signed("ES256", { header: { kid } }), at)), [401, "auth"], `${kid} at ${at}`);
    }
    assert.ok(fetched - before_ <= 1, `${fetched - before_} times`);
  });

  test("keys that cannot be fetched are not the caller's fault", async () => {
    assert.deepEqual(said(await call(await signed("ES256"), "address-broken")), [502, "server"]);
  });

  test("the audience, the issuer and the age are settings", async () => {
    const of = (claims) => hmac(HS256, { ...good(), ...claims });
    assert.deepEqual(said(await call(of({ aud: "another-gateway", iss: "https://app.example.com" }), "audience")), [200]);
    assert.deepEqual(said(await call(of({ aud: "another-gateway" }), "audience")), [401, "auth"]);
    assert.deepEqual(said(await call(of({ iss: "https://app.example.com" }), "audience")), [401, "auth"]);
    assert.deepEqual(said(await call(of({ iat: now() - 60 }), "young")), [200]);
    assert.deepEqual(said(await call(of({ iat: now() - 120 }), "young")), [401, "auth"]);
  });
});
