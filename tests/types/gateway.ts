// The gateway's types: the intended use of each name, and what they must refuse. It is compiled, not run.

import { Refiner, type ErrorKind } from "refiner-wasm";
import {
  RefinerOnce,
  RefinerPace,
  createGateway,
  createWebhookHandler,
  issueToken,
  type BatchResult,
  type DeadLetter,
  type Gateway,
  type GatewayEnv,
  type GatewayOptions,
  type LogLine,
  type WebhookEvent,
} from "refiner-wasm/gateway";

export { RefinerOnce, RefinerPace };

const text = (value: string | undefined) => value;

// ---- Right use ----

interface Env extends GatewayEnv {
  WEBHOOK_SECRET: string;
}

export const worker = createGateway((env: Env) => ({
  apiKey: env.REFINER_API_KEY,
  baseUrl: "https://api.refiner.io/v1",
  basePath: "/r",
  origins: ["https://app.example.com"] as const,
  actions: ["identify_user", "track_event", "list_responses"],
  tokens: { secret: env.GATEWAY_SECRET, audience: "app", issuer: "https://app.example.com", maxAgeSeconds: 60 },
  authenticate: async (request, env) => (request.headers.has("cookie") ? { id: text(env.WEBHOOK_SECRET) ?? "", actions: ["track_event"], email: "a@b.c" } : null),
  identity: { secret: env.GATEWAY_SECRET },
  limits: { perUser: 10, perAddress: false },
  address: (request) => request.headers.get("x-real-ip") ?? undefined,
  maxBodyBytes: 1024,
  bodyTimeoutMs: 1000,
  timeoutMs: 1000,
  onLog,
}));

function onLog(line: LogLine) {
  switch (line.event) {
    case "call": {
      const kind: ErrorKind | undefined = line.kind;
      return [kind, line.action, line.caller, line.status, line.entries?.accepted, line.problem];
    }
    case "queue":
      return line.delivered + line.dead;
    case "dead_letter":
      return [line.reason, line.kept];
  }
}

export const plain: Gateway = createGateway({ apiKey: async () => "key", tokens: { publicKey: { kty: "OKP" } } });
export const byAddress: GatewayOptions = { apiKey: "key", tokens: { jwks: new URL("https://app.example.com/keys") } };

export async function uses(env: Env) {
  const { fetch, queue } = worker;
  const response: Response = await fetch(new Request("https://gateway.example"), env, { waitUntil: () => {} });
  await plain.fetch(new Request("https://gateway.example"));
  await queue({ messages: [{ body: {}, ack() {}, retry() {} }] }, env);
  const token: string = await issueToken({ secret: env.GATEWAY_SECRET, sub: "u-1", audience: "app", expiresIn: "5m", actions: ["track_event"], email: "a@b.c" });
  const { results }: { results: BatchResult[] } = JSON.parse(await response.text());
  for (const { id, status, kind, path, message, error, retry_after_ms } of results) {
    const known: [string | null, "accepted" | "duplicate" | "rejected" | "later" | "unknown"] = [id, status];
    text([...known, kind, path, message, error, retry_after_ms].join());
  }
  return new Refiner({ baseUrl: "https://gateway.example/r", token });
}

export const webhook = createWebhookHandler<Env>({
  secret: (env) => [env.WEBHOOK_SECRET],
  place: { header: "x-refiner-secret" },
  on: {
    completed_survey: async (event: WebhookEvent, { env }) => [event.response?.uuid, env.WEBHOOK_SECRET],
    other: (event) => event.triggered_event,
  },
});

export const letters = (letter: DeadLetter) => [letter.reason, letter.status, letter.entry];

// ---- Misuse ----

export function misuse(env: Env) {
  // @ts-expect-error a gateway needs options
  createGateway();
  // @ts-expect-error and a key, even if it may be missing
  createGateway({ tokens: { secret: "s" } });
  // @ts-expect-error actions are named
  createGateway({ apiKey: "key", actions: "all" });
  // @ts-expect-error by their own names
  createGateway({ apiKey: "key", actions: ["update_contact"] });
  // @ts-expect-error origins are text
  createGateway({ apiKey: "key", origins: [/example/] });
  // @ts-expect-error there is no such option
  createGateway({ apiKey: "key", token: { secret: "s" } });
  // @ts-expect-error nor such a token option
  createGateway({ apiKey: "key", tokens: { algorithm: "none" } });
  // @ts-expect-error no limit is false
  createGateway({ apiKey: "key", limits: { perUser: true } });
  // @ts-expect-error a session has a user
  createGateway({ apiKey: "key", authenticate: () => ({ actions: [] }) });
  // @ts-expect-error whose id is text
  createGateway({ apiKey: "key", authenticate: () => ({ id: 7 }) });
  // @ts-expect-error milliseconds are a number
  createGateway({ apiKey: "key", timeoutMs: "20s" });
  // @ts-expect-error a token is for somebody
  issueToken({ secret: "s" });
  // @ts-expect-error and needs a secret
  issueToken({ sub: "u-1" });
  // @ts-expect-error it has no roles
  issueToken({ secret: "s", sub: "u-1", role: "admin" });
  // @ts-expect-error it is a promise
  text(issueToken({ secret: env.GATEWAY_SECRET, sub: "u-1" }));
  // @ts-expect-error a webhook has handlers
  createWebhookHandler({ secret: "s" });
  // @ts-expect-error which are functions
  createWebhookHandler({ secret: "s", on: { completed_survey: "x" } });
  // @ts-expect-error a place is a header or a query parameter
  createWebhookHandler({ secret: "s", place: "header", on: {} });
  // @ts-expect-error a gateway answers requests
  worker.fetch("https://gateway.example");
}
