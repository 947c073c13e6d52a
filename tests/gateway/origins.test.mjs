// Which pages may call.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ORIGIN, said } from "../support/gateway/ask.mjs";
import { EVENT, PLAIN, bearer, inEachHost } from "../support/gateway/suite.mjs";

const VARIANTS = {
  r: PLAIN,
  ported: { ...PLAIN, origins: ["http://localhost:5173", "capacitor://localhost"] },
  closed: { ...PLAIN, origins: [] },
  session: { ...PLAIN, session: true },
};

const FOREIGN = {
  "of no place": "null",
  "of any place": "*",
  "of a sibling": "https://evil.example.com",
  "of the domain itself": "https://example.com",
  "with our name in front": "https://app.example.com.evil.com",
  "with our name behind": "https://evilapp.example.com",
  "below ours": "https://x.app.example.com",
  "in upper case": "HTTPS://APP.EXAMPLE.COM",
  "of another port": "https://app.example.com:8443",
  "with the port that it has anyway": "https://app.example.com:443",
  "with a trailing dot": "https://app.example.com.",
  "with a trailing slash": "https://app.example.com/",
  "of another scheme": "http://app.example.com",
  "twice": `${ORIGIN}, ${ORIGIN}`,
  "with a user": "https://app.example.com@evil.com",
};

inEachHost(VARIANTS, ({ ask, sandbox, url }) => {
  const track = async (headers, at = "r") => ask(`/${at}/track-event`, { method: "POST", headers: { ...(await bearer()), ...headers }, json: EVENT });
  const asks = (method, path, headers = {}) =>
    ask(path, { method: "OPTIONS", headers: { origin: ORIGIN, "access-control-request-method": method, ...headers } });
  const shares = ({ headers }) => Object.keys(headers).filter((name) => name.startsWith("access-control-"));

  test("a page in the list may read the reply, and the two headers that it needs", async () => {
    const answer = await track({ origin: ORIGIN });
    assert.deepEqual([answer.status, answer.json], [200, { message: "ok" }]);
    assert.equal(answer.headers["access-control-allow-origin"], ORIGIN);
    assert.equal(answer.headers["access-control-expose-headers"], "Retry-After, X-Request-Id");
    assert.equal(answer.headers["access-control-allow-credentials"], undefined);
  });

  test("it may read a failure too", async () => {
    const { status, headers } = await ask("/r/track-event", { method: "POST", headers: { origin: ORIGIN }, json: EVENT });
    assert.deepEqual([status, headers["access-control-allow-origin"], headers["www-authenticate"]], [401, ORIGIN, "Bearer"]);
  });

  test("other ports and schemes may be in the list", async () => {
    for (const origin of VARIANTS.ported.origins) assert.equal((await track({ origin }, "ported")).headers["access-control-allow-origin"], origin);
    assert.deepEqual(said(await track({ origin: "http://localhost:5174" }, "ported")), [403, "permission"]);
  });

  test("no page at all, with a token, is a server or an app", async () => {
    const answer = await track({});
    assert.deepEqual([answer.status, shares(answer)], [200, []]);
    assert.deepEqual(said(await track({}, "closed")), [200]);
  });

  for (const [what, origin] of Object.entries(FOREIGN)) {
    test(`an origin ${what} is refused, and told nothing`, async () => {
      const answer = await track({ origin });
      assert.deepEqual([said(answer), shares(answer)], [[403, "permission"], []]);
      const preflight = await asks("POST", "/r/track-event", { origin });
      assert.deepEqual([preflight.status, shares(preflight)], [403, []]);
      assert.deepEqual(await sandbox.requests(), []);
    });
  }

  test("the gateway's own origin must be in the list like any other", async () => {
    assert.deepEqual(said(await track({ origin: url() })), [403, "permission"]);
  });

  test("a preflight is answered without Refiner, and for its path alone", async () => {
    const answer = await asks("POST", "/r/track-event", { "access-control-request-headers": "Authorization, content-type,content-encoding , idempotency-key" });
    assert.equal(answer.status, 204);
    assert.equal(answer.text, "");
    assert.equal(answer.headers["access-control-allow-origin"], ORIGIN);
    assert.equal(answer.headers["access-control-allow-methods"], "POST");
    assert.equal(answer.headers["access-control-max-age"], "600");
    assert.equal(answer.headers.vary, "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
    assert.equal((await asks("POST", "/r/batch")).status, 204);
    assert.deepEqual(await sandbox.requests(), []);
  });

  for (const [what, method, path, headers, status] of [
    ["another method", "DELETE", "/r/track-event", {}, 405],
    ["a method in lower case", "post", "/r/track-event", {}, 405],
    ["any method", "*", "/r/track-event", {}, 405],
    ["a path that is none", "POST", "/r/nothing", {}, 404],
    ["a path outside of the base path", "POST", "/track-event", {}, 500],
    ["an action off the list", "GET", "/r/responses", {}, 403],
    ["another method of the batch", "GET", "/r/batch", {}, 405],
    ["a header that is not ours", "POST", "/r/track-event", { "access-control-request-headers": "authorization, x-http-method-override" }, 403],
    ["any header", "POST", "/r/track-event", { "access-control-request-headers": "*" }, 403],
  ]) {
    test(`a preflight for ${what} is refused`, async () => {
      const answer = await asks(method, path, headers);
      assert.deepEqual([answer.status, shares(answer)], [status, []]);
      assert.deepEqual(await sandbox.requests(), []);
    });
  }

  test("with cookies, a page in the list is needed, and may send them", async () => {
    const cookie = { cookie: "session=u-7" };
    const call = (headers) => ask("/session/track-event", { method: "POST", headers, json: EVENT });
    const answer = await call({ ...cookie, origin: ORIGIN });
    assert.deepEqual([answer.status, answer.headers["access-control-allow-credentials"]], [200, "true"]);
    assert.equal(JSON.parse((await sandbox.requests())[0].body).id, "u-7");
    await sandbox.clear();
    for (const origin of [undefined, "null", "https://evil.example.com"]) {
      assert.deepEqual(said(await call({ ...cookie, ...(origin && { origin }) })), [403, "permission"]);
    }
    assert.deepEqual(await sandbox.requests(), []);
  });
});
