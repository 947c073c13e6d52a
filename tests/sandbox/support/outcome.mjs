// What a caller of `fetch` sees of one request, without what time and the connection decide.

/** What the connection decides, and the server's clock. */
const OF_THE_CONNECTION = ["connection", "date", "keep-alive", "transfer-encoding"];

/** How long a reply that does not go on is waited for, in milliseconds: well above the second of the fault `slow`. */
const PATIENCE_MS = 4_000;

/** How much is read of a body that does not end. */
const ENOUGH = 1_000_000;

/** The sandboxes' first minutes, in both of Refiner's forms: they started at different moments. */
const NOW = /2026-11-15(?<joint>[T ])09:0\d:\d\d(?<rest>\.\d{6}Z)?/g;

/**
 * @param {import("./doors.mjs").Door} door
 * @param {{ method?: string, path: string, headers?: Record<string, string>, body?: string | Uint8Array }} request
 */
export async function outcomeOf(door, { path, method, headers, body }) {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  let response;
  try {
    response = await door.fetch(path, { method, headers, body, signal, redirect: "manual" });
  } catch (error) {
    return { failed: error.name === "TimeoutError" ? "stalled" : `${error.name}: ${error.message} (${error.cause?.code})` };
  }
  const kept = [...response.headers].filter(([name]) => !OF_THE_CONNECTION.includes(name));
  // Until a limit is over, and so a matter of time. The faults say 1.
  for (const header of kept) if (header[0] === "retry-after" && Number(header[1]) > 1) header[1] = "(soon)";
  return { status: response.status, headers: Object.fromEntries(kept), ...(await read(response)) };
}

/** @param {Response} response */
async function read({ body }) {
  const chunks = [];
  let length = 0;
  let end = "whole";
  try {
    for await (const chunk of body ?? []) {
      chunks.push(chunk);
      length += chunk.length;
      if (length < ENOUGH) continue;
      end = "endless";
      break;
    }
  } catch (error) {
    // Which code it has differs between versions of a host.
    end = error.name === "TimeoutError" ? "stalled" : `${error.name}: ${error.message}`;
  }
  // Every byte counts, so not as UTF-8.
  const text = Buffer.concat(chunks).toString("latin1").replace(NOW, "(now)");
  return { end, body: end === "endless" ? text.slice(0, 1_000) : text };
}
