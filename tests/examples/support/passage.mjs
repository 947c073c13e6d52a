// What every example must let through, and what it must refuse.

import assert from "node:assert/strict";
import { Refiner } from "refiner-wasm";
import { issueToken } from "refiner-wasm/gateway";
import { failure } from "../../support/failure.mjs";
import { KEY } from "../../support/sandbox.mjs";
import { SECRET } from "./example.mjs";

/** The page that may call. */
const ORIGIN = "https://app.example.com";

/**
 * Goes through an example as its pages do.
 *
 * @param {string} url The example's own address; its gateway is at /r.
 * @param {Awaited<ReturnType<import("../../support/sandbox.mjs").startSandbox>>} sandbox
 */
export async function goThrough(url, sandbox) {
  const baseUrl = `${url}/r`;
  const refiner = new Refiner({ baseUrl, token: await issueToken({ secret: SECRET, sub: "u-1" }) });
  const identified = await refiner.identifyUser({ id: "u-1", email: "jane@awesome.com", attributes: { plan: "pro é 🎉" } });
  assert.equal(identified.message, "ok");
  assert.deepEqual(await refiner.trackEvent({ id: "u-1", event: "Upgraded" }), { message: "ok" });
  assert.deepEqual(
    (await sandbox.requests()).map(({ method, path, headers, body }) => [method, path, headers.authorization, JSON.parse(body)]),
    [
      ["POST", "/v1/identify-user", `Bearer ${KEY}`, { id: "u-1", email: "jane@awesome.com", plan: "pro é 🎉" }],
      ["POST", "/v1/track-event", `Bearer ${KEY}`, { id: "u-1", event: "Upgraded" }],
    ],
  );
  await sandbox.clear();

  await failure(refiner.trackEvent({ id: "u-2", event: "Upgraded" }), { kind: "permission", status: 403 }, SECRET);
  await failure(refiner.listResponses(), { kind: "permission", status: 403 }, SECRET);
  const stranger = new Refiner({ baseUrl, token: await issueToken({ secret: "another-secret-0123456789abcdefghij", sub: "u-1" }) });
  await failure(stranger.trackEvent({ id: "u-1", event: "Upgraded" }), { kind: "auth", status: 401 }, SECRET);
  await goThroughPreflights(baseUrl, ORIGIN);
  assert.deepEqual(await sandbox.requests(), []);

  const page = await fetch(url);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /An app of its own/);
}

/**
 * Asks as a browser does before a page's event: for the page that may call, and for others.
 *
 * @param {string} baseUrl The gateway.
 * @param {string} origin The page that may call.
 */
export async function goThroughPreflights(baseUrl, origin) {
  const preflight = async (from) => {
    const { status, headers } = await fetch(`${baseUrl}/track-event`, {
      method: "OPTIONS",
      headers: { origin: from, "access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type" },
    });
    assert.match(headers.get("vary"), /\bOrigin\b/);
    const [methods, names] = ["methods", "headers"].map((what) => headers.get(`access-control-allow-${what}`));
    return [status, headers.get("access-control-allow-origin"), methods, /authorization.*content-type/.test(names)];
  };
  assert.deepEqual(await preflight(origin), [204, origin, "POST", true]);
  for (const other of ["https://other.example.com", `${origin}.evil.example`, "null"]) {
    assert.deepEqual(await preflight(other), [403, null, null, false], other);
  }
}
