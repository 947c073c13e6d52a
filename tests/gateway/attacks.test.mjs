// Two attackers: one sends odd bytes, and one wants to reach another user's data.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { SECRET, said } from "../support/gateway/ask.mjs";
import { EVENT, PLAIN, bearer, inEachHost } from "../support/gateway/suite.mjs";

const IDENTITY = "identity-secret-of-the-environment";
const VARIANTS = {
  r: { ...PLAIN, identity: { secret: IDENTITY }, actions: ["identify_user", "track_event", "store_response", "get_contact", "add_contact_to_segment"] },
};
const JSON_TYPE = { "content-type": "application/json" };

inEachHost(VARIANTS, ({ ask, sandbox }) => {
  /** A body as it is written, of the user u-1 unless another one calls. */
  const post = async (path, body, { sub = "u-1", headers = {} } = {}) =>
    ask(`/r/${path}`, { method: "POST", headers: { ...JSON_TYPE, ...(await bearer({ sub })), ...headers }, body });
  const entries = async (...inputs) => {
    const list = inputs.map((input, index) => `{"id":"${crypto.randomUUID()}-${index}","action":"identify_user","input":${input}}`);
    return (await post("batch", `{"entries":[${list}]}`)).json.results;
  };
  const nothing = async () => assert.deepEqual(await sandbox.requests(), []);

  test("no way to write an id means another user", async () => {
    for (const id of ['"u-2"', "1", '["u-1"]', '{"id":"u-1"}', "null", "true", '""', '"U-1"', '"u-1 "', '"u-1\\u0000"', '"u\\u20101"', '"\\uff55-1"', '"u-1,u-2"']) {
      for (const path of ["track-event", "identify-user", "responses", "sync-segment"]) {
        const answer = await post(path, `{"event":"e","form_uuid":"f","segment_uuid":"s","id":${id}}`);
        assert.deepEqual(said(answer), [403, "permission", "id"], `${path} ${id}`);
      }
    }
    await nothing();
  });

  test("an id is the same text or another user: no number, and no other form of a letter", async () => {
    assert.deepEqual(said(await post("track-event", '{"event":"e","id":7}', { sub: "7" })), [403, "permission", "id"]);
    assert.deepEqual(said(await post("track-event", '{"event":"e","id":"e\\u0301"}', { sub: "\u00e9" })), [403, "permission", "id"]);
    await nothing();
    assert.deepEqual(said(await post("track-event", '{"event":"e","id":"\\u00e9"}', { sub: "\u00e9" })), [200]);
  });

  test("of a key that comes twice the one that counts is the one that is checked, in a batch too", async () => {
    assert.deepEqual(said(await post("identify-user", '{"id":"u-1","id":"u-2"}')), [403, "permission", "id"]);
    const found = await entries('{"id":"u-1","id":"u-2"}', '{"id":"u-2","id":"u-1"}', '{"__proto__":{"id":"u-2"}}');
    assert.deepEqual(found.map(({ status, path }) => [status, path]), [["rejected", "id"], ["accepted", undefined], ["rejected", "__proto__"]]);
    assert.deepEqual((await sandbox.requests()).map(({ body }) => body), ['{"id":"u-1"}']);
  });

  test("a trait is no second id, however it is written", async () => {
    for (const name of ["uuid", "UUID", "Uuid", " uuid", "uuid\\t", "ID", "Id", "id ", "iD\\n"]) {
      for (const path of ["identify-user", "responses"]) {
        const answer = await post(path, `{"form_uuid":"f","${name}":"x"}`);
        assert.deepEqual([answer.status, answer.json.kind], [403, "permission"], `${path} ${name}`);
      }
      const [{ status, kind }] = await entries(`{"attributes":{"${name}":"x"}}`);
      assert.deepEqual([status, kind], ["rejected", "permission"], name);
    }
    const found = await entries('{"attributes":{"id":"u-2"}}', '{"attributes":{"email":"other@example.com"}}', '{"attributes":[]}', '{"attributes":"id"}', '{"uuid":"x"}', '{"Id":"u-2"}');
    assert.deepEqual([...new Set(found.map(({ status }) => status))], ["rejected"]);
    await nothing();
  });

  test("traits of an account do not name its user", async () => {
    for (const account of ['{"id":"acme","uuid":"x"}', '{"id":"acme","attributes":{"uuid":"x"}}', '{"id":["acme"]}', '["acme"]']) {
      const { status } = await post("identify-user", `{"account":${account}}`);
      assert.ok(status === 400 || status === 200, String(status));
      for (const { body } of await sandbox.requests()) assert.equal(JSON.parse(body).id, "u-1");
    }
  });

  for (const query of ["id=u-2", "%69d=u-2", "ID=u-2", "id[]=u-2", "id%5B%5D=u-2", "id[id]=u-2", "id=u-1&id=u-2", "uuid=x", "email=jane@awesome.com", "id=u-1%20", "id=u-1%00", "token=x", "access_token=x", "id"]) {
    test(`a query of ${query} reaches nobody else`, async () => {
      const { status } = await ask(`/r/contact?${query}`, { headers: await bearer() });
      assert.ok(status === 400 || status === 403, String(status));
      await nothing();
    });
  }

  test("a token in the query is none, and neither is one that comes beside another", async () => {
    const { authorization } = await bearer();
    const token = authorization.slice("Bearer ".length);
    assert.deepEqual(said(await ask(`/r/contact?token=${token}`)), [401, "auth"]);
    assert.deepEqual(said(await ask("/r/contact", { headers: { authorization: `Bearer ${token} ${token}` } })), [401, "auth"]);
    assert.deepEqual(said(await ask("/r/contact", { headers: { authorization: `Bearer ${token},${token}` } })), [401, "auth"]);
  });

  test("an id with blanks around it is nobody's: Refiner may take it for the one without", async () => {
    for (const sub of [" u-2", "u-2 ", "u-2\n", "\u00a0u-2", "u-2\u0000", "\u200bu-2"]) {
      assert.deepEqual(said(await post("track-event", JSON.stringify(EVENT), { sub })), [401, "auth"], JSON.stringify(sub));
      const signature = createHmac("sha256", IDENTITY).update(sub).digest("hex");
      const headers = { authorization: `Bearer signature:${signature}:${encodeURIComponent(sub)}` };
      assert.deepEqual(said(await post("track-event", JSON.stringify(EVENT), { headers })), [401, "auth"], JSON.stringify(sub));
    }
    await nothing();
  });

  test("a whole number that would lose digits is refused, where it is", async () => {
    for (const [body, path] of [
      ['{"visits":9007199254740993}', "visits"],
      ['{"visits":-9007199254740993}', "visits"],
      ['{"visits":12345678901234567890}', "visits"],
      ['{"account":{"id":"acme","seats":9007199254740992}}', "account.seats"],
      ['{"visits":1e20}', "visits"],
    ]) {
      assert.deepEqual(said(await post("identify-user", body)), [400, "input", path], body);
    }
    const { status, json } = await post("batch", '{"entries":[{"id":"n","action":"identify_user","input":{"attributes":{"visits":9007199254740993}}}]}');
    assert.deepEqual([status, json.results[0].status, json.results[0].path], [200, "rejected", "input.attributes.visits"]);
    await nothing();
    assert.deepEqual(said(await post("identify-user", '{"visits":9007199254740991,"part":0.1,"most":1.5e300}')), [400, "input", "most"]);
    assert.deepEqual(said(await post("identify-user", '{"visits":9007199254740991,"part":0.1}')), [200]);
  });

  test("odd bytes are refused, or arrive as they were meant", async () => {
    assert.deepEqual(said(await post("track-event", `\ufeff${JSON.stringify(EVENT)}`)), [200]);
    assert.deepEqual(said(await post("track-event", ` \n\t${JSON.stringify(EVENT)}\r\n `)), [200]);
    assert.deepEqual((await sandbox.requests()).map(({ body }) => JSON.parse(body)), [{ ...EVENT, id: "u-1" }, { ...EVENT, id: "u-1" }]);
    await sandbox.clear();
    for (const body of [Buffer.from(JSON.stringify(EVENT), "utf16le"), `${JSON.stringify(EVENT)}\u0000`, "\u0000", `'${JSON.stringify(EVENT)}'`, `//\n${JSON.stringify(EVENT)}`, Buffer.from('{"event":"\xe9"}', "latin1"), Buffer.from([0xef, 0xbb, 0xbf])]) {
      assert.deepEqual(said(await post("track-event", body)), [400, "input", ""], String(body));
    }
    await nothing();
  });

  for (const path of ["/r/contact/", "/r//contact", "//r/contact", "/r/contact%2F", "/r/%63ontact", "/r/contact%00", "/R/contact", "/r/contact/../responses/x", "/contact", "/r/contact;id=u-2", "/r/contact.json"]) {
    test(`${path} is no path of a contact`, async () => {
      const answer = await ask(path, { headers: await bearer() }).catch((error) => error);
      assert.ok(answer instanceof Error || answer.status >= 400, path);
      await nothing();
    });
  }

  test("HEAD is no GET", async () => {
    const { status, text } = await ask("/r/contact", { method: "HEAD", headers: await bearer() });
    assert.deepEqual([status, text], [405, ""]);
    await nothing();
  });

  test("a kid that is a path opens no file", async () => {
    const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const now = Math.floor(Date.now() / 1000);
    for (const kid of ["/dev/null", "../../../../dev/null", "file:///dev/null"]) {
      const signed = `${part({ alg: "HS256", kid })}.${part({ sub: "u-2", aud: "refiner-gateway", iat: now, exp: now + 60 })}`;
      for (const secret of ["", "\u0000", SECRET.slice(0, -1)]) {
        const token = `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
        assert.deepEqual(said(await ask("/r/contact", { headers: { authorization: `Bearer ${token}` } })), [401, "auth"]);
      }
    }
    await nothing();
  });
});
