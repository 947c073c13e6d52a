// @ts-check
// Who sends: one tab of all that share a queue.

/**
 * @typedef {object} Lock
 * @property {(granted: () => void) => () => void} ask Calls `granted` when it is this tab's turn. The result gives the turn back, or no longer
 *   asks for it.
 */

/** How long a lease lasts, in milliseconds, unless it is renewed: longer than a request and the wait for its token. */
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
  };
}

/**
 * By a lease in the books, where there are no Web Locks.
 *
 * @param {() => { transact(index: number, withEntries: boolean, work: import("./ledger.js").Work): Promise<unknown> }} storage
 * @param {string} tab
 * @param {{ now: () => number, wait: (ms: number, then: () => void) => () => void }} clock
 * @returns {Lock}
 */
export function leaseLock(storage, tab, { now, wait }) {
  /** Takes the lease, or gives it back, if it is free or ours. @param {boolean} [back] */
  const take = async (back) => {
    // A queue that cannot be reached is nobody else's either.
    let isMine = true;
    await storage()
      .transact(0, false, (queue) => {
        const { ledger } = queue;
        const { lease } = ledger;
        // A lease from the future was made before the clock was set back.
        isMine = !lease || lease.tab === tab || now() < lease.since || now() > lease.since + LEASE_MS;
        if (!isMine) return;
        ledger.lease = back ? undefined : { tab, since: now() };
        queue.isChanged = true;
      })
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
  };
}
