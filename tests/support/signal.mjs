// An AbortController that counts the listeners of its signal, and the timers that keep this process alive.

import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";

/** An AbortController; `listening()` counts the abort listeners of its signal. */
export function countingController() {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set();
  let added = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = function (type, listener, ...rest) {
    if (type === "abort") added++, listeners.add(listener);
    return addEventListener.call(this, type, listener, ...rest);
  };
  signal.removeEventListener = function (type, listener, ...rest) {
    if (type === "abort") listeners.delete(listener);
    return removeEventListener.call(this, type, listener, ...rest);
  };
  return Object.assign(controller, { listening: () => listeners.size, added: () => added });
}

/** The timers that keep the process alive. */
export function timers() {
  return process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
}

/** Fails unless the number of timers returns to its earlier value. */
export async function noTimersBeyond(before) {
  for (let count = 0; timers() > before && count < 50; count++) await turn();
  assert.ok(timers() <= before, `${timers()} timers hold the process, ${before} did before the call`);
}
