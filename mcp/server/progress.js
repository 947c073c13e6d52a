// @ts-check
// Progress of long walks: a notification for each page that a summary has read, if the client asks.

/** @typedef {import("@modelcontextprotocol/server").ServerContext} Context */

/**
 * Options of `run` that report to the client; none if it does not ask.
 *
 * @param {Context} context
 * @returns {{ onProgress?: (progress: import("refiner-wasm").Progress) => void }}
 */
export function progressOf({ mcpReq }) {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return {};
  let last = -1;
  return {
    onProgress({ items, pages, total }) {
      // It must increase with each notification.
      if (items <= last) return;
      last = items;
      const message = `${items} items on ${pages} ${pages === 1 ? "page" : "pages"}`;
      const params = { progressToken, progress: items, ...(total !== undefined && { total }), message };
      // A client that is gone hears nothing; the call ends by its signal.
      mcpReq.notify({ method: "notifications/progress", params }).catch(() => {});
    },
  };
}
