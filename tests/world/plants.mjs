// Faults that the world must find. Each is one that a tracker in use has or had. They are made of parts of the tracker's surroundings, so
// no byte of them is published.

import { settle } from "./parts.mjs";

/** @type {{ [fault: string]: (parts: { tab: object, stores: object[], ports: object, world: object }) => void }} */
const PLANTS = {
  /** An event is taken off the disk before the gateway has answered for it. */
  "delete before send": ({ ports, tab, world }) => {
    const { network } = ports;
    ports.network = {
      ...network,
      async send(sending, stop) {
        const verdicts = sending.batch.entries.map(({ seq, id }) => ({ seq, id, outcome: "delivered" }));
        await tab.storage.transact(0, true, settle({ verdicts }, 0, world.now(), { maxAgeMs: Infinity, tab: "" }));
        return network.send(sending, stop);
      },
    };
  },

  /** A tab writes back the queue as it knows it, with its event at the end. */
  "queue rewritten by the second tab": ({ stores, world }) => {
    const [first] = stores;
    let known = new Map();
    stores[0] = {
      ...first,
      async transact(withEntries, work) {
        const seen = await first.transact(withEntries, work);
        if (withEntries) known = new Map(seen.entries);
        return seen;
      },
      async append(ops) {
        const mine = new Map(known);
        await first.append(ops);
        return first.transact(true, (queue) => {
          for (const entry of [...queue.entries.values()]) {
            if (mine.size > 0 && !mine.has(entry.seq) && entry.tab !== ops.find(({ op }) => op === "add")?.entry.tab) queue.take(entry);
          }
          queue.ledger.delivered = queue.ledger.tracked - queue.ledger.queued - queue.ledger.dead - Object.values(queue.ledger.dropped).reduce((a, b) => a + b, 0);
          known = new Map(queue.entries);
        });
      },
    };
  },

  /** A tab that has waited for two seconds takes the lock. */
  "lock stolen after two seconds": ({ ports }) => {
    const { lock, wait } = ports;
    ports.lock = {
      ...lock,
      ask(granted) {
        let isGranted = false;
        const once = () => {
          if (!isGranted) granted();
          isGranted = true;
        };
        const release = lock.ask(once);
        const cancel = wait(2_000, once);
        return () => {
          cancel();
          release();
        };
      },
    };
  },
};

export const FAULTS = Object.keys(PLANTS);

/** @param {string | undefined} fault @param {Parameters<(typeof PLANTS)[string]>[0]} parts */
export function plant(fault, parts) {
  if (fault !== undefined) PLANTS[fault](parts);
}
