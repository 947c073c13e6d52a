// What the story asks of a page, whatever its tracker. `note` is the story's; it keeps what it hears when the page is killed.

/** @param {{ start: (user: string, options: object) => Promise<void>, track: (number: number) => Promise<unknown> }} tracker */
export function hold({ start, track }) {
  globalThis.begin = (user, options) => void start(user, options).catch(console.error);

  /** Tracks events without waiting for one of them. */
  globalThis.burst = (numbers) => {
    const begun = performance.now();
    const said = numbers.map((number) => track(number));
    globalThis.note("called", numbers);
    said.forEach((claim, index) => claim.then(() => globalThis.note("tracked", [numbers[index]], performance.now() - begun), console.error));
  };

  /** All that this origin has on its disk, as text. */
  globalThis.disk = async () => {
    const found = Object.values(localStorage);
    for (const { name } of await indexedDB.databases()) {
      const database = await answer(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const records = await answer(database.transaction(store).objectStore(store).getAll());
        found.push(...records.map((record) => JSON.stringify(record)));
      }
      database.close();
    }
    return found;
  };
  globalThis.ready = true;
}

/** @param {IDBRequest} request @returns {Promise<any>} */
function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
