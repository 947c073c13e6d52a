// @ts-check
// Receives what Refiner sends by webhook.
import { isRefinerError } from "../../internal/error.js";
import { observe } from "../../internal/observe.js";
import { parseObject, readBytes } from "../body.js";
import { hex, digest } from "../digest.js";
import { openOnce } from "../once/index.js";
import { notKnown, refusal } from "../refusal.js";
import { nameOfEvent, readOptions, secretsOf } from "./options.js";
import { findSecret } from "./secret.js";

/** @typedef {import("../../gateway-state.js").WebhookLogLine} LogLine */
/** @typedef {import("../../gateway-state.js").Once} Once */

/** How long a second delivery of the same body waits for the first one. Ours. */
const WAIT_MS = 5_000;

/** How long a handler may take before a repeat no longer waits for it. Ours. */
const LEASE_MS = 60_000;

/**
 * Makes a fetch handler for webhooks. A handler that fails is answered with 500, so that Refiner sends the event again; a body that was
 * handled is not handled again for 24 hours.
 *
 * @template Env
 * @param {import("../../gateway-state.js").WebhookOptions<Env>} options
 * @returns {{ fetch(request: Request, env?: Env, ctx?: any): Promise<Response> }}
 */
export function createWebhookHandler(options) {
  const settings = readOptions(options);
  /** @type {Once | undefined} */
  let memory;
  /** @param {any} env */
  const onceOf = (env) => (env?.REFINER_ONCE ? openOnce({ env }) : (memory ??= openOnce({})));

  /**
   * @param {Request} request
   * @param {any} env
   * @param {any} ctx
   * @returns {Promise<Omit<LogLine, "event" | "ms">>}
   */
  async function receive(request, env, ctx) {
    if (request.method !== "POST") throw refusal(405, "rejected", "a webhook is a POST");
    const secrets = await secretsOf(settings.secret, env).catch(() => []);
    if (secrets.length === 0) throw refusal(500, "config", "the webhook is not set up");
    const place = await findSecret(request, secrets, settings.place);
    if (place === undefined) throw notKnown("the secret is missing or wrong");
    const type = (request.headers.get("Content-Type") ?? "").split(";")[0].trim().toLowerCase();
    if (!/^application\/([\w.-]+\+)?json$/.test(type)) throw refusal(415, "rejected", "the body must be application/json");
    const bytes = await readBytes(request, { maxBodyBytes: settings.maxBytes, bodyTimeoutMs: settings.timeoutMs });
    const event = /** @type {import("../../gateway-state.js").WebhookEvent} */ (parseObject(bytes));
    const name = nameOfEvent(event.triggered_event);
    const handler = settings.handlers.get(name) ?? settings.handlers.get("other");
    if (!handler) return { status: 200, outcome: "ignored", name, place };
    const handle = async () => void (await handler(event, { env, ctx, request }));
    try {
      if (!settings.replay) await handle();
      else return { ...(await handleOnce(onceOf(env), hex(await digest(bytes)), handle)), name, place };
    } catch {
      return { status: 500, outcome: "failed", name, place, kind: "server" };
    }
    return { status: 200, outcome: "handled", name, place };
  }

  return {
    async fetch(request, env, ctx) {
      const started = Date.now();
      /** @type {Omit<LogLine, "event" | "ms">} */
      let result;
      let message;
      try {
        result = await receive(request, env, ctx);
        if (result.status >= 500) message = result.outcome === "busy" ? "being handled" : "the handler failed";
      } catch (error) {
        const { status = 500, kind, message: why } = isRefinerError(error) ? error : refusal(500, "server", "the webhook failed");
        result = { status, kind, outcome: status >= 500 ? "failed" : "refused" };
        message = why;
      }
      if (settings.onLog) observe(settings.onLog, { event: /** @type {const} */ ("webhook"), ...result, ms: Date.now() - started });
      const { status, kind, outcome } = result;
      return Response.json(message === undefined ? { outcome } : { kind, message }, {
        status,
        headers: {
          "Cache-Control": "no-store",
          "X-Content-Type-Options": "nosniff",
          ...(status === 405 && { Allow: "POST" }),
          ...(outcome === "busy" && { "Retry-After": "10" }),
        },
      });
    },
  };
}

/**
 * Handles a body unless it was handled before. One that failed, or whose handler was lost, is handled again.
 *
 * @param {Once} once
 * @param {string} body Its digest.
 * @param {() => Promise<void>} handle
 * @returns {Promise<{ status: number, outcome: "handled" | "duplicate" | "busy" | "failed", kind?: string }>}
 */
async function handleOnce(once, body, handle) {
  let failed = false;
  // Each body has a Durable Object of its own: one for all of them would be a bottleneck.
  const { outcome } = await once.run({ user: `webhook ${body}`, id: body, idempotent: true, waitMs: WAIT_MS, leaseMs: LEASE_MS }, async () => {
    try {
      await handle();
    } catch {
      failed = true;
      return { settled: "not_sent" };
    }
    return { settled: true, reply: { status: 200, body: "" } };
  });
  if (failed) return { status: 500, outcome: "failed", kind: "server" };
  if (outcome === "sent") return { status: 200, outcome: "handled" };
  return outcome === "duplicate" ? { status: 200, outcome } : { status: 503, outcome: "busy", kind: "server" };
}
