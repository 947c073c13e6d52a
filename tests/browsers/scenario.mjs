// What each browser does in its page: a module of the page, which imports the package as a page would.

import { Refiner, isRefinerError } from "refiner-wasm";

/**
 * @param {string} key The sandbox's key, as a token for the gateway that the page's own origin is.
 * @param {typeof import("../support/answers.mjs").ASKED} asked What to calculate.
 */
async function play(key, asked) {
  const baseUrl = `${location.origin}/v1`;
  const refiner = new Refiner({ baseUrl, token: key });
  /** What is returned about a failure. @param {Promise<unknown>} promise */
  const failed = async (promise) => {
    try {
      return { succeeded: await promise };
    } catch (error) {
      const { kind, attempts, message, stack } = error;
      return { known: isRefinerError(error), kind, attempts, secret: `${message} ${stack}`.includes(key) };
    }
  };
  const listed = [];
  const identified = await refiner.identifyUser({ id: "u-1", attributes: { plan: "pro é 🎉" } });
  const loaded = performance.getEntriesByType("resource").flatMap(({ name }) => name.split("/package/")[1] ?? []);
  const tracked = await refiner.trackEvent({ id: "u-1", event: "Upgraded" });
  for await (const { uuid } of refiner.listResponses({ include: "all", page_length: 30 })) listed.push(uuid);
  return {
    loaded,
    identified,
    tracked,
    listed,
    summary: await refiner.summarizeResponses(asked.query, asked.summary),
    csv: await new Response(refiner.exportResponses(asked.query, asked.csv)).text(),
    workbook: btoa(Array.from(new Uint8Array(await new Response(refiner.exportResponses(asked.query, asked.xlsx)).arrayBuffer()), (byte) => String.fromCharCode(byte)).join("")),
    contacts: await new Response(refiner.exportContacts({ page_length: 7 }, { format: "ndjson" })).text(),
    input: await failed(refiner.trackEvent({ id: "u-1", event: 7 })),
    refused: await failed(new Refiner({ baseUrl, token: `${key}x` }).verifyKey()),
    aborted: await failed(refiner.verifyKey({}, { signal: AbortSignal.abort() })),
  };
}

globalThis.begin(play);
