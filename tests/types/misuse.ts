// What the types must refuse. An expected error that does not occur is itself an error.

import { Refiner, RefinerError, isRefinerError, type ErrorKind, type ListResponses } from "refiner-wasm";
import { setModule } from "refiner-wasm/slim";
import { createSandbox, type Sandbox } from "refiner-wasm/testing";
import { run, tools } from "refiner-wasm/tools";
import { createTracker, type Tracker } from "refiner-wasm/tracker";

const refiner = new Refiner({ apiKey: "key" });

export function clients() {
  // @ts-expect-error a client needs options
  new Refiner();
  // @ts-expect-error a key or a token is needed
  new Refiner({});
  // @ts-expect-error not both
  new Refiner({ apiKey: "key", token: "token" });
  // @ts-expect-error a key is text
  new Refiner({ apiKey: 7 });
  // @ts-expect-error or a function that gives text
  new Refiner({ apiKey: () => 7 });
  // @ts-expect-error it is spelled apiKey
  new Refiner({ apikey: "key" });
  // @ts-expect-error there is no such setting
  new Refiner({ apiKey: "key", timeout: 5 });
  // @ts-expect-error milliseconds are a number
  new Refiner({ apiKey: "key", timeoutMs: "30s" });
  // @ts-expect-error an address is text
  new Refiner({ apiKey: "key", baseUrl: new URL("https://api.refiner.io/v1") });
  // @ts-expect-error fetch gives a promise of a response
  new Refiner({ apiKey: "key", fetch: () => "no" });
  // @ts-expect-error errors are made by the package alone
  new RefinerError();
  // @ts-expect-error a module is required
  setModule(undefined);
}

export async function inputs() {
  // @ts-expect-error a user must be named
  await refiner.identifyUser({});
  // @ts-expect-error and named correctly
  await refiner.identifyUser();
  // @ts-expect-error traits belong in attributes
  await refiner.identifyUser({ id: "u-1", plan: "pro" });
  // @ts-expect-error a trait is not a list
  await refiner.identifyUser({ id: "u-1", attributes: { plans: ["pro"] } });
  // @ts-expect-error a trait is not a Date
  await refiner.identifyUser({ id: "u-1", attributes: { created_at: new Date() } });
  // @ts-expect-error an account has an id
  await refiner.identifyUser({ id: "u-1", account: {} });
  // @ts-expect-error an id is text
  await refiner.identifyUser({ id: 7 });
  // @ts-expect-error an event has a name
  await refiner.trackEvent({ id: "u-1" });
  // @ts-expect-error and a user
  await refiner.trackEvent({ event: "e" });
  // @ts-expect-error no other properties are stored
  await refiner.trackEvent({ id: "u-1", event: "e", plan: "pro" });
  // @ts-expect-error Refiner's name: form_uuid
  await refiner.listResponses({ formUuid: "f" });
  // @ts-expect-error one of three words
  await refiner.listResponses({ include: "everything" });
  // @ts-expect-error times are text
  await refiner.listResponses({ date_range_start: new Date() });
  // @ts-expect-error a number, not text
  await refiner.listResponses({ page_length: "10" });
  // @ts-expect-error it takes nothing
  await refiner.verifyKey({ key: "key" });
}

export async function outputs() {
  const page = await refiner.listResponses();
  // @ts-expect-error a page is not the list of its items
  page[0];
  // @ts-expect-error it can be null
  page.items[0]!.contact.email.length;
  // @ts-expect-error a tag list may be missing
  page.items[0]!.tags.length;
  // @ts-expect-error a tag can be text
  page.items[0]!.tags?.[0]?.name;
  // @ts-expect-error an answer is not known to be a number
  const score: number = page.items[0]!.data["nps"];
  // @ts-expect-error there is no such key
  page.pagination.total;
  // @ts-expect-error items come one at a time
  for (const response of refiner.listResponses()) response;
  for await (const response of refiner.listResponses()) {
    // @ts-expect-error a response is not a page
    response.items;
  }
  return score;
}

export async function byName() {
  // @ts-expect-error there is no such action
  await refiner.call("make_coffee");
  // @ts-expect-error its name is track_event
  await refiner.call("trackEvent", { id: "u-1", event: "e" });
  // @ts-expect-error its input is needed
  await refiner.call("track_event");
  // @ts-expect-error and checked
  await refiner.call("track_event", { id: "u-1" });
  // @ts-expect-error a call has no such option
  await refiner.call("verify_key", {}, { timeout: 5 });
  // @ts-expect-error a signal is a signal
  await refiner.verifyKey({}, { signal: "abort" });
  // @ts-expect-error a preload sends no requests, so it retries none
  await refiner.preload({ maxRetries: 1 });
  // @ts-expect-error a boolean
  await refiner.preload({ insight: "yes" });
  // @ts-expect-error the action is not a list
  for await (const _ of refiner.list("verify_key"));
  // @ts-expect-error its reply has no items
  (await refiner.call("verify_key")).items;
}

export async function bulk() {
  // @ts-expect-error the metrics are required
  await refiner.summarizeResponses({}, {});
  // @ts-expect-error there is no such metric
  await refiner.summarizeResponses({}, { metrics: ["mood"] });
  // @ts-expect-error not even with settings
  await refiner.summarizeResponses({}, { metrics: [{ metric: "mood" }] });
  // @ts-expect-error an NPS has a fixed scale
  await refiner.summarizeResponses({}, { metrics: [{ metric: "nps", scale: { min: 0, max: 10 } }] });
  // @ts-expect-error a count has no question
  await refiner.summarizeResponses({}, { metrics: [{ metric: "count", question: "nps" }] });
  // @ts-expect-error boxes are for csat
  await refiner.summarizeResponses({}, { metrics: [{ metric: "ces", question: "q", top_boxes: 2 }] });
  // @ts-expect-error a scale has two ends
  await refiner.summarizeResponses({}, { metrics: [{ metric: "csat", question: "q", scale: { min: 1 } }] });
  // @ts-expect-error one of seven words, or an object
  await refiner.summarizeResponses({}, { metrics: ["count"], group_by: "year" });
  // @ts-expect-error two groups are compared
  await refiner.summarizeResponses({}, { metrics: ["count"], group_by: "form", compare: ["a"] });
  // @ts-expect-error there is no such option
  await refiner.summarizeResponses({}, { metrics: ["count"], groupBy: "day" });
  // @ts-expect-error a format is needed
  refiner.exportResponses({}, {});
  // @ts-expect-error one of four
  refiner.exportResponses({}, { format: "xls" });
  // @ts-expect-error only a workbook has worksheets
  refiner.exportResponses({}, { format: "csv", sheet_by: "form" });
  // @ts-expect-error a byte-order mark is for CSV
  refiner.exportResponses({}, { format: "json", bom: true });
  // @ts-expect-error NDJSON has no columns
  refiner.exportContacts({}, { format: "ndjson", columns: ["uuid"] });
  // @ts-expect-error a sync sets the date range itself
  refiner.syncResponses({ date_range_start: "2026-01-01" });
  // @ts-expect-error milliseconds are a number
  refiner.syncResponses({ overlapMs: "1h" });
}

export async function reports() {
  const { metrics, groups, comparison } = await refiner.summarizeResponses({}, { metrics: ["count"] });
  const report = metrics[0]!;
  // @ts-expect-error only after a check of `metric`
  report.promoters;
  if (report.metric === "nps") {
    // @ts-expect-error csat is another metric
    report.satisfied;
    // @ts-expect-error null without answers
    report.value.toFixed();
  }
  // @ts-expect-error a count has no value
  if (report.metric === "count") report.value;
  // @ts-expect-error the former name of small_sample
  report.few;
  // @ts-expect-error groups are absent without group_by
  groups[0];
  // @ts-expect-error and comparisons without compare
  comparison.differences;
}

export async function programs() {
  // @ts-expect-error an operation that gives a file is not a tool
  tools({ format: "mcp", only: ["export_responses"] });
  // @ts-expect-error there is no such profile
  tools({ format: "mcp", profile: "write" });
  // @ts-expect-error only MCP has a place for them
  tools({ format: "openai", outputSchemas: true });
  // @ts-expect-error the data for a model is no report
  await run(refiner, "summarize_responses", { metrics: ["count"] }).then(({ data }) => data.metrics.length);
  // @ts-expect-error the data of an arbitrary name is only JSON
  (await run(refiner, "some_name" as string)).data.items.length;
  // @ts-expect-error true or false
  await run(refiner, "get_contact", { id: "u-1" }, { raw: "yes" });
}

export function errors(error: unknown) {
  // @ts-expect-error it is not known to be a RefinerError
  error.kind;
  if (isRefinerError(error)) {
    // @ts-expect-error there is no such kind
    const kind: ErrorKind = "oops";
    // @ts-expect-error the properties are read-only
    error.kind = "input";
    // @ts-expect-error a status may be missing
    error.status.toFixed();
    return kind;
  }
  // @ts-expect-error no such parameter
  const filter: ListResponses = { pageLength: 5 };
  return filter;
}

export function trackers(tracker: Tracker) {
  // @ts-expect-error an endpoint is needed
  createTracker({});
  // @ts-expect-error there is no such option
  createTracker({ endpoint: "/r", apiKey: "key" });
  // @ts-expect-error a token comes from a function, for one user at a time
  createTracker({ endpoint: "/r", token: "token" });
  // @ts-expect-error a user has an id
  tracker.identify({ email: "jane@awesome.com" });
  // @ts-expect-error an event has a name
  tracker.track();
  // @ts-expect-error it is given, refused or not yet known
  tracker.setConsent("yes");
  // @ts-expect-error there is nothing of that name to hear
  tracker.on("error", () => {});
}

export function sandboxes(sandbox: Sandbox) {
  // @ts-expect-error there is no such option
  createSandbox({ sede: 1 });
  // @ts-expect-error there is no such fault
  createSandbox({ faults: ["explode"] });
  // @ts-expect-error nor such a kind
  sandbox.setFaults([{ kind: "explode" }]);
  // @ts-expect-error a delay has a time
  sandbox.setFaults([{ kind: "delay" }]);
  // @ts-expect-error there is no such action
  sandbox.setFaults([{ on: "trackEvent", fault: "stall" }]);
  // @ts-expect-error a clock returns milliseconds
  createSandbox({ now: () => "2026-01-01" });
  // @ts-expect-error it is not ready yet
  createSandbox().apiKey;
}
