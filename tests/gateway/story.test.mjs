// The gateway in every runtime, as a page uses it: the client with the gateway's address and a token.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { issueToken } from "refiner-wasm/gateway";
import { ORIGIN, SECRET, ask, noSecret } from "../support/gateway/ask.mjs";
import { HOSTS, startHost } from "../support/gateway/hosts.mjs";
import { failure } from "../support/failure.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";

let sandbox;
before(async () => {
  sandbox = await startSandbox(["--contacts", "20", "--responses", "100"]);
});
after(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const VARIANTS = {
  r: { origins: [ORIGIN], tokens: { secret: SECRET } },
  all: { origins: [ORIGIN], tokens: { secret: SECRET }, actions: ["identify_user", "track_event", "list_responses", "get_contact"] },
};

for (const name of Object.keys(HOSTS)) {
  describe(name, () => {
    let host;
    before(async () => {
      host = await startHost(name, sandbox.url, VARIANTS);
    });
    after(() => host?.stop());
    afterEach(async () => noSecret(await (await fetch(`${host.url}/_log`)).text()));

    const page = async (claims = {}, at = "r") =>
      new Refiner({ baseUrl: `${host.url}/${at}`, token: await issueToken({ secret: SECRET, sub: "u-1", ...claims }) });

    test("a client with a token identifies and tracks, and Refiner sees the key and the user", async () => {
      const refiner = await page();
      const identified = await refiner.identifyUser({ email: "jane@awesome.com", attributes: { plan: "pro é 🎉" }, account: { id: "acme", attributes: { tier: 1 } } });
      assert.equal(identified.message, "ok");
      assert.deepEqual(await refiner.trackEvent({ event: "Upgraded", id: "u-1" }), { message: "ok" });
      const [identify, track, ...more] = await sandbox.requests();
      assert.deepEqual(more, []);
      for (const { headers } of [identify, track]) assert.equal(headers.authorization, `Bearer ${KEY}`);
      assert.deepEqual(
        JSON.parse(identify.body),
        { email: "jane@awesome.com", plan: "pro é 🎉", account: { id: "acme", tier: 1 }, id: "u-1" },
      );
      assert.deepEqual(JSON.parse(track.body), { event: "Upgraded", id: "u-1" });
    });

    test("a list is walked through it by a token that names the action, item for item", async () => {
      const refiner = await page({ actions: ["list_responses"] }, "all");
      const uuids = [];
      for await (const { uuid } of refiner.listResponses({ include: "all", page_length: 30 })) uuids.push(uuid);
      const direct = await fetch(`${sandbox.url}/responses?include=all&page_length=1000`, { headers: { Authorization: `Bearer ${KEY}` } });
      assert.deepEqual(uuids, (await direct.json()).items.map(({ uuid }) => uuid));
      assert.equal(uuids.length, 100);
    });

    test("a refusal is an error of the client, of the same kind", async () => {
      const refiner = await page();
      await failure(refiner.trackEvent({ event: "Upgraded", id: "u-2" }), { kind: "permission", status: 403 }, SECRET);
      await failure(refiner.trackEvent({ event: "Upgraded", email: "x@y.com" }), { kind: "permission", status: 403 }, SECRET);
      await failure((await page({}, "all")).listResponses(), { kind: "permission", status: 403 }, SECRET);
      assert.deepEqual(await sandbox.requests(), []);
    });

    test("fifty at once are answered each with its own", async () => {
      const refiners = await Promise.all(Array.from({ length: 50 }, (_, index) => page({ sub: `u-${index}` }, "all")));
      const contacts = await Promise.all(refiners.map(async (refiner, index) => {
        await refiner.identifyUser({ id: `u-${index}` });
        return refiner.getContact({ id: `u-${index}` });
      }));
      assert.deepEqual(contacts.map(({ remote_id }) => remote_id), contacts.map((_, index) => `u-${index}`));
    });

    test("a preflight is answered without Refiner", async () => {
      const { status, headers } = await ask(`${host.url}/r/track-event`, {
        method: "OPTIONS",
        headers: { origin: ORIGIN, "access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type" },
      });
      assert.equal(status, 204);
      assert.equal(headers["access-control-allow-origin"], ORIGIN);
      assert.deepEqual(await sandbox.requests(), []);
    });
  });
}
