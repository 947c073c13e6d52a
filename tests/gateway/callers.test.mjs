// Who is calling, other than by a token: the app's session, and Refiner's identity signature.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { ORIGIN, SECRET, said } from "../support/gateway/ask.mjs";
import { EVENT, PLAIN, bearer, inEachHost } from "../support/gateway/suite.mjs";

const IDENTITY = "identity-secret-of-the-environment";
const { tokens, ...rest } = PLAIN;
const VARIANTS = {
  session: { ...rest, session: true },
  identity: { ...rest, identity: { secret: IDENTITY } },
  all: { ...PLAIN, session: true, identity: { secret: IDENTITY }, actions: ["track_event", "list_responses", "delete_contact"] },
};
const signature = (id, secret = IDENTITY) => createHmac("sha256", secret).update(id).digest("hex");
const signed = (id, hex = signature(id)) => ({ authorization: `Bearer signature:${hex}:${encodeURIComponent(id)}` });

inEachHost(VARIANTS, ({ ask, sandbox, log }) => {
  const track = (at, headers, json = EVENT) => ask(`/${at}/track-event`, { method: "POST", headers, json });
  const users = async () => (await sandbox.requests()).map(({ body }) => JSON.parse(body).id);

  test("a session names the user", async () => {
    const page = { cookie: "session=u-7", origin: ORIGIN };
    assert.deepEqual(said(await track("session", page)), [200]);
    assert.deepEqual(said(await track("session", page, { ...EVENT, id: "u-8" })), [403, "permission", "id"]);
    assert.deepEqual(said(await track("session", { origin: ORIGIN })), [401, "auth"]);
    assert.deepEqual(said(await track("session", { cookie: "other=1", origin: ORIGIN })), [401, "auth"]);
    assert.deepEqual(await users(), ["u-7"]);
  });

  test("a session that cannot be read is told to the log alone", async () => {
    await log();
    assert.deepEqual(said(await track("session", { cookie: "broken", origin: ORIGIN })), [500, "server"]);
    const [{ problem, level, status }] = await log();
    assert.deepEqual([problem, level, status], ["Error", "error", 500]);
  });

  test("a signature names the user, whatever the id looks like", async () => {
    for (const id of ["u-7", "jöe:1/2 %41", "🎉"]) assert.deepEqual(said(await track("identity", signed(id))), [200], id);
    assert.deepEqual(await users(), ["u-7", "jöe:1/2 %41", "🎉"]);
  });

  test("a signature of somebody else, of another secret, or that is none, is refused", async () => {
    for (const headers of [
      signed("u-2", signature("u-1")),
      signed("u-1", signature("u-1", SECRET)),
      signed("u-1", signature("u-1").slice(1)),
      signed("u-1", ""),
      signed("u-1", "0".repeat(64)),
      signed(""),
      { authorization: `Bearer signature:${signature("u-1")}:%E0%A4%A` },
      { authorization: `Bearer signature:${signature("u-1")}` },
      { authorization: `Bearer signature:${signature("u-1")}:u-1:u-2` },
      { authorization: "Bearer signature::" },
    ]) {
      assert.deepEqual(said(await track("identity", headers)), [401, "auth"], headers.authorization);
    }
    assert.deepEqual(await users(), []);
  });

  test("a gateway takes no other way than its own", async () => {
    assert.deepEqual(said(await track("session", { ...(await bearer()), origin: ORIGIN })), [401, "auth"]);
    assert.deepEqual(said(await track("identity", await bearer())), [401, "auth"]);
    assert.deepEqual(said(await track("identity", { cookie: "session=u-7", origin: ORIGIN })), [401, "auth"]);
    assert.deepEqual(said(await track("session", signed("u-7"))), [401, "auth"]);
  });

  test("several ways may be open, and a bad token is not saved by a good session", async () => {
    assert.deepEqual(said(await track("all", await bearer())), [200]);
    assert.deepEqual(said(await track("all", signed("u-2"))), [200]);
    assert.deepEqual(said(await track("all", { cookie: "session=u-3", origin: ORIGIN })), [200]);
    assert.deepEqual(said(await track("all", { authorization: "Bearer x", cookie: "session=u-3", origin: ORIGIN })), [401, "auth"]);
    assert.deepEqual(said(await track("all", { ...signed("u-2", "0".repeat(64)), cookie: "session=u-3", origin: ORIGIN })), [401, "auth"]);
    assert.deepEqual(await users(), ["u-1", "u-2", "u-3"]);
    const callers = (await log()).map(({ caller }) => caller);
    assert.deepEqual(callers, ["token", "signature", "session", undefined, undefined]);
  });

  test("none of them reads other people's data, or destroys, without being allowed to", async () => {
    for (const headers of [signed("u-1"), { cookie: "session=u-1", origin: ORIGIN }, await bearer()]) {
      assert.deepEqual(said(await ask("/all/responses", { headers })), [403, "permission"]);
      assert.deepEqual(said(await ask("/all/contact", { method: "DELETE", headers })), [403, "permission"]);
    }
    assert.deepEqual(await sandbox.requests(), []);
  });
});
