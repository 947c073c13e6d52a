// The tabs of the browser: each has the published tracker, with the world around it. A tab can die at any moment.

import { dropsOf } from "./checks.mjs";
import { tokenOf } from "./gateway.mjs";
import { leaseLock, makeTracker, openStorage, textStore } from "./parts.mjs";
import { plant } from "./plants.mjs";

/** @param {import("./world.mjs").World} world @param {string} name What plans call the tab. @param {string} [consent] */
export function openTab(world, name, consent) {
  // Until a reset, the next page in a tab is the same tab to the tracker.
  const id = world.tabIds.get(name) ?? `${name} ${++world.count}`;
  world.tabIds.set(name, id);
  const tab = { name: id, slot: name, page: ++world.count, isDead: false, consent: consent ?? "granted", user: undefined, held: [], lives: true };
  tab.waiting = world.sessions.get(tab.name) ?? [];
  world.sessions.set(tab.name, tab.waiting);
  tab.die = () => killTab(world, tab);
  const caps = { maxEvents: world.knobs.maxEvents, maxBytes: 1_000_000 };
  const wait = (tab.wait = (ms, then) => world.wait(tab, ms, then));
  let text = null;
  const now = async (work) => work();
  const memory = textStore("memory", caps, () => text, (written) => (text = written), now);
  const remember = async (seen) => {
    const { entries, letters } = await seen;
    tab.memory = entries;
    for (const { id } of letters) world.memoryDead.add(id);
    return seen;
  };
  const stores = [{ ...memory, append: (ops) => remember(memory.append(ops)), transact: (all, work) => remember(memory.transact(all, work)) }];
  const alone = (work) => world.local.alone(tab, work);
  const local = world.local.view(tab);
  if (world.knobs.places !== "database") stores.unshift(textStore("localstorage", caps, local.read, local.write, alone));
  if (world.knobs.places !== "local") stores.unshift(world.database.store(tab, caps));
  const lock = world.knobs.locks === "web" ? world.locks.of(tab) : leaseLock(() => tab.storage, tab.name, { now: world.now, wait });
  const forgetTab = () => world.tabIds.delete(tab.slot);
  const ports = {
    now: world.now,
    random: world.random,
    wait,
    id: () => `e${++world.count}`,
    open: (tell) => (tab.storage = openStorage(stores, tell, forgetTab)),
    forgetTab,
    lock,
    network: world.net.of(tab),
    token: ({ id }) => new Promise((resolve, reject) => world.schedule({ tab, run: () => (world.tokensFail ? reject(new Error("no token")) : tokenOf(id).then(resolve)) })),
  };
  const rules = { flushIntervalMs: 5_000, flushAt: 4, maxPending: 3, maxAgeMs: world.knobs.maxAgeMs };
  plant(world.fault, { tab, stores, ports, world });
  // The last id that was made is that of the event that is being tracked.
  const makeId = ports.id;
  ports.id = () => (tab.lastId = makeId());
  world.tabs.push(tab);
  const settings = { ...rules, consent, tab: tab.name, stores: stores.length, token: ports.token };
  tab.tracker = makeTracker(settings, ports, (tell) => {
    tab.tell = tell;
    return () => {};
  });
  tab.tracker.on("drop", ({ reason }) => (tab.isFull ||= reason === "pending"));
  return tab;
}

/** @param {import("./world.mjs").World} world @param {object} tab */
export function killTab(world, tab) {
  if (tab.isDead) return;
  tab.isDead = true;
  tab.gone?.();
  world.database.kill(tab, () => world.random() < 0.5);
  world.local.kill(tab);
  world.forget(tab);
  world.net.sending.delete(tab);
  world.locks.kill(tab);
  world.tabs = world.tabs.filter((each) => each !== tab);
  world.truth.died(tab);
  world.droppedWithTabs += dropsOf(tab);
  for (const entry of tab.memory?.values() ?? []) world.truth.events.get(entry.id).isLost = true;
}
