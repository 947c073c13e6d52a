// @ts-check
// A queue in IndexedDB: a transaction is done whole or not at all, also when its tab is killed.
import { openDB } from "idb";
import { apply, needsEntries, newLedger, Queue } from "../ledger.js";

/** @typedef {import("../ledger.js").DeadLetter} DeadLetter */
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
 * @property {{ key: number, value: DeadLetter }} letters
 * @property {{ key: number, value: Ledger }} ledger
 */

/** @typedef {import("idb").IDBPDatabase<Schema>} Db */

/** Another version of the tracker may add to these, and must not change them. @type {("inbox" | "entries" | "letters" | "ledger")[]} */
const STORES = ["inbox", "entries", "letters", "ledger"];

/** How long an opening may take, in milliseconds: a browser can leave it without an answer. */
const OPEN_MS = 3_000;

/**
 * @param {string} name Of the database.
 * @param {import("../ledger.js").Caps} caps
 * @returns {import("./memory.js").Store}
 */
export function indexedDbStore(name, caps) {
  /** @type {Promise<Db> | undefined} */
  let opening;
  const forget = () => void (opening = undefined);

  /** @param {number} [version] Without one, whichever is there. @returns {Promise<Db>} */
  const connect = (version) =>
    openDB(name, version, {
      upgrade(db) {
        for (const store of STORES) {
          if (!db.objectStoreNames.contains(store)) db.createObjectStore(store, { autoIncrement: store === "inbox" });
        }
      },
      // Another page wants to change or delete the database. The next transaction opens it again.
      blocking: (_current, _blocked, event) => {
        /** @type {IDBDatabase} */ (event.target).close();
        forget();
      },
      terminated: forget,
    });

  const open = () => {
    if (opening) return opening;
    const tooLate = new Promise((_, reject) => setTimeout(reject, OPEN_MS));
    // With a newer version of the tracker, there is a newer database.
    const connected = connect(1).catch((error) => (error?.name === "VersionError" ? connect() : Promise.reject(error)));
    opening = /** @type {Promise<Db>} */ (Promise.race([connected, tooLate]));
    opening.catch(forget);
    return opening;
  };

  /** @template T @param {(db: Db) => Promise<T>} work @returns {Promise<T>} */
  const withDb = async (work) => {
    const db = await open();
    try {
      return await work(db);
    } catch (error) {
      // The connection was closed under us, perhaps a moment ago: once more, with a new one.
      if (/** @type {Error} */ (error)?.name !== "InvalidStateError") throw error;
      forget();
      return work(await open());
    }
  };

  return {
    name: "indexeddb",
    append: (ops) =>
      withDb(async (db) => {
        const tx = db.transaction("inbox", "readwrite");
        tx.store.add(ops).catch(() => {});
        // Without this, a page that is left at this moment would lose it.
        tx.commit?.();
        await tx.done;
        return undefined;
      }),
    transact: (withEntries, work) =>
      withDb(async (db) => {
        const tx = db.transaction(STORES, "readwrite");
        const inbox = tx.objectStore("inbox");
        const entries = tx.objectStore("entries");
        const ledgers = tx.objectStore("ledger");
        // Awaited below. Until then it may fail without anybody waiting.
        tx.done.catch(() => {});
        const ops = (await inbox.getAll()).flat();
        const stored = await ledgers.get(0);
        const queue = new Queue(stored ?? newLedger(), withEntries || needsEntries(ops) ? await entries.getAll() : []);
        apply(ops, caps)(queue);
        work(queue);
        if (queue.isChanged) {
          inbox.clear();
          for (const seq of queue.gone) entries.delete(seq);
          for (const entry of queue.put.values()) entries.put(entry, entry.seq);
          for (const [place, letter] of queue.letters) tx.objectStore("letters").put(letter, place);
          ledgers.put(queue.ledger, 0);
        }
        tx.commit?.();
        await tx.done;
        return queue;
      }),
    letters: () => withDb((db) => db.getAll("letters")),
    close() {
      opening?.then((db) => db.close()).catch(() => {});
      forget();
    },
  };
}
