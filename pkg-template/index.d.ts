import type { ExportOptions, Query, ResponseSync, Summary, SummaryOptions, SyncOptions } from "./bulk.js";
import type { ActionTypes, ListContacts, ListResponses, RefinerActions } from "./generated/types.js";

export * from "./bulk.js";
export * from "./generated/types.js";

/** The kinds of failure. */
export type ErrorKind =
  /** The client is set up wrongly. */
  | "config"
  /** The input is wrong; `path` says where. Nothing was sent. */
  | "input"
  /** The key is missing, malformed or unknown. */
  | "auth"
  /** The key is fine, and may not do this. */
  | "permission"
  | "not_found"
  | "conflict"
  /** Too many requests; `retryAfterMs` may say when to come back. */
  | "rate_limited"
  /** Another 4xx: Refiner would not do it. */
  | "rejected"
  /** A 5xx, or a 4xx that only means "not now": Refiner could not do it. */
  | "server"
  /** The request or the reply was lost on the way. */
  | "network"
  /** The deadline passed. */
  | "timeout"
  /** The caller aborted the call. */
  | "aborted"
  /** The server answered with a redirect, which is never followed. */
  | "redirect"
  /** The body is longer than `maxBodyBytes`. */
  | "too_large"
  /** The reply is not what was agreed: not JSON, or not the right JSON. */
  | "decode";

/** Why a call failed. */
export class RefinerError extends Error {
  private constructor();
  readonly name: "RefinerError";
  readonly kind: ErrorKind;
  /** The action, such as `list_responses`. */
  readonly action: string | undefined;
  /** The HTTP status, when there was one. */
  readonly status: number | undefined;
  /** How many requests were sent. */
  readonly attempts: number;
  /** What Retry-After said, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** For `input`: where in the input the problem is, such as `account.id`. */
  readonly path: string | undefined;
  /** What Refiner said, cut short. */
  readonly detail: string | undefined;
  /**
   * When walking a list failed: what to add to the input (without its `page` and `page_cursor`) to go on from there. With a
   * `segment_uuid` it was the walk of that segment in a summary by segment: without the input's `segment_uuids`, and without
   * grouping, it gives the rest of that segment.
   */
  readonly resume: { page_cursor?: string; page?: number; segment_uuid?: string } | undefined;
  /** When a destructive tool was refused for want of `confirm`: what it would have sent. */
  readonly plan: Plan | undefined;
  /** When a summary or an export failed: how far it had got. `resume` says from where to go on. */
  readonly progress: { pages: number; items: number } | undefined;
  toJSON(): object;
}

/** Whether this is a {@link RefinerError}, of whichever copy of this package. */
export function isRefinerError(error: unknown): error is RefinerError;

/** Text, or a function that gives it. `refused` tells whether the last key it gave was refused. */
export type Key = string | ((question: { refused: boolean }) => string | Promise<string>);

interface Settings {
  /** Where Refiner is: https (http on this machine only). Default `https://api.refiner.io/v1`. */
  baseUrl?: string;
  /** Milliseconds for a whole call: every attempt, wait and body. Default 30,000. */
  timeoutMs?: number;
  /** How often a failed attempt is repeated, where that does no harm. Default 2. */
  maxRetries?: number;
  /** The longest body that is accepted, in bytes, counted after decompression. Default 64 MiB. */
  maxBodyBytes?: number;
  /** The `fetch` to use. Default: the host's own. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Told what the tolerant reader put up with. What it throws is ignored. */
  onAnomaly?: (anomaly: Anomaly) => void;
}

/** With an API key on a server or at the edge, or with a token for a gateway in a page. */
export type RefinerOptions = Settings &
  (
    | {
        /** The secret API key, or a function that gives it; the function is asked again once when the key is refused. */
        apiKey: Key;
        token?: undefined;
        /** Allows an API key in a page, where everyone who visits it can read it. */
        dangerouslyAllowBrowser?: boolean;
      }
    | {
        apiKey?: undefined;
        /** A token for the gateway at `baseUrl`, or a function that gives it. */
        token: Key;
        dangerouslyAllowBrowser?: boolean;
      }
  );

/** Something in a reply that is not as documented. The reply is handed out as it came. */
export interface Anomaly {
  action: string;
  /** Where it was first seen, such as `items[3].contact.email`; empty for the body itself. */
  path: string;
  problem: string;
  /** How often the same was seen at the same place of other items. */
  count: number;
}

/** What one call is made with, over the settings of its client. */
export interface CallOptions {
  signal?: AbortSignal;
  timeoutMs?: number;
  maxRetries?: number;
}

/** What a preload loads, and what it is bound by. */
export interface PreloadOptions {
  signal?: AbortSignal;
  timeoutMs?: number;
  /** Also the module of summaries and exports. Default false. */
  insight?: boolean;
}

/** A list: awaited its first page, iterated every item, page after page. Nothing is asked for before it is needed. */
export interface List<Item, Page> extends PromiseLike<Page>, AsyncIterable<Item> {
  catch<Other = never>(onrejected?: ((reason: unknown) => Other | PromiseLike<Other>) | null): Promise<Page | Other>;
  finally(onfinally?: (() => void) | null): Promise<Page>;
  /** Page after page. */
  pages(): AsyncGenerator<Page, void, undefined>;
  [Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined>;
}

/** What a call would send. */
export interface Plan {
  method: "GET" | "POST" | "DELETE";
  url: string;
  /** The headers, with the key hidden. */
  headers: Record<string, string>;
  /** The JSON body, parsed; null when there is none. */
  body: unknown;
}

/** A call's result with all that is known of it. */
export interface Execution<Data> {
  /** The action's own name, whichever alias was used. */
  action: string;
  data: Data;
  /** What to add to a list's input (without its `page` and `page_cursor`) for the next page; absent after the last. */
  next?: { page_cursor?: string; page?: number; stuck?: boolean };
  /** How many requests were sent. */
  attempts: number;
  /** The HTTP status, 200 to 299. */
  status: number;
  anomalies: Omit<Anomaly, "action">[];
  /** How many items are on the page of a list. */
  items: number;
  /** How many items the whole list has, if Refiner says so. */
  total?: number;
}

/** The names of the actions, aliases included. */
export type ActionName = keyof ActionTypes;

type InputOf<Name extends ActionName> = ActionTypes[Name]["inputOptional"] extends true
  ? [input?: ActionTypes[Name]["input"], options?: CallOptions]
  : [input: ActionTypes[Name]["input"], options?: CallOptions];

export interface Refiner extends RefinerActions {}

/** The Refiner client. Making one loads nothing; the first call loads the WebAssembly module, once. */
export class Refiner {
  /** @throws {RefinerError} of kind `config` when the options are wrong. */
  constructor(options: RefinerOptions);
  /**
   * Loads the WebAssembly module now, so that the first call does not wait for it. Where it cannot be loaded, the error says why;
   * the next call tries again.
   */
  preload(options?: PreloadOptions): Promise<void>;
  /** Calls any action by name or alias. A list gives its first page. */
  call<Name extends ActionName>(action: Name, ...args: InputOf<Name>): Promise<ActionTypes[Name]["output"]>;
  /** Walks any list by name or alias. */
  list<Name extends ActionName>(
    action: Name,
    ...args: InputOf<Name>
  ): ActionTypes[Name]["output"] extends { items: (infer Item)[] } ? List<Item, ActionTypes[Name]["output"]> : never;
  /** A call with all that is known of it. */
  execute<Name extends ActionName>(action: Name, ...args: InputOf<Name>): Promise<Execution<ActionTypes[Name]["output"]>>;
  /**
   * Counts what a query finds, page after page, in a second WebAssembly module that is loaded when it is first needed.
   * Scores follow Refiner's own reports, and come with a 95 % confidence interval.
   */
  summarizeResponses(query: Query<ListResponses>, options: SummaryOptions): Promise<Summary>;
  /** Writes responses into a file. A page is asked for when the stream is read, and at most one ahead. */
  exportResponses(query: Query<ListResponses>, options: ExportOptions): ReadableStream<Uint8Array>;
  /** Writes contacts into a file. */
  exportContacts(query: Query<ListContacts>, options: ExportOptions): ReadableStream<Uint8Array>;
  /** New and changed responses since a checkpoint. Without `since` and `checkpoint`: all of them, once. */
  syncResponses(options?: SyncOptions, call?: CallOptions): ResponseSync;
  /** What a call would send. Nothing is sent. */
  plan<Name extends ActionName>(action: Name, input?: ActionTypes[Name]["input"]): Promise<Plan>;
}
