// Which key of a set a token means, and when a set is fetched.

import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { SignJWT, exportJWK } from "jose";
import { createGateway } from "refiner-wasm/gateway";
import { EVENT, PLAIN } from "../support/gateway/suite.mjs";

const ours = generateKeyPairSync("ec", { namedCurve: "P-256" });
const other = generateKeyPairSync("ec", { namedCurve: "P-256" });
const longer = generateKeyPairSync("ec", { namedCurve: "P-384" });
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const short = generateKeyPairSync("rsa", { modulusLength: 1024 });
const jwk = async ({ publicKey }, more) => ({ ...(await exportJWK(publicKey)), ...more });

const token = ({ privateKey }, header = {}, alg = "ES256") =>
  new SignJWT({ sub: "u-1", aud: "refiner-gateway" }).setProtectedHeader({ alg, ...header }).setIssuedAt().setExpirationTime("14m").sign(privateKey);

/** A gateway with these keys: the status and kind of its answer to a token, and what its log says. */
function stage(tokens, keySet) {
  const lines = [];
  let fetched = 0;
  const fetch = async (url) => {
    if (!String(url).includes("/keys")) return Response.json({ message: "ok" });
    fetched += 1;
    return keySet();
  };
  const gateway = createGateway({ apiKey: "key", ...PLAIN, tokens, fetch, onLog: (line) => lines.push(line) });
  const call = async (bearer) => {
    const headers = { authorization: `Bearer ${bearer}`, "content-type": "application/json" };
    const answer = await gateway.fetch(new Request("https://gateway.example/track-event", { method: "POST", headers, body: JSON.stringify(EVENT) }));
    return answer.status === 200 ? 200 : [answer.status, (await answer.json()).kind];
  };
  return { call, lines, fetched: () => fetched };
}
const REFUSED = [401, "auth"];

test("a token without a kid means the only key that fits, and none where two fit", async () => {
  const one = stage({ jwks: { keys: [await jwk(longer), await jwk(ours), await jwk(rsa), null, {}, "x"] } });
  assert.equal(await one.call(await token(ours)), 200);
  assert.equal(await one.call(await token(rsa, {}, "RS256")), 200);
  const two = stage({ jwks: { keys: [await jwk(ours, { kid: "a" }), await jwk(other, { kid: "b" })] } });
  assert.deepEqual(await two.call(await token(ours)), REFUSED);
  assert.equal(await two.call(await token(ours, { kid: "a" })), 200);
  assert.equal(await two.call(await token(other, { kid: "b" })), 200);
  assert.deepEqual(await two.call(await token(ours, { kid: "b" })), REFUSED);
  assert.deepEqual(await two.call(await token(ours, { kid: "c" })), REFUSED);
});

test("a key is used for nothing that it is not for", async () => {
  for (const more of [{ use: "enc" }, { alg: "ES384" }, { alg: "RS256" }, { crv: "P-384" }, { kty: "RSA" }]) {
    const { call } = stage({ jwks: { keys: [await jwk(ours, more)] } });
    assert.deepEqual(await call(await token(ours)), REFUSED, JSON.stringify(more));
  }
  const { call } = stage({ jwks: { keys: [await jwk(longer)] } });
  assert.deepEqual(await call(await token(longer, {}, "ES384")), REFUSED);
  const secret = stage({ jwks: { keys: [{ kty: "oct", k: Buffer.from("secret").toString("base64url") }] } });
  const forged = await new SignJWT({ sub: "u-1", aud: "refiner-gateway" }).setProtectedHeader({ alg: "HS256" }).setIssuedAt().setExpirationTime("5m").sign(Buffer.from("secret"));
  assert.deepEqual(await secret.call(forged), REFUSED);
});

test("a private key is no public one, and neither is a short one", async () => {
  const mine = { ...(await exportJWK(ours.privateKey)) };
  for (const publicKey of [mine, short.publicKey.export({ type: "spki", format: "pem" }), longer.publicKey.export({ type: "spki", format: "pem" })]) {
    const { call, lines } = stage({ publicKey });
    assert.deepEqual(await call(await token(ours)), [500, "config"]);
    assert.match(lines[0].problem, /tokens\.publicKey must be a public key/);
  }
  // Written by hand: jose makes no such token.
  const weak = stage({ publicKey: await jwk(short) });
  const now = Math.floor(Date.now() / 1000);
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "RS256" })}.${part({ sub: "u-1", aud: "refiner-gateway", iat: now, exp: now + 60 })}`;
  const { sign } = await import("node:crypto");
  assert.deepEqual(await weak.call(`${signed}.${sign("sha256", Buffer.from(signed), short.privateKey).toString("base64url")}`), REFUSED);
});

test("a fetched set is used for ten minutes, and fetched again for a key that it lacks, but not within 30 seconds", async (t) => {
  const keys = [await jwk(ours, { kid: "a" })];
  const { call, fetched } = stage({ jwks: "https://app.example.com/keys" }, () => Response.json({ keys }));
  const tokens = { a: await token(ours, { kid: "a" }), b: await token(other, { kid: "b" }) };
  const start = Date.now();
  let later = 0;
  t.mock.method(Date, "now", () => start + later);
  assert.equal(await call(tokens.a), 200);
  keys.push(await jwk(other, { kid: "b" }));
  assert.deepEqual([await call(tokens.b), fetched()], [REFUSED, 1]);
  later = 31_000;
  assert.deepEqual([await call(tokens.b), await call(tokens.a), fetched()], [200, 200, 2]);
  later = 200_000;
  assert.deepEqual([await call(tokens.a), fetched()], [200, 2]);
  later = 640_000;
  assert.deepEqual([await call(tokens.a), fetched()], [200, 3]);
});

test("a set that does not come, or is none, is not the caller's fault, and is asked for again", async () => {
  const answers = [() => new Response("<html>", { status: 500 }), () => Response.json([]), () => new Response("x"), () => Promise.reject(new TypeError("no network"))];
  const { call, fetched } = stage({ jwks: "https://app.example.com/keys" }, () => answers[fetched() - 1]?.() ?? jwk(ours).then((key) => Response.json({ keys: [key] })));
  for (const _ of answers) assert.deepEqual(await call(await token(ours)), [502, "server"]);
  assert.equal(await call(await token(ours)), 200);
});
