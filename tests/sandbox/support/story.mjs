// What every runtime does with a sandbox of its own. It says what came of it.

import { Refiner } from "refiner-wasm";
import { createSandbox } from "refiner-wasm/testing";

export async function story() {
  const sandbox = await createSandbox({ seed: 1, contacts: 20, responses: 50, now: () => Date.UTC(2030, 0, 1), faults: [{ on: "track_event", fault: "rate_limited" }] });
  const refiner = new Refiner({ apiKey: sandbox.apiKey, fetch: sandbox.fetch, dangerouslyAllowBrowser: true });
  await refiner.identifyUser({ id: "ü-1", attributes: { plan: "pro" } });
  await refiner.trackEvent({ id: "ü-1", event: "Upgraded" });
  const { items, pagination } = await refiner.listResponses({ include: "all" });
  const met = {};
  for (const fault of ["stall", "cut_body", "html", "reset"]) {
    sandbox.setFaults([{ fault, times: "always" }]);
    met[fault] = await refiner.listForms({}, { timeoutMs: 200, maxRetries: 0 }).catch(({ kind }) => kind);
  }
  return {
    first: items[0].uuid,
    count: pagination.items_count,
    met,
    log: sandbox.requests().map(({ method, path, body, at, carried_out }) => [method, path, body, at, carried_out]),
  };
}

// In a page, whoever opened it asks for the story.
globalThis.begin?.(story);
