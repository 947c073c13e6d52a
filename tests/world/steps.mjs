// What a step of a plan does.

import { killTab, openTab } from "./browser.mjs";

/** @param {import("./world.mjs").World} world @param {object} step See plan.mjs. */
export async function takeStep(world, step) {
  const tab = world.tabs.length ? world.tabs[step.tab % world.tabs.length] : undefined;
  switch (step.do) {
    case "run":
      for (const pick of step.picks) await world.run(pick);
      break;
    case "advance":
      await world.advance(step.ms);
      break;
    case "clock":
      world.shift += step.ms;
      break;
    case "fault":
      world.net.faults.push(...step.faults);
      break;
    case "refiner":
      world.refiner.fates.push(...step.fates);
      break;
    case "restart":
      world.gateway.restart();
      break;
    case "disk":
      if (world.knobs.diskFails) world.database.failing = step.count;
      break;
    case "tokens":
      world.tokensFail = step.fail;
      break;
    case "open":
      // A tab has one page at a time.
      if (!world.tabs.some(({ slot }) => slot === step.name)) openTab(world, step.name, step.consent);
      break;
    default:
      if (tab) inTab(world, tab, step);
  }
}

/** @param {import("./world.mjs").World} world @param {object} tab @param {object} step */
export function inTab(world, tab, step) {
  const { truth } = world;
  switch (step.do) {
    case "kill":
      if (step.after !== undefined && world.knobs.places !== "database") tab.dieAfter = step.after;
      else killTab(world, tab);
      return;
    case "leave":
      tab.lives = false;
      tab.tell("left");
      world.net.sending.delete(tab);
      tab.gone?.();
      return;
    case "back":
      if (tab.lives) return;
      tab.lives = true;
      return tab.tell("back");
    case "hide":
      return tab.tell("time");
    case "online":
      return tab.tell("online");
    case "identify":
      return track(world, tab, step.user, (mark) => tab.tracker.identify({ id: step.user, attributes: { mark } }));
    case "track":
      return track(world, tab, undefined, (mark) => tab.tracker.track(`event ${mark}`));
    case "reset": {
      const reset = truth.reset(tab);
      return void tab.tracker.reset().then(() => truth.safe(reset));
    }
    case "flush":
      return void tab.tracker.flush();
    case "consent": {
      tab.consent = step.consent;
      const held = tab.held.splice(0);
      const done = tab.tracker.setConsent(step.consent);
      if (step.consent === "denied") truth.denied(tab);
      if (step.consent === "pending") tab.held = held;
      else if (step.consent === "granted") done.then(() => held.forEach((event) => truth.safe(event)));
    }
  }
}

/** @param {import("./world.mjs").World} world @param {object} tab @param {string | undefined} user @param {(mark: number) => Promise<void>} call */
function track(world, tab, user, call) {
  const mark = world.marks.size;
  const promise = call(mark);
  world.marks.set(mark, tab.lastId);
  const event = world.truth.called(tab, tab.lastId, user, world.now());
  const wasFull = tab.isFull;
  tab.isFull = false;
  if (tab.consent === "pending") {
    if (!wasFull) tab.held.push(event);
  }
  if (tab.consent === "granted") promise.then(() => world.truth.safe(event));
}
