// The clock, the timers and the signatures of this process, for as long as a world lives. The gateway's code takes its time from there.

import { createHash, createHmac, KeyObject } from "node:crypto";

/**
 * @param {{ now: () => number, wait: (ms: number, run: () => void) => () => void }} clock The world's.
 * @returns {() => void} Gives all of it back.
 */
export function takeOver({ now, wait }) {
  const { subtle } = crypto;
  const real = { now: Date.now, setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  const cancels = new Map();
  let count = 0;
  Date.now = now;
  globalThis.setTimeout = (run, ms = 0, ...rest) => {
    cancels.set(++count, wait(Math.max(0, ms), () => run(...rest)));
    return count;
  };
  globalThis.clearTimeout = (timer) => {
    cancels.get(timer)?.();
    cancels.delete(timer);
  };
  // The real ones are calculated in other threads, for which the world would not wait.
  const hmac = (key, data) => createHmac("sha256", KeyObject.from(key)).update(data).digest();
  Object.assign(subtle, {
    digest: async (_, data) => Uint8Array.from(createHash("sha256").update(data).digest()).buffer,
    sign: async (_, key, data) => Uint8Array.from(hmac(key, data)).buffer,
    verify: async (_, key, signature, data) => hmac(key, data).equals(Buffer.from(signature)),
  });
  return () => {
    Date.now = real.now;
    Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout });
    for (const name of ["digest", "sign", "verify"]) delete subtle[name];
  };
}
