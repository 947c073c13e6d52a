// The intended use of every method. It is compiled, not run.

import {
  Refiner,
  RefinerError,
  isRefinerError,
  type Anomaly,
  type CallOptions,
  type ErrorKind,
  type ExportOptions,
  type IdentifyUser,
  type List,
  type ListResponses,
  type Metric,
  type MetricReport,
  type Plan,
  type Progress,
  type RefinerOptions,
  type Response as SurveyResponse,
  type ResponsePage,
  type ResponseSync,
  type Summary,
  type SummaryOptions,
  type SyncOptions,
} from "refiner-wasm";
import "refiner-wasm/tracker.global.js";
import { createTracker, type DeadLetter, type DropReason, type Stats, type Tracker } from "refiner-wasm/tracker";
import { contract } from "refiner-wasm/contract";
import { Refiner as Inline } from "refiner-wasm/inline";
import { Refiner as Slim, setInsightModule, setModule } from "refiner-wasm/slim";
import { createSandbox, type Fault, type FaultName, type ReceivedRequest, type Sandbox } from "refiner-wasm/testing";
import { run, tools } from "refiner-wasm/tools";

/** Such as useSWR: it tells promises from values by their type. */
declare function useFetched<Data>(key: string, fetcher: (key: string) => Data | Promise<Data>): { data: Data | undefined };

const text = (value: string) => value;
const count = (value: number) => value;

// ---- Clients ----

const onAnomaly = ({ action, path, problem, count: times }: Anomaly) => console.log(text(action), text(path), text(problem), count(times));
const settings = {
  baseUrl: "https://api.refiner.io/v1",
  timeoutMs: 30_000,
  maxRetries: 2,
  maxBodyBytes: 64 * 1024 * 1024,
  fetch: globalThis.fetch,
  onAnomaly,
};
const refiner = new Refiner({ apiKey: "key", ...settings });
new Refiner({ apiKey: () => "key" });
new Refiner({ apiKey: async () => "key" });
new Refiner({ apiKey: ({ refused }) => (refused ? "new" : "old") });
new Refiner({ apiKey: "key", dangerouslyAllowBrowser: true });
new Refiner({ baseUrl: "https://gateway.example", token: () => "token" });
new Refiner({ apiKey: "key", fetch: async (url: string, init: RequestInit) => new Response(url + String(init.method)) });
const options: RefinerOptions = { apiKey: "key" };
new Inline(options);
const slim: Slim = new Slim(options);
setModule(new Uint8Array());
setModule(new WebAssembly.Module(new Uint8Array()));
setModule(() => new URL("https://example.com/refiner.wasm"));
setModule(async () => fetch("https://example.com/refiner.wasm"));
setInsightModule(() => new URL("https://example.com/refiner-insight.wasm"));

// ---- Options of a call ----

const call: CallOptions = { signal: AbortSignal.timeout(5), timeoutMs: 1000, maxRetries: 0 };

// ---- Preload ----

export async function preloads() {
  const nothing: void = await refiner.preload();
  await refiner.preload({});
  await slim.preload({ signal: AbortSignal.timeout(5), timeoutMs: 1000, insight: true });
  return nothing;
}

// ---- Methods ----

export async function methods() {
  const { project_uuid, project_name, message } = await refiner.verifyKey();
  text(project_uuid + project_name + message);
  await refiner.verifyKey({}, call);

  const user: IdentifyUser = { id: "u-1" };
  text((await refiner.identifyUser(user)).contact_uuid);
  await refiner.identifyUser({ email: "jane@awesome.com" }, call);
  await refiner.identifyUser({
    id: "u-1",
    email: "jane@awesome.com",
    attributes: { plan: "pro", seats: 3, active: true, churned_at: null },
    account: { id: "acme", attributes: { tier: "gold" } },
  });

  text((await refiner.trackEvent({ id: "u-1", event: "Upgraded" })).message);
  await refiner.trackEvent({ email: "jane@awesome.com", event: "Upgraded" }, call);

  const filter: ListResponses = {
    form_uuids: ["a"],
    include: "all",
    date_range_start: "2026-01-01",
    response_data: { nps: 9 },
    with_attributes: true,
    page_length: 200,
  };
  const page: ResponsePage = await refiner.listResponses(filter, call);
  const cursor: string | null | undefined = page.pagination.next_page_cursor;
  for await (const response of refiner.listResponses()) answers(response);
  for await (const { items } of refiner.listResponses({ page_cursor: cursor ?? "c" }).pages()) items.forEach(answers);
  const list: List<SurveyResponse, ResponsePage> = refiner.listResponses();
  const promise: Promise<ResponsePage> = list;
  const fetched: ResponsePage | undefined = useFetched("responses", () => refiner.listResponses()).data;
  text((await list.catch(() => null))?.items[0]?.uuid ?? "");
  await list.finally(() => {});
  await list.then(({ items }) => items.length);
}

/** The other actions, each with its input and its result. */
export async function others() {
  text((await refiner.getAccountInfo()).subscription.plan);
  for await (const contact of refiner.listContacts({ order_by: "email", segment_uuid: "s" })) text(contact.uuid);
  text((await refiner.getContact({ email: "jane@awesome.com" })).uuid);
  text((await refiner.deleteContact({ uuid: "c-1" })).message);
  for await (const segment of refiner.listSegments()) text(segment.name);
  text((await refiner.addContactToSegment({ segment_uuid: "s", id: "u-1" })).message);
  text((await refiner.removeContactFromSegment({ segment_uuid: "s", email: "jane@awesome.com" }, call)).message);
  for await (const form of refiner.listForms({ list: "published", include_info: true })) text(form.uuid);
  text((await refiner.publishForm({ form_uuid: "f", published: false })).message);
  text((await refiner.duplicateForm({ form_uuid: "f", name: "Copy" })).new_form_uuid);
  text((await refiner.archiveForm({ form_uuid: "f" })).message);
  for await (const change of refiner.listFormHistory({ form_uuid: "f" })) text(change.uuid);
  text((await refiner.storeResponse({ form_uuid: "f", id: "u-1", answers: { nps: 9, why: ["a", "b"] }, tags: ["t"] })).message);
  text((await refiner.tagResponse({ uuid: "r-1", tags: ["t"] })).message);
  const report = await refiner.getReporting({ type: "nps", form_uuids: ["f"], date_range_start: "2026-01-01" });
  return report.date_range_start;
}

function answers(response: SurveyResponse) {
  const score: unknown = response.data["nps"];
  const email: string | null = response.contact.email;
  const account: string | null | undefined = response.contact.account?.remote_id;
  const tags: string[] = (response.tags ?? []).map((tag) => (typeof tag === "string" ? tag : tag.name));
  return [score, email, account, tags, response.completed_at?.slice(0, 10)];
}

// ---- Summaries, exports and syncs ----

export async function bulk(signal: AbortSignal) {
  const metrics: Metric[] = [
    "count",
    { metric: "nps", question: "nps" },
    { metric: "csat", question: ["a", "b"], scale: { min: 1, max: 7 }, top_boxes: 2 },
    { metric: "ces", question: "effort", scale: { min: 1, max: 5 } },
    { metric: "rating", question: "stars" },
    { metric: "distribution", question: "colour", top: 5 },
  ];
  const options: SummaryOptions = { metrics, group_by: { attribute: "plan" }, compare: ["pro", null], signal, timeoutMs: 1000, max_groups: 10 };
  const summary: Summary = await refiner.summarizeResponses({ form_uuid: "f", with_attributes: true }, options);
  await refiner.summarizeResponses(undefined, { metrics: ["count"], group_by: "month", compare: "last_two" });
  const said = summary.metrics.map(figures);
  for (const { key, label, metrics } of summary.groups ?? []) text(`${key} ${label} ${metrics.map(figures)}`);
  const differ = summary.comparison?.differences.filter(({ significant, small_sample }) => significant && !small_sample);

  const onProgress = ({ pages, items, total, bytes, attempts, etaMs }: Progress) =>
    count(pages + items + (total ?? 0) + bytes + attempts + (etaMs ?? 0));
  const file: ExportOptions = { format: "csv", columns: ["uuid"], bom: true, guard: false, onProgress, totalTimeoutMs: 60_000 };
  const stream: ReadableStream<Uint8Array> = refiner.exportResponses({ form_uuid: "f" }, file);
  await refiner.exportContacts({ order_by: "email" }, { format: "ndjson" }).cancel();

  const from: SyncOptions = { form_uuid: "f", since: "2026-01-01", overlapMs: 60_000 };
  const sync: ResponseSync = refiner.syncResponses(from, { signal });
  for await (const response of sync) answers(response);
  return [said, differ, stream, sync.checkpoint];
}

/** `metric` tells which figures a report has; the switch over it is complete. */
function figures(report: MetricReport): number | null {
  switch (report.metric) {
    case "nps":
      return count(report.promoters) - count(report.detractors);
    case "csat":
      return count(report.satisfied);
    case "ces":
      return report.agreeing.share;
    case "rating":
      return count(report.sum);
    case "distribution":
      return report.distribution.map(({ choice, count: times }) => text(choice).length + count(times))[0] ?? null;
    case "count":
      return report.response_rate && count(report.response_rate.value);
  }
}

// ---- Tools ----

export async function programs() {
  const definitions = tools({ format: "mcp", profile: "read", outputSchemas: true, only: ["read", "summarize_responses", "get_contacts"] });
  text(definitions[0]?.outputSchema?.type ?? "none");
  const { data, meta } = await run(refiner, "summarize_responses", { form_uuid: "f", metrics: ["count"] }, { timeoutMs: 1000, raw: true });
  const shown = await run(refiner, "get_contact", { id: "u-1" }, { maxResultTokens: 5000, maxTextChars: 200 });
  text(meta.action + meta.effect + meta.executionId);
  return [shown.data.untrusted_text, definitions, data.metrics.map(figures), count(meta.attempts), contract("summarize_responses").settings, contract("get_contacts").aliases];
}

// ---- By name ----

export async function byName() {
  text((await refiner.call("verify_key")).project_name);
  text((await refiner.call("identify_user", { id: "u-1" }, call)).contact_uuid);
  text((await refiner.call("REFINER_TRACK_EVENT", { id: "u-1", event: "e" })).message);
  const page: ResponsePage = await refiner.call("get_responses", { page: 2 });
  for await (const response of refiner.list("list_responses", { search: "x" }, call)) text(response.uuid);
  for await (const { pagination } of refiner.list("list_responses").pages()) pagination.last_page;
  const plan: Plan = await refiner.plan("identify_user", { id: "u-1" });
  const method: "GET" | "POST" | "DELETE" = plan.method;
  return [page, method, plan.url, plan.headers["Accept"], plan.body, slim];
}

// ---- Errors ----

export async function errors() {
  try {
    await refiner.verifyKey();
  } catch (error) {
    if (!isRefinerError(error)) throw error;
    const kind: ErrorKind = error.kind;
    const known: [string | undefined, number | undefined, number, number | undefined, string | undefined, string | undefined] = [
      error.action,
      error.status,
      error.attempts,
      error.retryAfterMs,
      error.path,
      error.detail,
    ];
    if (error.resume) for await (const _ of refiner.listResponses({ ...error.resume }));
    return [kind, known, error.cause, error.toJSON(), error instanceof RefinerError, error instanceof Error];
  }
}

/** Every kind is known, so a switch over them is complete. */
export function advice(kind: ErrorKind): string {
  switch (kind) {
    case "config":
    case "input":
      return "mend the program";
    case "auth":
    case "permission":
      return "mend the key";
    case "not_found":
    case "conflict":
    case "rejected":
      return "ask for something else";
    case "rate_limited":
    case "server":
    case "network":
    case "timeout":
      return "try later";
    case "aborted":
      return "as you wish";
    case "redirect":
    case "too_large":
    case "decode":
      return "look at the address";
  }
}

/** The tracker of a page. */
export async function track() {
  const tracker: Tracker = createTracker({
    endpoint: "/r",
    token: async ({ id }) => `token of ${id}`,
    pageViews: ({ pathname }) => (pathname === "/" ? null : pathname),
    consent: "pending",
    flushIntervalMs: 1_000,
  });
  const off: () => void = tracker.on("drop", ({ reason, count }) => [reason satisfies DropReason, count satisfies number]);
  tracker.on("dead", ({ id, user, kind, message, path }) => [id, user, kind, message, path]);
  tracker.on("state", ({ queued, storage }) => [queued, storage satisfies "indexeddb" | "localstorage" | "memory"]);
  await tracker.identify({ id: "u-1", email: undefined, attributes: { plan: "pro" }, account: { id: "acme" } });
  await tracker.track("Upgraded");
  await tracker.setConsent("granted");
  await tracker.flush();
  await tracker.reset();
  const { tracked, delivered, duplicate, dropped, droppedBy, dead, queued }: Stats = await tracker.stats();
  const letters: DeadLetter[] = await tracker.deadLetters();
  off();
  await tracker.close();
  return [tracked - delivered - dropped - dead - queued, duplicate, droppedBy.full, letters];
}

/** The tracker of a script tag. */
export const early = (endpoint: string): Tracker => globalThis.refinerTracker.createTracker({ endpoint });

// ---- Tests ----

const everyFault: Fault[] = ["stall", { kind: "delay", ms: 5 }, { on: "track_event", fault: "rate_limited", times: 2 }, { fault: { kind: "truncate" }, times: "always" }];
const sandbox: Sandbox = await createSandbox({ seed: 1, empty: true, now: () => 0, faults: everyFault });
new Refiner({ apiKey: sandbox.apiKey, fetch: sandbox.fetch });
const { fetch: ofSandbox } = sandbox;
const replied: Response = await ofSandbox(new Request("https://api.refiner.io/v1/"), { method: "POST" });
sandbox.requests().map(({ path, carried_out, at }: ReceivedRequest) => [text(path), carried_out, count(at), replied.status]);
const faultName: FaultName = "html";
sandbox.setFaults([faultName]);
sandbox.reset({ seed: 2, now: new Date() });
sandbox.clearRequests();
