// The parts of the published tracker that the world runs. They have no export of their own, so they are taken by path.

const part = (name) => import(new URL(`../node_modules/refiner-wasm/tracker/${name}`, import.meta.url).href);

export const { apply, needsEntries, newLedger, Queue, settle } = await part("ledger.js");
export const { makeTracker } = await part("facade.js");
export const { bodyOf } = await part("batch.js");
export const { leaseLock } = await part("lock.js");
export const { openStorage } = await part("storage/index.js");
export const { textStore } = await part("storage/web-storage.js");
export const { next, start } = await part("machine.js");
