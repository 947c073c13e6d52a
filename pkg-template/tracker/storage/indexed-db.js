// @ts-check
// A queue in IndexedDB: a transaction is done whole or not at all, also when its tab is killed.
import { openDB } from "idb";
import { apply, needsEntries, Queue } from "../ledger.js";

/** @typedef {import("../ledger.js").Entry} Entry */
/** @typedef {import("../ledger.js").Ledger} Ledger */
/** @typedef {import("../ledger.js").Op} Op */

/**
 * @typedef {import("idb").DBSchema & Stores} Schema
 */

/**
 * @typedef {object} Stores
 * @property {{ key: number, value: Op[] }} inbox What pages did, before it is in the books. To write there needs no reading first, so a page
 *   that is left at once has written it all the same.
 * @property {{ key: number, value: Entry }} entries
 * @property {{ key: number, value: Ledger }} ledger
 */

/** @typedef {import("idb").IDBPDatabase<Schema>} Db */

/** Another version of the tracker may add to these, and must not change them. @type {("inbox" | "entries" | "ledger")[]} */
const STORES = ["inbox", "entries", "ledger"];

/** How long an opening may take, in milliseconds: a browser can leave it without an answer. */
const OPEN_MS = 3_000;

/**
 * @param {string} name Of the database.
 * @param {import("../ledger.js").Caps} caps
 * @returns {import("./web-storage.js").Store}
 */
export function indexedDbStore(name, caps) {
  /** @type {Promise<Db> | undefined} */
  let opening;
  const forget = () => {
    opening = undefined;
  };

  const open = () => {
    if (opening) return opening;
    // Without a version, whichever is there: another version of the tracker may have been here.
    const connected = openDB(name, undefined, {
      upgrade(db) {
        for (const store of STORES) db.createObjectStore(store, { autoIncrement: store === "inbox" });
      },
      // Another page wants to change or delete the database. The next transaction opens it again.
      blocking(_current, _blocked, { target }) {
        /** @type {IDBDatabase} */ (target).close();
        forget();
      },
      terminated: forget,
    });
    opening = /** @type {Promise<Db>} */ (Promise.race([connected, new Promise((_, reject) => setTimeout(reject, OPEN_MS))]));
    opening.catch(forget);
    return opening;
  };

  return {
    name: "indexeddb",
    async append(ops) {
      const tx = (await open()).transaction("inbox", "readwrite");
      tx.store.add(ops).catch(() => {});
      // Without this, a page that is left at this moment would lose it.
      tx.commit?.();
      await tx.done;
      return undefined;
    },
    async transact(withEntries, work) {
      const tx = (await open()).transaction(STORES, "readwrite");
      const inbox = tx.objectStore("inbox");
      const entries = tx.objectStore("entries");
      const ledgers = tx.objectStore("ledger");
      // Awaited below. Until then it may fail without anybody waiting.
      tx.done.catch(() => {});
      const ops = (await inbox.getAll()).flat().filter((op) => op);
      const queue = new Queue(await ledgers.get(0), withEntries || needsEntries(ops) ? await entries.getAll() : []);
      apply(ops, caps)(queue);
      work(queue);
      if (queue.isChanged) {
        inbox.clear();
        for (const seq of queue.gone) entries.delete(seq);
        for (const entry of queue.put.values()) entries.put(entry, entry.seq);
        ledgers.put(queue.ledger, 0);
      }
      tx.commit?.();
      await tx.done;
      return queue;
    },
    close() {
      opening?.then((db) => db.close()).catch(() => {});
      forget();
    },
  };
}
