// @ts-check
// Calls observers: functions of the caller that learn of something and decide nothing.

/**
 * An observer that throws or rejects must not fail what it observes, and nobody waits for one.
 *
 * @template T
 * @param {(seen: T) => unknown} observer
 * @param {T} seen
 */
export function observe(observer, seen) {
  try {
    Promise.resolve(observer(seen)).catch(() => {});
  } catch {}
}
