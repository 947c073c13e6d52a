// @ts-check
// What happened in a call, as the core is told of it (`happened` in mod.rs).

export const HAPPENED = Object.freeze({
  /** Given the carrier. */
  started: 0,
  /** Given bytes of a body, and how many. */
  chunk: 1,
  /** Given the key. */
  key: 2,
  noToken: 3,
  /** Given the Retry-After header, and the status. */
  head: 4,
  /** The same, of a redirect that a browser hides. */
  redirect: 5,
  body: 6,
  waited: 7,
  aborted: 8,
  timedOut: 9,
  tooLong: 10,
  noMemory: 11,
  /** Given why. */
  noKey: 12,
  /** Given the host's code, which may be empty, a line break, and what it says. */
  lost: 13,
});
