// @ts-check
// The way of a request through the gateway: origin, path, caller, body, input; then the limits, the memory and Refiner; then the reply.
import { configError, isRefinerError } from "../internal/error.js";
import { requireEntryId, runBatch } from "./batch.js";
import { bindUser, requireAllowed } from "./bind-user.js";
import { readObject, requireNoBody } from "./body.js";
import { callerOf } from "./caller.js";
import { deliver } from "./deliver.js";
import { queueAll } from "./enqueue.js";
import { NOT_SET_UP, forward } from "./forward.js";
import { clientAddress } from "./limits/address.js";
import { log } from "./log.js";
import { pageHeaders, preflight } from "./origins.js";
import { consume } from "./queue/index.js";
import { failureOf, refusal, wrongInput } from "./refusal.js";
import { ownHeaders, reply } from "./reply.js";
import { BATCH, inputOfBody, inputOfQuery, routeOf } from "./routes.js";
import { nameOf, setUpsOf } from "./set-up.js";

/** @typedef {import("../gateway.js").Gateway} Gateway */
/** @typedef {import("../gateway.js").GatewayEnv} Env */
/** @typedef {import("../gateway.js").CallLogLine} LogLine */
/** @typedef {import("./routes.js").Route} Route */
/** @typedef {import("./set-up.js").SetUp} SetUp */
/** @typedef {{ waitUntil?: (promise: Promise<unknown>) => void }} Context */

/** What one request carries through the gateway. @typedef {{ request: Request, env: Env, ctx: Context | undefined, url: URL, headers: import("./reply.js").HeaderList, line: LogLine & { request_id: string } }} Passage */

/** What is answered: a body, or a failure with what the log says of it. @typedef {{ status: number, body?: string | Uint8Array | null, failure?: import("./refusal.js").Failure | undefined, cause?: unknown }} Result */

/**
 * @param {unknown} options
 * @returns {Gateway}
 */
export function createGateway(options) {
  const prepare = setUpsOf(options);
  return {
    async fetch(request, env, ctx) {
      const started = Date.now();
      const request_id = crypto.randomUUID();
      const headers = ownHeaders(request_id);
      /** @type {Passage["line"]} */
      const line = { event: "call", level: "info", request_id, method: request.method };
      const { setUp, error, onLog } = prepare(env);
      /** @type {Result} */
      let result;
      try {
        if (!setUp) throw error;
        result = await answer(setUp, { request, env: env ?? {}, ctx, url: new URL(request.url), headers, line });
      } catch (error) {
        result = refused(error);
      }
      const { status, failure, cause } = result;
      if (failure) {
        line.kind = failure.kind;
        line.level = status >= 500 ? "error" : "warn";
        if (status >= 500 && cause !== undefined) line.problem = problemOf(cause);
      }
      line.status = status;
      line.ms = Date.now() - started;
      log(onLog, line);
      return reply(request, headers, result);
    },

    async queue(batch, env) {
      const { setUp, error, onLog } = prepare(env);
      if (!setUp) {
        log(onLog, { event: "call", level: "error", kind: "config", problem: problemOf(error) });
        // The host keeps the messages, and delivers them again.
        throw configError(NOT_SET_UP);
      }
      const { once, limits } = setUp;
      const { table, client, timeoutMs } = setUp.settings;
      await consume(batch, {
        env: env ?? {},
        once,
        limits,
        forward: async ({ action, input }) => {
          const forwarded = await forward(client, table.named(action), input, { timeoutMs });
          return { ...forwarded, body: String(forwarded.body) };
        },
        idempotent: (action) => routeOf(action)?.idempotent === true,
        log: (line) => {
          // A refused key stops everything until its owner mends it. What is put off otherwise mends itself.
          const level = line.kind === "config" ? "error" : line.kind || line.event === "dead_letter" ? "warn" : "info";
          log(onLog, { level, ...line });
        },
      });
    },
  };
}

/**
 * @param {SetUp} setUp
 * @param {Passage} passage
 * @returns {Promise<Result>}
 */
async function answer(setUp, passage) {
  const { table, origins, withCookies, ways, body, timeoutMs } = setUp.settings;
  const { request, env, url, headers, line } = passage;
  const page = pageHeaders(request.headers.get("origin"), origins, withCookies);
  const asked = request.method === "OPTIONS" && page ? request.headers.get("access-control-request-method") : null;
  if (asked !== null) {
    table.find(url.pathname, asked, headers);
    Object.assign(headers, preflight(request.headers, asked), page);
    delete headers["Content-Type"];
    return { status: 204 };
  }
  Object.assign(headers, page);
  const route = table.find(url.pathname, request.method, headers);
  line.action = route.action;
  const isPost = route.method === "POST";
  if (isPost) refuseQuery(url.searchParams);
  const caller = await callerOf(request, env, ways);
  line.caller = caller.by;
  const call = { caller, address: addressOf(setUp, passage), timeoutMs };
  // There, each entry is refused on its own.
  if (route === BATCH) return batch(setUp, passage, call, await readObject(request, body, true));
  requireAllowed(route, caller);
  if (!isPost) await requireNoBody(request, body);
  const input = isPost ? inputOfBody(route.parameters, await readObject(request, body)) : inputOfQuery(route, url.searchParams);
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
 * @returns {Promise<Result>}
 */
async function queued(setUp, { env, line }, call, { id = line.request_id, route, input }) {
  const entry = { id, at: Date.now(), route, input };
  const [{ status, kind = "server", message = "the event was not taken", path, retry_after_ms }] = await queueAll(setUp, call, env, [entry]);
  if (status === "accepted") return { status: 202, body: '{"message":"ok"}' };
  const code = status === "rejected" ? 400 : kind === "rate_limited" ? 429 : 503;
  return { status: code, failure: { kind, message, path, retry_after_ms } };
}

/**
 * @param {SetUp} setUp
 * @param {Passage} passage
 * @param {Call} call
 * @param {import("./deliver.js").Entry} entry
 */
async function single(setUp, { ctx, line }, call, entry) {
  const delivering = deliver(setUp, call, entry);
  // A page that is closed does not end a write.
  if (entry.route.effect !== "read") ctx?.waitUntil?.(delivering.catch(() => {}));
  const delivered = await delivering;
  if (delivered.outcome !== "sent") line.outcome = delivered.outcome;
  return delivered;
}

/**
 * @param {SetUp} setUp
 * @param {Passage} passage
 * @param {Call} call
 * @param {{ [name: string]: unknown }} body
 * @returns {Promise<Result>}
 */
async function batch(setUp, { env, ctx, line }, call, body) {
  const running = runBatch(setUp, call, env, body);
  ctx?.waitUntil?.(running.catch(() => {}));
  const results = await running;
  line.entries = {};
  for (const { status } of results) line.entries[status] = (line.entries[status] ?? 0) + 1;
  return { status: 200, body: JSON.stringify({ results }) };
}

/** The address of the caller's machine. Only Workers vouch for a header of that; anywhere else the caller writes it. @param {SetUp} setUp @param {Passage} passage */
function addressOf({ settings: { address } }, { request, env }) {
  if (address) return address(request, /** @type {any} */ (env)) ?? undefined;
  return globalThis.navigator?.userAgent === "Cloudflare-Workers" ? clientAddress(request) : undefined;
}

/** @param {URLSearchParams} query */
function refuseQuery(query) {
  for (const name of query.keys()) throw wrongInput(name, "goes into the body here");
}

/** By which a repeat is known. @param {Request} request */
function entryIdOf(request) {
  const id = request.headers.get("idempotency-key");
  return id === null ? undefined : requireEntryId("Idempotency-Key", id);
}

/** @param {unknown} error @returns {Result} */
function refused(error) {
  const known = isRefinerError(error) ? error : refusal(500, "server", "the gateway failed", { cause: error });
  if (known.kind === "config") return { status: 500, failure: { kind: known.kind, message: NOT_SET_UP }, cause: known };
  return { status: known.status ?? 500, failure: failureOf(known), cause: known.cause };
}

/**
 * What the log says of an error: the client's own words, unless they repeat Refiner's, which may be about a person; of any other error
 * its name.
 *
 * @param {unknown} error
 */
function problemOf(error) {
  if (!isRefinerError(error)) return nameOf(error);
  return error.detail === undefined ? error.message : `Refiner answered with status ${error.status}: ${error.kind}`;
}
