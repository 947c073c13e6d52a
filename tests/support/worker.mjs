// The Worker of workerd.test.mjs: runs the requested task with the package, and returns the result.

// Imported before the package, so that it counts everything that the package does at global scope.
import { counts } from "./worker-counts.mjs";
import { Refiner } from "refiner-wasm";

// Made at global scope; the key may come from anywhere later.
let apiKey;
let baseUrl = "https://api.refiner.io/v1";
const early = new Refiner({ apiKey: () => apiKey, baseUrl });
const atStart = { ...counts };

/** What is returned about a failure. */
const failed = (error) => ({
  error: error.toJSON?.() ?? { name: error.name, message: error.message },
  shown: `${error.message} ${error.stack} ${JSON.stringify(error)} ${error.cause?.message} ${error.cause?.stack}`,
});

const ACTIONS = {
  start: async () => ({ atStart, made: early instanceof Refiner }),

  async write(refiner) {
    const account = { id: "acme", attributes: { tier: "gold" } };
    const identified = await refiner.identifyUser({ id: "u-1", attributes: { plan: "pro é 🎉" }, account });
    return { identified, tracked: await refiner.trackEvent({ id: "u-1", event: "Upgraded" }) };
  },

  async list(refiner) {
    const uuids = [];
    for await (const { uuid } of refiner.listResponses({ include: "all", page_length: 30 })) uuids.push(uuid);
    return { uuids };
  },

  async answers(refiner, { asked }) {
    const { query, summary, csv, xlsx } = JSON.parse(asked);
    await refiner.preload({ insight: true });
    return {
      summary: await refiner.summarizeResponses(query, summary),
      csv: await new Response(refiner.exportResponses(query, csv)).text(),
      workbook: btoa(Array.from(new Uint8Array(await new Response(refiner.exportResponses(query, xlsx)).arrayBuffer()), (byte) => String.fromCharCode(byte)).join("")),
      contacts: await new Response(refiner.exportContacts({ page_length: 7 }, { format: "ndjson" })).text(),
    };
  },

  async track(refiner, { id = "u-1", timeoutMs, abortMs }) {
    const options = {
      ...(timeoutMs && { timeoutMs: Number(timeoutMs) }),
      ...(abortMs && { signal: AbortSignal.timeout(Number(abortMs)) }),
    };
    try {
      return { result: await refiner.trackEvent({ id, event: "Upgraded" }, options) };
    } catch (error) {
      return failed(error);
    }
  },
};

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    apiKey = env.REFINER_API_KEY;
    baseUrl = env.REFINER_URL;
    const refiner = new Refiner({ apiKey, baseUrl, maxBodyBytes: 1_000_000 });
    try {
      return Response.json(await ACTIONS[pathname.slice(1)](refiner, Object.fromEntries(searchParams)));
    } catch (error) {
      return Response.json(failed(error), { status: 500 });
    }
  },
};
