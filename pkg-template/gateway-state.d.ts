// What the gateway keeps: limits, what was sent, the queue, and webhooks.
import type { Contact, FormReference, Response as SurveyResponse } from "./index.js";

/** A Durable Object namespace, as far as the gateway uses it. */
export interface ObjectNamespace {
  idFromName(name: string): any;
  get(id: any): { fetch(url: string, init?: any): Promise<Response> };
}

/** The state of a Durable Object, as far as the gateway uses it. */
export interface ObjectState {
  storage: {
    get(keys: string[]): Promise<Map<string, any>>;
    put(entries: Record<string, unknown>): Promise<void>;
    delete(keys: string[]): Promise<number>;
    list(options: { limit: number; startAfter?: string }): Promise<Map<string, any>>;
    deleteAll(): Promise<void>;
    getAlarm(): Promise<number | null>;
    setAlarm(time: number): Promise<void>;
  };
}

/** A binding for rate limits. Its period must be 60 seconds. */
export interface RateLimit {
  limit(options: { key: string }): Promise<{ success: boolean }>;
}

/** The producer of a queue. */
export interface QueueProducer {
  sendBatch(messages: Iterable<{ body: unknown; contentType?: "json" }>): Promise<unknown>;
}

/** The bindings that the gateway finds by their names. Each one may be missing. */
export interface GatewayStateEnv {
  /** Durable Object `RefinerOnce`: remembers for 24 hours what was sent, one object for each user. */
  REFINER_ONCE?: ObjectNamespace;
  /** Durable Object `RefinerPace`: shares the key's limit among all locations. */
  REFINER_PACE?: ObjectNamespace;
  /** Rate limit of each user. Set it to the `perUser` of the gateway, with a period of 60. */
  REFINER_USER_LIMIT?: RateLimit;
  /** Rate limit of each network address. Set it to the `perAddress` of the gateway, with a period of 60. */
  REFINER_ADDRESS_LIMIT?: RateLimit;
  /** Queue in which events wait until Refiner takes them. */
  REFINER_QUEUE?: QueueProducer;
  /**
   * Queue of events that were not delivered: each message is a `DeadLetter`. Without it, they are only logged, without their
   * content.
   */
  REFINER_DEAD_LETTERS?: QueueProducer;
}

/** Requests a minute; `false` for no limit. */
export interface LimitOptions {
  /** For each user. Default: 100, which is Refiner's own limit. */
  perUser?: number | false;
  /** For each IPv4 address or IPv6 network (/64). Default: 300. */
  perAddress?: number | false;
  /** For the API key, all locations together. Default: 4000, which is Refiner's own limit. */
  perKey?: number | false;
}

export type Allowed = { allowed: true } | { allowed: false; by: "user" | "address" | "key"; retryAfterMs: number };

export interface Limits {
  /** Counts a request. What is undefined is not counted. */
  take(request: { user?: string; address?: string | undefined; action?: string }): Promise<Allowed>;
}

/** What Refiner answered. */
export interface Reply {
  status: number;
  /** JSON. A reply of more than 16,384 characters is remembered as `{}`. */
  body: string;
}

/**
 * What became of a request. `true`: this is the final answer. `false`: it was sent, and no answer is known. `"not_sent"`: nothing
 * was done, and a repeat will be sent.
 */
export type Sent = { settled: true; reply: Reply } | { settled: false; reply?: Reply } | { settled: "not_sent"; reply?: Reply };

/**
 * `sent`: what `send` gave as its reply. `duplicate`: it was sent before, with this reply. `unknown`: it was sent before, and nobody
 * knows the answer. `busy`: somebody else is sending it, or an earlier entry of the user has to go first.
 */
export type Outcome =
  | { outcome: "sent"; reply: Reply | undefined }
  | { outcome: "duplicate"; reply: Reply }
  | { outcome: "unknown" }
  | { outcome: "busy"; retryAfterMs: number };

export interface OnceOptions {
  /** How long to wait for another sender of the same entry. Default: 0. */
  waitMs?: number;
  /** How long this sender may take before nobody waits for it. Default: 60,000. */
  leaseMs?: number;
  /** When the entry was made (milliseconds). With it, the entry waits for earlier ones of the user that `hold` told of. */
  at?: number;
}

export interface Once {
  /** Calls `send` unless the entry was sent before. If `send` throws, no answer is known, and the error is passed on. */
  run(entry: { user: string; id: string; idempotent: boolean } & OnceOptions, send: () => Promise<Sent>): Promise<Outcome>;
  /**
   * The same for up to 100 entries of one user that are sent together. `send` gets the positions of those that were not sent
   * before. If one of them is busy, all are.
   */
  runAll(
    entries: { user: string; entries: readonly { id: string; idempotent: boolean }[] } & OnceOptions,
    send: (fresh: number[]) => Promise<Sent>,
  ): Promise<Outcome[]>;
  /**
   * Says that the entries of these messages come again in so many milliseconds: entries with an `at` that were made later are
   * `busy` until they are settled, or ten minutes late.
   */
  hold(again: { user: string; messages: readonly { ids: readonly string[]; at: number }[]; ms: number }): Promise<void>;
}

/** Remembers the entries of one user: the class behind `REFINER_ONCE`. */
export class RefinerOnce {
  /** By this, Cloudflare's types know a Durable Object. It exists in types alone. */
  readonly __DURABLE_OBJECT_BRAND: never;
  constructor(state: ObjectState, env: unknown, now?: () => number);
  fetch(request: Request): Promise<Response>;
  alarm(): Promise<void>;
}

/** Shares the API key's limit among all locations: the class behind `REFINER_PACE`. */
export class RefinerPace {
  /** By this, Cloudflare's types know a Durable Object. It exists in types alone. */
  readonly __DURABLE_OBJECT_BRAND: never;
  constructor(state: unknown, env: unknown, now?: () => number);
  fetch(request: Request): Promise<Response>;
}

/** An event that waits in the queue. */
export interface QueueEntry {
  user: string;
  id: string;
  /** When it happened: milliseconds, or ISO 8601. */
  at?: number | string | undefined;
  action: string;
  input: any;
}

/** A message of the queue, as far as the gateway uses it. */
export interface QueueMessage {
  readonly body: unknown;
  readonly timestamp?: Date;
  readonly attempts?: number;
  ack(): void;
  retry(options?: { delaySeconds?: number }): void;
}

/** What became of a call to Refiner. `reached`: whether the request arrived there. */
export interface Forwarded {
  status: number;
  body: string;
  kind?: string;
  retryAfterMs?: number;
  reached: "no" | "maybe" | "yes";
}

export interface ConsumeOptions {
  forward(call: { user: string; action: string; input: any; signal?: AbortSignal }): Promise<Forwarded>;
  once: Once;
  limits: Limits;
  env?: GatewayStateEnv;
  /** Whether an action has the same effect when it is done twice. Default: only `identify_user`. */
  idempotent?(action: string): boolean;
  now?(): number;
  log?(line: QueueLogLine): void;
}

/** One line for each batch, and one for each dead letter. Without personal data. */
export type QueueLogLine =
  | {
      event: "queue";
      messages: number;
      entries: number;
      /** Requests to Refiner. */
      calls: number;
      delivered: number;
      duplicate: number;
      dead: number;
      later: number;
      /** Of the last reply for which events come again later: Refiner's status, and the kind of failure, `config` for a key that Refiner refuses. */
      status?: number | undefined;
      kind?: string | undefined;
      ms: number;
    }
  | ({ event: "dead_letter"; action?: string; kept: boolean } & Reason);

/**
 * Why an event was not delivered. `refused`: Refiner, or the contract, will never take it. `unknown`: it was sent, no answer is
 * known, and sending it again could count it twice. `unreadable`: the message is not an event of the gateway.
 */
export interface Reason {
  reason: "refused" | "unknown" | "unreadable";
  status?: number | undefined;
  kind?: string | undefined;
}

/** An event that was not delivered. */
export interface DeadLetter extends Reason {
  /** The event, or what the message had instead. */
  entry: QueueEntry | unknown;
}

/** Where Refiner puts the webhook's secret. */
export type SecretPlace = { header: string } | { query: string };

/** What Refiner sends: the contact, what happened, and for surveys the form and the response. All of it may be missing. */
export interface WebhookEvent extends Partial<Contact> {
  /** What happened, in Refiner's words, such as `Completed Survey`. */
  triggered_event?: string;
  project_uuid?: string;
  form?: FormReference | null;
  response?: Partial<SurveyResponse> | null;
  [name: string]: unknown;
}

export interface WebhookContext<Env = any> {
  env: Env;
  ctx: any;
  /** Its body was read already. */
  request: Request;
}

export type WebhookHandler<Env = any> = (event: WebhookEvent, context: WebhookContext<Env>) => unknown;

/**
 * Handlers by the name of the event. Case, order of words and separators do not matter: `completed_survey` gets `Completed Survey`
 * and `Survey Completed`.
 */
export interface WebhookHandlers<Env = any> {
  completed_survey?: WebhookHandler<Env>;
  saw_survey?: WebhookHandler<Env>;
  dismissed_survey?: WebhookHandler<Env>;
  /** Every event that has no handler of its own. */
  other?: WebhookHandler<Env>;
  [name: string]: WebhookHandler<Env> | undefined;
}

export type Secret = string | readonly string[];

export interface WebhookOptions<Env = any> {
  /** The secret, or two while you change it; or a function of `env` that gives it. */
  secret: Secret | ((env: Env) => Secret | undefined | Promise<Secret | undefined>);
  /**
   * Where the secret is. Refiner does not document it, so by default any header (alone, or after `Bearer `) and any query parameter
   * may hold it; the log line says which one did.
   */
  place?: SecretPlace;
  on: WebhookHandlers<Env>;
  /** The largest body. Default: 262,144. */
  maxBytes?: number;
  /** How long the body may take. Default: 10,000. */
  timeoutMs?: number;
  /** Whether a body that was handled in the last 24 hours is answered without a handler. Default: true. */
  replay?: boolean;
  /** Hears one line for each request, without personal data. */
  onLog?(line: WebhookLogLine): void;
}

export interface WebhookLogLine {
  event: "webhook";
  status: number;
  outcome: "handled" | "ignored" | "duplicate" | "busy" | "refused" | "failed";
  /** The name of the event: words in lower case, in alphabetical order. */
  name?: string;
  /** Where the secret was. */
  place?: string;
  kind?: string;
  ms: number;
}

/** Makes a fetch handler for the webhooks that Refiner sends. */
export function createWebhookHandler<Env = any>(
  options: WebhookOptions<Env>,
): { fetch(request: Request, env?: Env, ctx?: any): Promise<Response> };
