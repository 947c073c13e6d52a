import type { ErrorKind, Key } from "./index.js";
import type { ContractActionName } from "./generated/contract.js";
import type { GatewayStateEnv, LimitOptions, Once, QueueLogLine, QueueMessage } from "./gateway-state.js";

export { RefinerOnce, RefinerPace, createWebhookHandler } from "./gateway-state.js";
export type {
  DeadLetter,
  GatewayStateEnv,
  LimitOptions,
  ObjectNamespace,
  Once,
  QueueEntry,
  QueueLogLine,
  QueueMessage,
  QueueProducer,
  RateLimit,
  WebhookContext,
  WebhookEvent,
  WebhookHandler,
  WebhookHandlers,
  WebhookLogLine,
  WebhookOptions,
} from "./gateway-state.js";

/** What stands between a page and Refiner: it has the key, knows who is calling, and lets through what that user may do. */
export interface Gateway {
  /** Answers a request. Never throws: every failure is a reply. Needs no `this`. */
  fetch(request: Request, env?: GatewayEnv, ctx?: { waitUntil?: (promise: Promise<unknown>) => void }): Promise<Response>;
  /** Delivers what a queue holds. */
  queue(batch: { readonly messages: readonly QueueMessage[] }, env?: GatewayEnv): Promise<void>;
}

/** What a Worker has by these names. All of them are optional. */
export interface GatewayEnv extends GatewayStateEnv {
  /** The secret API key of Refiner: a secret. */
  REFINER_API_KEY?: string;
  /** What signs the tokens: a secret of 32 random bytes or more. */
  GATEWAY_SECRET?: string;
}

export interface GatewayOptions<Env = any> {
  /** The secret API key of Refiner, or a function that returns it. */
  apiKey: Key | undefined;
  /** The address of Refiner. Default `https://api.refiner.io/v1`. */
  baseUrl?: string;
  /** The path below which Refiner's own paths lie, such as `/r`. Default: none. */
  basePath?: string;
  /** The origins of the pages that may call, each as browsers write it. The gateway's own is none of them unless it is named. Default: none. */
  origins?: readonly string[];
  /** The actions that may be called at all. Default `identify_user` and `track_event`. */
  actions?: readonly ContractActionName[];
  /** Who is calling: a signed token. */
  tokens?: TokenOptions;
  /**
   * Who is calling: the app's own session. Returns null if there is none. A request with cookies must come from one of the `origins`.
   */
  authenticate?: (request: Request, env: Env) => Session | null | undefined | Promise<Session | null | undefined>;
  /** Who is calling: Refiner's identity signature, which never expires. The secret is that of the environment in Refiner. */
  identity?: { secret: string | undefined };
  /** How often a minute; false: no limit. */
  limits?: LimitOptions;
  /** The address of the caller's machine, where the host has a way to know it. Default: what Workers say; elsewhere nothing. */
  address?: (request: Request, env: Env) => string | undefined;
  /** The largest accepted body, in bytes after decompression. Default 64 KiB. */
  maxBodyBytes?: number;
  /** Milliseconds in which a body must arrive. Default 10,000. */
  bodyTimeoutMs?: number;
  /** Milliseconds in which Refiner must answer; for a batch, all of its entries together. Default 20,000. */
  timeoutMs?: number;
  /** Called with one line for each call. Default: the console. Errors that it throws are ignored. */
  onLog?: (line: LogLine) => unknown;
  /** The `fetch` to use. Default: the host's own. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** How tokens are read. One of `secret`, `publicKey` and `jwks` is needed. */
export interface TokenOptions {
  /** For HS256, shared with the app's server: 32 random bytes or more. */
  secret?: string | undefined;
  /** For ES256, EdDSA or RS256: PEM (`BEGIN PUBLIC KEY`), or a JWK. */
  publicKey?: string | object | undefined;
  /** The same, as the address of a set of keys, or the set itself. */
  jwks?: string | URL | { keys: object[] } | undefined;
  /** What the token's `aud` must be, or contain. Default `refiner-gateway`. */
  audience?: string;
  /** What the token's `iss` must be. Default: anything. */
  issuer?: string;
  /** How old a token may be, in seconds, whenever it expires. Default 900. */
  maxAgeSeconds?: number;
}

/** A user who is known. */
export interface Session {
  /** The user's id in your own system. */
  id: string;
  /** What the user may do, of what the gateway allows. Without it: what concerns that user alone, and destroys nothing. */
  actions?: readonly string[];
  /** The user's email address, if the user may be named by it. */
  email?: string;
}

export interface TokenRequest {
  /** The secret that the gateway has too: 32 random bytes or more. */
  secret: string | undefined;
  /** The user's id in your own system. */
  sub: string;
  /** Default `refiner-gateway`. */
  audience?: string;
  /** Seconds, or text such as `15m`. Default 900. */
  expiresIn?: number | string;
  /** What the token allows, of what the gateway allows. Without it: what concerns that user alone, and destroys nothing. */
  actions?: readonly ContractActionName[];
  /** The user's email address, if the user may be named by it. */
  email?: string;
}

/** One line of the log: of a call, of a batch from the queue, or of a dead letter. It holds no key, no token and no personal data. */
export type LogLine = CallLogLine | ({ level: "info" | "warn" | "error" } & QueueLogLine);

export interface CallLogLine {
  event: "call";
  level: "info" | "warn" | "error";
  /** What the reply says in `X-Request-Id`. */
  request_id?: string;
  method?: string;
  /** The action, or `batch`; absent if the path has none. */
  action?: string | undefined;
  /** How the caller was known. */
  caller?: "token" | "session" | "signature";
  /** The status of the reply. */
  status?: number;
  kind?: ErrorKind | undefined;
  /** What became of an entry, if it was not simply sent. */
  outcome?: "duplicate" | "unknown" | "refused";
  /** How many entries of a batch have each status. */
  entries?: { [status in BatchResult["status"]]?: number };
  /** What the owner of the gateway must mend. */
  problem?: string;
  /** How long the call took, in milliseconds. */
  ms?: number;
}

/** What became of an entry of a batch. */
export interface BatchResult {
  /** The entry's own id; null if it has none. */
  id: string | null;
  /** `later`: not sent, send it again after `retry_after_ms`. `unknown`: sent, and Refiner never answered. */
  status: "accepted" | "duplicate" | "rejected" | "later" | "unknown";
  kind?: ErrorKind | undefined;
  message?: string | undefined;
  /** What Refiner said, in its own words. */
  error?: string | undefined;
  /** Where in the entry's input the problem is. */
  path?: string | undefined;
  retry_after_ms?: number | undefined;
}

/** Makes a gateway. What is wrong in its options is told to its log, and the callers get a 500 of kind `config`. */
export function createGateway<Env = any>(options: GatewayOptions<Env> | ((env: Env) => GatewayOptions<Env>)): Gateway;

/**
 * Makes a token for a user, on the app's server, with HS256.
 *
 * @throws {RefinerError} of kind `config` when the request is wrong.
 */
export function issueToken(request: TokenRequest): Promise<string>;

/** What a token says that was checked, and whatever else it holds. */
export interface TokenClaims {
  sub: string;
  exp: number;
  iat: number;
  actions?: string[];
  [name: string]: unknown;
}

/**
 * Makes a function that reads tokens as the gateway does, for a server of another kind.
 *
 * @throws {RefinerError} of kind `config` when an option is wrong. The function rejects with one of status 401 for a token that is
 *   not valid.
 */
export function tokenVerifier(options: TokenOptions): (token: string) => Promise<TokenClaims>;

/**
 * Opens the memory of what was done, for a server of another kind: a Durable Object for each user where `REFINER_ONCE` is bound,
 * otherwise the memory of this process.
 */
export function openOnce(options: { env?: GatewayStateEnv; now?: () => number }): Once;
