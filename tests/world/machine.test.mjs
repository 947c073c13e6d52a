// The machine is pure: it changes nothing that it is given, and the same step gives the same result.

import assert from "node:assert/strict";
import { test } from "node:test";
import { next, start } from "./parts.mjs";

/** Freezes a value to its depth. A Map cannot be frozen, so it loses what changes it. */
function freeze(value) {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Map) for (const name of ["set", "delete", "clear"]) value[name] = () => assert.fail("a Map was changed");
  Object.values(value).forEach(freeze);
  return Object.freeze(value);
}

const done = () => {};
const entry = (id, user, action = "track_event") => ({ id, user, action, at: 0, input: {}, tab: "t", bytes: 10 });
const stored = [1, 2].map((seq) => ({ ...entry(`e${seq}`, "ann"), seq }));
const ledger = { seq: 2, tracked: 2, delivered: 0, duplicate: 0, dead: 0, dropped: {}, queued: 2, bytes: 20, holds: [], letters: [] };
const batch = { user: "ann", entries: stored };

const STORY = [
  ["consent", "pending", done],
  ["called", entry("e0", null), done],
  ["called", entry("e1", "ann", "identify_user"), done],
  ["reset", done],
  ["consent", "granted", done],
  ["written", [done], 2],
  ["seen", 0, 0, new Map(stored.map((each) => [each.seq, each])), ledger],
  ["flush", done],
  ["locked", 1],
  ["looked", 1, 0, stored, ledger],
  ["token", 1, 0, "ann", "token"],
  ["looked", 1, 0, stored, ledger],
  ["replied", 1, 0, batch, { status: 413 }],
  ["replied", 1, 0, batch, { status: 401 }],
  ["replied", 1, 0, batch, { status: 200, body: { results: [{ id: "e1", status: "accepted" }, { id: "e2", status: "rejected" }] } }],
  ["unreadable", 1, 0],
  ["online"],
  ["time"],
  ["left"],
  ["back"],
  ["consent", "denied", done],
  ["close"],
];

const RULES = { tab: "t", stores: 1, flushIntervalMs: 5_000, flushAt: 20, maxPending: 100 };

/** A machine at work: tells it an event, and gives the names of what it asks for. */
function machine(rules) {
  let state = start(rules, "granted");
  return (...event) => {
    const step = next(state, event, 1_000, 0.5);
    state = step.state;
    return step.effects.map(([effect]) => effect);
  };
}

/** Books that say to wait for a minute. @param {string} user @param {boolean} asked Whether the server asked for it. */
const held = (user, asked) => ({ ...ledger, holds: [{ user, since: 1_000, ms: 60_000, tries: 6, asked }] });

test("what comes back online during a request that fails does not wait out its own backoff", () => {
  const happens = machine(RULES);
  const books = held("", false);
  happens("time");
  happens("locked", 0);
  assert.deepEqual(happens("looked", 0, 0, stored, ledger), ["send"]);
  assert.deepEqual(happens("online"), ["wait"]);
  happens("replied", 0, 0, batch, { status: 0 });
  assert.ok(!happens("looked", 0, 0, stored, books).includes("send"));
  assert.deepEqual(happens("time"), ["lock"]);
  happens("locked", 1);
  assert.deepEqual(happens("looked", 1, 0, stored, books), ["send"]);
});

for (const [user, rules, effect] of [["ann", { ...RULES, token: done }, "token"], ["", RULES, "send"]]) {
  test(`the first round of a page does not wait out the backoff of an earlier page, and the next one does: ${effect}`, () => {
    const happens = machine(rules);
    const books = held(user, false);
    happens("time");
    happens("locked", 0);
    assert.deepEqual(happens("looked", 0, 0, stored, books), [effect]);
    // More is tracked, so that another round follows.
    happens("written", [], 20);
    happens(...(effect === "token" ? ["token", 0, 0, "ann", undefined] : ["replied", 0, 0, batch, { status: 0 }]));
    assert.deepEqual(happens("looked", 0, 0, stored, books), ["wait", "unlock", "lock"]);
    happens("locked", 1);
    assert.ok(!happens("looked", 1, 0, stored, books).includes(effect));
  });

  test(`the first round of a page waits as long as the server asked an earlier page to: ${effect}`, () => {
    const happens = machine(rules);
    happens("time");
    happens("locked", 0);
    assert.ok(!happens("looked", 0, 0, stored, held(user, true)).includes(effect));
  });
}

test("a step changes nothing that it is given, and is the same every time", () => {
  const rules = { tab: "t", stores: 3, token: done, flushIntervalMs: 5_000, flushAt: 20, maxPending: 100 };
  let state = freeze(start(rules, "granted"));
  const did = new Set();
  for (const event of STORY) {
    const step = next(state, freeze(event), 1_000, 0.5);
    assert.deepEqual(next(state, event, 1_000, 0.5), step, event[0]);
    for (const [effect] of step.effects) did.add(effect);
    state = freeze(step.state);
  }
  assert.deepEqual([...did].sort(), ["abort", "done", "insure", "leave", "lock", "look", "send", "token", "unlock", "wait", "write"]);
});
