// @ts-check
// The way of a request through the gateway: origin, path, caller, body, input; then the limits, the memory and Refiner; then the reply.
import { configError, isRefinerError } from "../internal/error.js";
import { isEntryId, runBatch } from "./batch.js";
import { bindUser, requireAllowed } from "./bind-user.js";
import { isKeyName, keyRefused, readBody, requireNoBody } from "./body.js";
import { callerOf } from "./caller.js";
import { deliver } from "./deliver.js";
import { queueAll } from "./enqueue.js";
import { NOT_SET_UP, forward } from "./forward.js";
import { clientAddress } from "./limits/address.js";
import { log } from "./log.js";
import { pageHeaders, preflight } from "./origins.js";
import { consume } from "./queue/index.js";
import { failureOf, refusal, wrongInput } from "./refusal.js";
import { failedReply, ownHeaders, reply } from "./reply.js";
import { inputOfBody, inputOfQuery } from "./routes.js";
import { setUpsOf } from "./set-up.js";

/** @typedef {import("../gateway.js").Gateway} Gateway */
/** @typedef {import("../gateway.js").GatewayEnv} Env */
/** @typedef {import("../gateway.js").CallLogLine} LogLine */
/** @typedef {import("./routes.js").Route} Route */
/** @typedef {import("./set-up.js").SetUp} SetUp */
/** @typedef {{ waitUntil?: (promise: Promise<unknown>) => void }} Context */

/** What one request carries through the gateway. @typedef {{ request: Request, env: Env, ctx: Context | undefined, url: URL, headers: import("./reply.js").HeaderList, line: LogLine & { request_id: string } }} Passage */

/**
 * @param {unknown} options
 * @returns {Gateway}
 */
export function createGateway(options) {
  const prepare = setUpsOf(options);
  return {
    async fetch(request, env, ctx) {
      const started = Date.now();
      const id = crypto.randomUUID();
      const headers = ownHeaders(id);
      /** @type {Passage["line"]} */
      const line = { event: "call", level: "info", request_id: id, method: request.method };
      const prepared = prepare(env);
      const onLog = "setUp" in prepared ? prepared.setUp.settings.onLog : prepared.onLog;
      let response;
      try {
        if ("error" in prepared) throw prepared.error;
        const passage = { request, env: env ?? {}, ctx, url: new URL(request.url), headers, line };
        response = await answer(prepared.setUp, passage);
      } catch (error) {
        response = refuse(error, headers, line);
      }
      line.status = response.status;
      line.ms = Date.now() - started;
      log(onLog, line);
      // A reply to HEAD has no body.
      return request.method === "HEAD" ? reply(response.status, null, headers) : response;
    },

    async queue(batch, env) {
      const prepared = prepare(env);
      if ("error" in prepared) {
        log(prepared.onLog, { event: "call", level: "error", kind: "config", problem: problemOf(prepared.error) });
        // The host keeps the messages, and delivers them again.
        throw configError(NOT_SET_UP);
      }
      const { settings, once, limits } = prepared.setUp;
      const { table, client, timeoutMs, onLog } = settings;
      await consume(batch, {
        env: env ?? {},
        once,
        limits,
        forward: async ({ action, input }) => {
          const forwarded = await forward(client, table.named(action), input, { timeoutMs });
          return { ...forwarded, body: String(forwarded.body) };
        },
        idempotent: (action) => table.isIdempotent(action),
        log: (line) => log(onLog, { level: line.event === "dead_letter" ? "warn" : "info", ...line }),
      });
    },
  };
}

/**
 * @param {SetUp} setUp
 * @param {Passage} passage
 * @returns {Promise<Response>}
 */
async function answer(setUp, passage) {
  const { table, origins, withCookies, ways, body } = setUp.settings;
  const { request, env, url, headers, line } = passage;
  const { method } = request;
  const page = pageHeaders(request.headers.get("origin"), origins, withCookies);
  if (method === "OPTIONS" && page && request.headers.has("access-control-request-method")) {
    const { "Content-Type": _, ...rest } = headers;
    return reply(204, null, { ...rest, ...page, ...preflight(request.headers, table.methods(url.pathname)) });
  }
  Object.assign(headers, page);
  const isBatch = url.pathname === table.batch;
  line.action = isBatch ? "batch" : undefined;
  if (isBatch && method !== "POST") throw notThisMethod(headers, ["POST"]);
  const route = isBatch ? undefined : routeOf(setUp, passage);
  line.action ??= route?.action;
  if (method === "POST") refuseQuery(url.searchParams);
  const caller = await callerOf(request, env, ways);
  line.caller = caller.by;
  const call = { caller, address: addressOf(setUp, passage), timeoutMs: setUp.settings.timeoutMs };
  if (!route) return batch(setUp, passage, call, await readBody(request, body));
  requireAllowed(route, caller);
  if (route.method !== "POST") await requireNoBody(request, body);
  const input = route.method === "POST" ? inputOfBody(route.parameters, await readBody(request, body)) : inputOfQuery(route, url.searchParams);
  bindUser(route, input, caller);
  const entry = { route, input, id: entryIdOf(request) };
  return env.REFINER_QUEUE && route.action === EVENT ? queued(setUp, passage, call, entry) : single(setUp, passage, call, entry);
}

/** What a queue takes, if one is bound. Any other action has a reply that its caller waits for. */
const EVENT = "track_event";

/** @typedef {{ caller: import("./caller.js").Caller, address: string | undefined, timeoutMs: number }} Call */

/**
 * @param {SetUp} setUp
 * @param {Passage} passage
 * @param {Call} call
 * @param {import("./deliver.js").Entry} entry
 */
async function queued(setUp, { env, headers, line }, call, { id = line.request_id, route, input }) {
  const [{ status, kind = "server", message = "the event was not taken; try again later", path, retry_after_ms }] = await queueAll(setUp, call, env, [
    { id, at: Date.now(), route, input },
  ]);
  if (status === "accepted") return reply(202, JSON.stringify({ message: "ok" }), headers);
  const code = status === "rejected" ? 400 : kind === "rate_limited" ? 429 : 503;
  throw refusal(code, kind, message, { path, retryAfterMs: retry_after_ms });
}

/**
 * @param {SetUp} setUp
 * @param {Passage} passage
 * @param {Call} call
 * @param {import("./deliver.js").Entry} entry
 */
async function single(setUp, passage, call, entry) {
  const { ctx, headers, line } = passage;
  const delivering = deliver(setUp, call, entry);
  // A page that is closed does not end a write.
  if (entry.route.effect !== "read") ctx?.waitUntil?.(delivering.catch(() => {}));
  const { status, body, failure, kind, outcome, cause } = await delivering;
  if (outcome !== "sent") line.outcome = outcome;
  if (!failure) return reply(status, body, headers);
  note(line, status, kind, cause);
  return failedReply(status, failure, line.request_id, headers);
}

/**
 * @param {SetUp} setUp
 * @param {Passage} passage
 * @param {Call} call
 * @param {{ [name: string]: unknown }} body
 */
async function batch(setUp, { env, ctx, headers, line }, call, body) {
  const running = runBatch(setUp, call, env, body);
  ctx?.waitUntil?.(running.catch(() => {}));
  const results = await running;
  line.entries = {};
  for (const { status } of results) line.entries[status] = (line.entries[status] ?? 0) + 1;
  return reply(200, JSON.stringify({ results }), headers);
}

/** @param {SetUp} setUp @param {Passage} passage */
function routeOf({ settings: { table } }, { request, url, headers }) {
  const found = table.find(url.pathname, request.method);
  if (!found) throw notThisMethod(headers, table.methods(url.pathname));
  return found;
}

/** @param {import("./reply.js").HeaderList} headers @param {string[]} methods */
function notThisMethod(headers, methods) {
  headers.Allow = methods.join(", ");
  return refusal(405, "rejected", "this method is not allowed here");
}

/** The address of the caller's machine. Only Workers vouch for a header of that; anywhere else the caller writes it. @param {SetUp} setUp @param {Passage} passage */
function addressOf({ settings: { address } }, { request, env }) {
  if (address) return address(request, /** @type {any} */ (env)) ?? undefined;
  return globalThis.navigator?.userAgent === "Cloudflare-Workers" ? clientAddress(request) : undefined;
}

/** @param {URLSearchParams} query */
function refuseQuery(query) {
  for (const name of query.keys()) throw isKeyName(name) ? keyRefused(name) : wrongInput(name, "goes into the body here, and not into the query");
}

/** By which a repeat is known. @param {Request} request */
function entryIdOf(request) {
  const id = request.headers.get("idempotency-key") ?? undefined;
  if (id !== undefined && !isEntryId(id)) throw wrongInput("Idempotency-Key", "must be 1 to 128 printable characters without spaces and commas");
  return id;
}

/**
 * @param {unknown} error
 * @param {import("./reply.js").HeaderList} headers
 * @param {Passage["line"]} line
 */
function refuse(error, headers, line) {
  const known = isRefinerError(error) ? error : refusal(500, "server", "the gateway failed", { cause: error });
  const status = known.kind === "config" ? 500 : (known.status ?? 500);
  note(line, status, known.kind, known.kind === "config" ? known : known.cause);
  const failure = known.kind === "config" ? { kind: known.kind, message: NOT_SET_UP } : failureOf(known);
  return failedReply(status, failure, line.request_id, headers);
}

/**
 * @param {LogLine} line
 * @param {number} status
 * @param {LogLine["kind"]} kind
 * @param {unknown} cause
 */
function note(line, status, kind, cause) {
  line.kind = kind;
  line.level = status >= 500 ? "error" : "warn";
  if (status >= 500 && cause !== undefined) line.problem = problemOf(cause);
}

/**
 * What the log says of an error: the client's own words, unless they repeat Refiner's, which may be about a person; of any other error
 * its name.
 *
 * @param {unknown} error
 */
function problemOf(error) {
  if (!isRefinerError(error)) return error instanceof Error ? error.name : typeof error;
  return error.detail === undefined ? error.message : `Refiner answered with status ${error.status}, which means: ${error.kind}`;
}
