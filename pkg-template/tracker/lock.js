// @ts-check
// Who sends: one tab of all that share a queue.

/**
 * @typedef {object} Lock
 * @property {(granted: () => void) => () => void} ask Calls `granted` when it is this tab's turn. The result gives the turn back, or no longer
 *   asks for it.
 * @property {() => Promise<boolean>} keep Whether it still is this tab's turn.
 */

/** How long a lease lasts, in milliseconds: longer than a request and the wait for its token. */
const LEASE_MS = 60_000;

/** How often to ask whether a lease has ended, in milliseconds. */
const POLL_MS = 1_000;

/**
 * By Web Locks: the browser gives it back when its tab is gone.
 *
 * @param {LockManager} locks
 * @param {string} name
 * @returns {Lock}
 */
export function webLock(locks, name) {
  return {
    ask(granted) {
      const asking = new AbortController();
      const { signal } = asking;
      const hold = () =>
        new Promise((release) => {
          signal.addEventListener("abort", release);
          granted();
        });
      locks.request(name, { signal }, hold).catch(() => {});
      return () => asking.abort();
    },
    keep: async () => true,
  };
}

/**
 * By a lease in the books, where there are no Web Locks.
 *
 * @param {() => { transact(index: number, withEntries: boolean, work: import("./ledger.js").Work): Promise<unknown> }} storage
 * @param {string} owner This tab.
 * @param {{ now: () => number, wait: (ms: number, then: () => void) => () => void }} clock
 * @returns {Lock}
 */
export function leaseLock(storage, owner, { now, wait }) {
  /** Takes the lease, or gives it back, if it is free or ours. @param {boolean} [back] */
  const take = async (back) => {
    let isMine = true;
    await storage()
      .transact(0, false, (queue) => {
        const { ledger } = queue;
        const age = now() - (ledger.lease?.since ?? 0);
        // A lease from the future was made before the clock was set back.
        isMine = !ledger.lease || ledger.lease.owner === owner || age < 0 || age >= LEASE_MS;
        if (!isMine) return;
        ledger.lease = back ? undefined : { owner, since: now() };
        queue.isChanged = true;
      })
      // A queue that cannot be reached is nobody else's either.
      .catch(() => {});
    return isMine;
  };
  return {
    ask(granted) {
      let isOver = false;
      let cancel = () => {};
      const attempt = async () => {
        const isMine = await take();
        if (isOver) take(true);
        else if (isMine) granted();
        else cancel = wait(POLL_MS, attempt);
      };
      attempt();
      return () => {
        isOver = true;
        cancel();
        take(true);
      };
    },
    keep: () => take(),
  };
}
