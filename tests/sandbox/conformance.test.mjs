// One list of requests and faults, at the three doors of the sandbox: each has the outcome that is stated, and all three are equal, byte for
// byte, where time does not enter.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { openAll } from "./support/doors.mjs";
import { BY_KIND, BY_NAME } from "./support/faults.mjs";
import { outcomeOf } from "./support/outcome.mjs";
import { ACTIONS, CONTROL, PAGES, REFUSALS, call, control } from "./support/requests.mjs";

let doors;
before(async () => {
  doors = await openAll();
});
after(() => Promise.all((doors ?? []).map((door) => door.close())));

/** The outcome of a request that is the same at every door. */
async function send(request) {
  const outcomes = await Promise.all(doors.map((door) => outcomeOf(door, request)));
  outcomes.forEach((outcome, index) => assert.deepEqual(outcome, outcomes[0], `${doors[index].name} is not as ${doors[0].name}`));
  return outcomes[0];
}

/** @param {unknown[]} list */
async function setFaults(list) {
  const { status, body } = await send(control("POST", "faults", list));
  assert.deepEqual([status, JSON.parse(body).queued], [200, list.length]);
}

/** The log, without when, and without what a client adds on its own. */
async function log() {
  const logs = await Promise.all(doors.map(async (door) => (await (await door.fetch("/_sandbox/requests")).json()).requests));
  const kept = logs.map((requests) =>
    requests.map(({ at, headers, ...rest }) => {
      assert.ok(Number.isInteger(at));
      return { ...rest, headers: { authorization: headers.authorization, "content-type": headers["content-type"] } };
    }),
  );
  kept.forEach((requests, index) => assert.deepEqual(requests, kept[0], `${doors[index].name} has another log`));
  return kept[0];
}

const forget = () => send(control("DELETE", "requests"));
const short = ({ method, path, body }) => `${method} ${path.slice(0, 60)} ${String(body ?? "").slice(0, 30)}`;

for (const [title, list] of Object.entries({ actions: ACTIONS, refusals: REFUSALS, "the control side": CONTROL, pages: PAGES })) {
  describe(title, () => {
    for (const [request, status, says, headers = {}] of list) {
      test(short(request), async () => {
        const outcome = await send(request);
        assert.deepEqual([outcome.status, outcome.end], [status, "whole"], JSON.stringify(outcome));
        assert.ok(outcome.body.includes(says), outcome.body);
        for (const [name, value] of Object.entries(headers)) assert.equal(outcome.headers[name], value, name);
      });
    }
  });
}

test("what form, segment and response an action names is the same everywhere", async () => {
  const first = async (path) => JSON.parse((await send(call("GET", path))).body).items[0].uuid;
  const [form, segment, response] = [await first("/forms"), await first("/segments?page_length=1"), await first("/responses")];
  for (const request of [
    call("POST", "/forms/duplicate", { form_uuid: form, name: "A copy" }),
    call("POST", "/forms/publish", { form_uuid: form }),
    call("GET", `/forms/history?form_uuid=${form}`),
    call("DELETE", "/forms", { form_uuid: form }),
    call("POST", "/sync-segment", { segment_uuid: segment, id: "user-00001" }),
    call("DELETE", "/sync-segment", { segment_uuid: segment, id: "user-00001" }),
    call("POST", "/responses", { form_uuid: form, id: "user-00001", nps: 9, date: "2026-01-02T03:04:05Z" }),
    call("POST", "/responses/tags", { uuid: response, tags: ["a", "b"] }),
  ]) {
    const { status, body } = await send(request);
    assert.ok([200, 422].includes(status), `${short(request)} ${body}`);
  }
});

describe("faults", () => {
  const target = call("POST", "/track-event", { id: "u-faults", event: "Met" });
  const meet = async (fault, expected, isCarriedOut) => {
    const normal = await send(target);
    await forget();
    await setFaults([fault]);
    const outcome = await send(target);
    const { normal: isNormal, half, headers, ...rest } = expected;
    if (isNormal) assert.deepEqual(outcome, normal);
    for (const [name, value] of Object.entries(rest)) assert.equal(outcome[name], value, name);
    for (const [name, value] of Object.entries(headers ?? {})) assert.equal(outcome.headers[name], value, name);
    if (half) assert.ok(outcome.body.length > 0 && outcome.body !== normal.body && normal.body.startsWith(outcome.body), outcome.body);
    assert.deepEqual((await log()).map(({ carried_out, body }) => [carried_out, body]), [[isCarriedOut, target.body]]);
  };

  for (const [name, [expected, isCarriedOut]] of Object.entries(BY_NAME)) test(name, () => meet(name, expected, isCarriedOut));
  for (const [fault, expected, isCarriedOut] of BY_KIND) test(JSON.stringify(fault), () => meet(fault, expected, isCarriedOut));

  test("have the names that the types list, and that a wrong one is told", async () => {
    const { body } = await send(control("POST", "faults", ["?"]));
    const known = JSON.parse(body).error.split("there are: ")[1].replace(/\.$/, "").split(", ").sort();
    const types = await readFile(new URL(import.meta.resolve("refiner-wasm/package.json")).pathname.replace("package.json", "testing.d.ts"), "utf8");
    const [, union] = /export type FaultName =([^;]+);/.exec(types);
    assert.deepEqual(union.match(/\w+/g).sort(), known);
    assert.deepEqual(Object.keys(BY_NAME).sort(), known);
  });

  test("are for the next request, or for an action, and as often as they say", async () => {
    const [track, list] = [target, call("GET", "/forms?page_length=1")];
    await setFaults([{ on: "track_event", fault: "rate_limited", times: 2 }, "server_error", { fault: { kind: "status", status: 418 }, times: "always" }]);
    const statuses = [];
    for (const request of [list, track, list, track, track]) statuses.push((await send(request)).status);
    assert.deepEqual(statuses, [500, 429, 418, 429, 418]);
    await setFaults([]);
    assert.equal((await send(track)).status, 200);
  });
});

test("a user's limit counts, and says when to come again", async () => {
  assert.equal((await send(control("POST", "reset"))).status, 200);
  const outcomes = [];
  for (let count = 0; count < 102; count++) outcomes.push(await send(call("GET", "/contact?id=user-00001")));
  assert.deepEqual([outcomes[99].status, outcomes[100].status, outcomes[101].status], [200, 429, 429]);
  assert.equal(outcomes[101].headers["retry-after"], "(soon)");
});

test("two hundred requests that nobody wrote down have the same outcomes", async () => {
  await send(control("POST", "reset", { rate_limits: "off" }));
  const name = fc.constantFrom("id", "email", "uuid", "page", "page_length", "page_cursor", "include", "search", "order_by", "type", "event", "plan_at", "a[b]");
  const value = fc.oneof(fc.constantFrom("user-00001", "1", "3", "all", "nps", "2026-11-01", "é %/&", "\u0000"), fc.string(), fc.integer().map(String));
  const path = fc.constantFrom("/", "/account", "/contacts", "/contact", "/segments", "/forms", "/responses", "/reporting", "/identify-user", "/track-event", "/nope");
  const request = fc.record({
    method: fc.constantFrom("GET", "GET", "POST", "DELETE"),
    path,
    query: fc.array(fc.tuple(name, value), { maxLength: 3 }),
    json: fc.option(fc.oneof(fc.dictionary(name, fc.oneof(value, fc.jsonValue())), fc.jsonValue()), { nil: undefined }),
  });
  const property = fc.asyncProperty(request, async ({ method, path, query, json }) => {
    const target = query.length ? `${path}?${new URLSearchParams(query)}` : path;
    await send(call(method, target, method === "GET" ? undefined : json));
  });
  await fc.assert(property, { seed: 16, numRuns: 200 });
  assert.ok((await log()).length >= 200);
});
