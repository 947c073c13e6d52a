// The client of the benchmarks: its fetch answers from memory.

/** @param {unknown} fetch */
export const settings = (fetch) => ({ apiKey: "any-key", dangerouslyAllowBrowser: true, fetch });
