// How the package is set up wherever it is measured: with a fetch that answers out of memory.

/** @param {unknown} fetch */
export const settings = (fetch) => ({ apiKey: "any-key", dangerouslyAllowBrowser: true, fetch });
