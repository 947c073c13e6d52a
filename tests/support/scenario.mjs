// A program with the same small scenario for every runtime: preload, identify, track, list, summarise, export, and the
// failures that runtimes treat differently. It takes the sandbox's address, the package's entry and the work as JSON,
// and prints JSON.

import { readFile } from "node:fs/promises";

const KEY = "sandbox-key-00000000000000000000";
const EVENT = { id: "u-1", event: "Upgraded" };

// Bun and Node have it globally too; Deno only under this name, without a permission for the environment.
const [baseUrl, entry, json] = globalThis.Deno ? globalThis.Deno.args : process.argv.slice(2);
const asked = JSON.parse(json);
const { Refiner, isRefinerError, setModule, setInsightModule } = await import(entry);
setModule?.(() => readFile(new URL(import.meta.resolve("refiner-wasm/refiner_wasm_bg.wasm"))));
setInsightModule?.(() => readFile(new URL(import.meta.resolve("refiner-wasm/refiner_insight_bg.wasm"))));
const refiner = new Refiner({ apiKey: KEY, baseUrl });

const fault = async (...faults) => {
  const response = await fetch(new URL("/_sandbox/faults", baseUrl), { method: "POST", body: JSON.stringify(faults) });
  if (!response.ok) throw new Error(await response.text());
};

/** What is printed about a failure. */
const failed = async (promise) => {
  try {
    return { succeeded: await promise };
  } catch (error) {
    const { kind, status, attempts } = error;
    const shown = `${error.message} ${error.stack} ${JSON.stringify(error)} ${error.cause?.message} ${error.cause?.stack}`;
    return { known: isRefinerError(error), kind, status, attempts, secret: shown.includes(KEY) };
  }
};

const found = {};
found.preloaded = String(await refiner.preload());
found.identified = await refiner.identifyUser({ id: "u-1", attributes: { plan: "pro é 🎉" }, account: { id: "acme" } });
found.tracked = await refiner.trackEvent(EVENT);
found.listed = [];
for await (const response of refiner.listResponses({ include: "all", page_length: 30 })) found.listed.push(response.uuid);
found.summary = await refiner.summarizeResponses(asked.query, asked.summary);
found.csv = await new Response(refiner.exportResponses(asked.query, asked.csv)).text();
found.workbook = btoa(Array.from(new Uint8Array(await new Response(refiner.exportResponses(asked.query, asked.xlsx)).arrayBuffer()), (byte) => String.fromCharCode(byte)).join(""));
found.contacts = await new Response(refiner.exportContacts({ page_length: 7 }, { format: "ndjson" })).text();
found.parallel = (await Promise.all(Array.from({ length: 50 }, () => refiner.verifyKey()))).length;

await fault({ kind: "redirect", status: 302, location: "http://127.0.0.1:9/" });
found.redirect = await failed(refiner.trackEvent(EVENT));
await fault({ kind: "stall" });
found.stall = await failed(refiner.trackEvent(EVENT, { timeoutMs: 200 }));
// Two faults, because Deno's own fetch repeats a request when a kept-alive connection turns out to be closed.
await fault({ kind: "reset" }, { kind: "reset" });
found.reset = await failed(refiner.trackEvent(EVENT));
await fault({ kind: "html", status: 200 });
found.html = await failed(refiner.trackEvent(EVENT));
await fault({ kind: "endless" });
found.endless = await failed(new Refiner({ apiKey: KEY, baseUrl, maxBodyBytes: 100_000 }).listResponses());
await fault({ kind: "status", status: 503, headers: { "Retry-After": "0" } });
found.again = await refiner.trackEvent(EVENT);
found.aborted = await failed(refiner.trackEvent(EVENT, { signal: AbortSignal.abort() }));
found.input = await failed(refiner.trackEvent({ id: "u-1", event: 7 }));

console.log(JSON.stringify(found));
