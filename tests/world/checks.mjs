// What must hold after every step, and at the end.

import { strict as assert } from "node:assert";

/** Every place for events, with its books. */
function places({ database, local }) {
  const kept = local.read();
  return [
    { name: "the database", ledger: database.ledger, entries: [...database.entries.values()] },
    { name: "localStorage", ...kept },
  ];
}

/** How many events were dropped from the memory of a tab. */
export function dropsOf(tab) {
  return Object.values(tab.storage.ledgers.at(-1).dropped).reduce((sum, count) => sum + count, 0);
}

/** The ids of all events that wait somewhere. */
export function waiting(world) {
  const ids = new Set(places(world).flatMap(({ entries }) => entries.map(({ id }) => id)));
  for (const op of world.database.inbox) if (op.op === "add") ids.add(op.entry.id);
  for (const tab of world.tabs) for (const { id } of tab.memory?.values() ?? []) ids.add(id);
  return ids;
}

export function check(world) {
  const { truth, database, tabs, net, broken } = world;
  if (broken) throw broken;
  const all = places(world);
  let dropped = 0;
  for (const { name, ledger, entries } of all) {
    const drops = Object.values(ledger.dropped).reduce((sum, count) => sum + count, 0);
    dropped += drops;
    assert.equal(ledger.tracked, ledger.delivered + drops + ledger.dead + ledger.queued, `the sums of ${name} do not add up`);
    assert.equal(entries.length, ledger.queued, `${name} does not hold what its books say`);
    assert.equal(entries.reduce((sum, { bytes }) => sum + bytes, 0), ledger.bytes, `${name} is not as large as its books say`);
  }
  dropped += world.droppedWithTabs + tabs.reduce((sum, tab) => sum + dropsOf(tab), 0);

  // Nothing that is safe is lost.
  const there = waiting(world);
  const dead = new Set(all.flatMap(({ ledger }) => ledger.letters.map(({ id }) => id)));
  const missing = [];
  for (const { id, safeAt, delivered, isLost } of truth.events.values()) {
    if (safeAt !== undefined && !delivered && !isLost && !there.has(id) && !dead.has(id) && !world.memoryDead.has(id)) missing.push(id);
  }
  assert.ok(missing.length <= dropped, `lost: ${missing.join(", ")} (${dropped} were dropped)`);

  // One tab sends, where the browser has locks.
  if (world.knobs.locks === "web") assert.ok(net.sending.size <= 1, `${net.sending.size} tabs send at once`);
}

export function checkEnd(world) {
  check(world);
  for (const { name, entries, ledger } of places(world)) {
    const left = entries.filter(({ user }) => user !== null);
    assert.deepEqual(left.map(({ id }) => id), [], `${name} still holds what could be sent; its books: ${JSON.stringify(ledger)}`);
  }
  assert.equal(world.database.inbox.length, 0, "the inbox was not read");
}
