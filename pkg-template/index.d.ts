import type {
  ActionTypes,
  ErrorKind,
  ExportSettings,
  JsonValue,
  ListContacts,
  ListResponses,
  OperationTypes,
  RefinerActions,
  Response as SurveyResponse,
  Summary,
  SummarySettings,
  SyncSettings,
} from "./generated/types.js";

export * from "./generated/types.js";

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
   * Where to continue when walking a list failed: add it to the input, in place of `page` and `page_cursor`. In a summary by
   * segment, `segment_uuid` names the segment whose walk failed: to read the rest of that segment, also leave out the input's
   * `segment_uuids` and the grouping.
   */
  readonly resume: { page_cursor?: string; page?: number; segment_uuid?: string } | undefined;
  /** What a destructive tool would have sent, when it was refused because `confirm` is missing. */
  readonly plan: Plan | undefined;
  /** How far a summary or an export had got when it failed. `resume` says where to continue. */
  readonly progress: { pages: number; items: number } | undefined;
  toJSON(): object;
}

/** Whether this is a {@link RefinerError}, from any copy of this package. */
export function isRefinerError(error: unknown): error is RefinerError;

/** Text, or a function that returns it. `refused` tells whether Refiner refused the last key that it returned. */
export type Key = string | ((question: { refused: boolean }) => string | Promise<string>);

interface Settings {
  /**
   * The address of Refiner, or of a gateway: https (http only on this machine). In a page, also one of its own origin, such as
   * `/refiner`. Default `https://api.refiner.io/v1`.
   */
  baseUrl?: string;
  /**
   * Milliseconds for a whole call, with all of its attempts, waits and bodies. Default 30,000. In lists, summaries, exports and syncs,
   * for each page: see `totalTimeoutMs` of {@link WalkLimits}.
   */
  timeoutMs?: number;
  /** How often a failed attempt is retried, where a retry does no harm. Default 2. */
  maxRetries?: number;
  /** The largest accepted body, in bytes after decompression. Default 64 MiB. */
  maxBodyBytes?: number;
  /** The `fetch` to use. Default: the host's own. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Called with everything unexpected that the reader tolerated in a reply. Errors that it throws are ignored. */
  onAnomaly?: (anomaly: Anomaly) => void;
}

/** An API key on a server or at the edge; in a page, a token for a gateway. */
export type RefinerOptions = Settings &
  (
    | {
        /** The secret API key, or a function that returns it. When the key is refused, the function is called once more. */
        apiKey: Key;
        token?: undefined;
        /** Allows an API key in a page, where every visitor can read it. */
        dangerouslyAllowBrowser?: boolean;
      }
    | {
        apiKey?: undefined;
        /** A token for the gateway at `baseUrl`, or a function that returns it. */
        token: Key;
        dangerouslyAllowBrowser?: boolean;
      }
    | {
        /** A gateway on the page's own origin, which knows its visitors by their cookies. */
        baseUrl: string;
        apiKey?: undefined;
        token?: undefined;
        dangerouslyAllowBrowser?: boolean;
      }
  );

/** Something in a reply that differs from the documentation. The reply is handed out unchanged. */
export interface Anomaly {
  action: string;
  /** Where it was first seen, such as `items[3].contact.email`; empty for the body itself. */
  path: string;
  problem: string;
  /** How many items have the same problem at the same place. */
  count: number;
}

/** The options of one call, read at the call. A key whose value is undefined is an absent key. They override the settings of the client. */
export interface CallOptions {
  /** Ends the call, or the whole walk through a list. */
  signal?: AbortSignal;
  /** Milliseconds for the whole call; in lists, summaries, exports and syncs for each page, not for all of them. */
  timeoutMs?: number;
  /** How often a failed attempt is retried, where a retry does no harm; in walks through a list, for each page. */
  maxRetries?: number;
}

/** The options of a preload. */
export interface PreloadOptions {
  signal?: AbortSignal;
  /** Milliseconds for loading. Default: that of the client. */
  timeoutMs?: number;
  /** Whether to load the module of summaries and exports too. Default false. */
  insight?: boolean;
}

/** A list. Awaited, it gives its first page; iterated, it gives every item, page after page. It is lazy: no page is requested early. */
export interface List<Item, Page> extends Promise<Page>, AsyncIterable<Item> {
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
  body: { [key: string]: JsonValue } | null;
}

/** The result of a call, and everything known about it. */
export interface Execution<Data> {
  /** The action's own name, whichever alias was used. */
  action: string;
  data: Data;
  /**
   * The next page of a list: add it to the input, in place of `page` and `page_cursor`. Absent after the last page. `stuck` means
   * that Refiner says there is more and leads back to this page.
   */
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

/** The names of the operations, each of which makes several calls. */
export type OperationName = keyof OperationTypes;

/**
 * Which items of a list to walk through: the input of the list. `page_length` defaults to 1000, and `include` of responses to
 * `completed`, as in the list: partial responses only count with `include: "partials"`, and views with `"all"`.
 */
export type Query<Input> = Input | undefined;

/** How far a walk through a list has got. */
export interface Progress {
  pages: number;
  items: number;
  /** How many items there are in total, if Refiner says so. In a summary by segment, only the last walk knows. */
  total: number | undefined;
  /** Bytes read, after decompression. */
  bytes: number;
  /** Requests sent, retries included. */
  attempts: number;
  /** How many NUL characters in the texts of a CSV file became U+FFFD, because databases refuse them. */
  replaced: number;
  /** The estimated time left, in milliseconds. */
  etaMs: number | undefined;
  /** Where the list continues after these pages: a later export with this in its query writes the rest. Absent at its end. */
  next?: { page_cursor?: string; page?: number };
}

/** The limits of a walk through a list. `timeoutMs` and `maxRetries` apply to each page. */
export interface WalkLimits extends CallOptions {
  /**
   * Milliseconds for the whole walk: loading, every page, and the time that its reader takes. Without it, a walk takes as long as its
   * pages. When it passes, the error is a `timeout` that says how far the walk got (`progress`) and where to continue (`resume`).
   */
  totalTimeoutMs?: number;
}

/** The options of a walk through a list. */
export interface WalkOptions extends WalkLimits {
  /** Called after each page. Errors that it throws are ignored. */
  onProgress?: (progress: Progress) => void;
}

export interface SummaryOptions extends SummarySettings, WalkOptions {}

export type ExportOptions = ExportSettings & WalkOptions;

/**
 * Filters, and where to continue. `page_length` defaults to 500, and `include` to `partials`, unlike that of lists, summaries and
 * exports: otherwise a response would come only when it is completed, and one that never is would not come at all. With `include: "all"`, Refiner goes by
 * when a survey was last shown: a view that is answered more than `overlapMs` after it was shown is then not found again.
 */
export interface SyncOptions extends SyncSettings, SyncQuery {}

type SyncQuery = OperationTypes["sync_responses"]["query"];

export interface ResponseSync extends AsyncIterable<SurveyResponse> {
  /**
   * Where to continue after a restart; valid at any time. Undefined before the first response of a first run. It counts a response
   * once the loop has asked for what comes after it: the one that the loop is at work on, or was left at, comes again.
   */
  readonly checkpoint: string | undefined;
}

type InputOf<Name extends ActionName> = ActionTypes[Name]["inputOptional"] extends true
  ? [input?: ActionTypes[Name]["input"], options?: CallOptions]
  : [input: ActionTypes[Name]["input"], options?: CallOptions];

export interface Refiner extends RefinerActions {}

/** The Refiner client. Creating one loads nothing; the first call loads the WebAssembly module, once. */
export class Refiner {
  /** @throws {RefinerError} of kind `config` when the options are wrong. */
  constructor(options: RefinerOptions);
  /**
   * Loads the WebAssembly module now, so that the first call does not wait for it. If that fails, the error says why, and the
   * next call tries again.
   */
  preload(options?: PreloadOptions): Promise<void>;
  /** Calls any action by name or alias. A list gives its first page. */
  call<Name extends ActionName>(action: Name, ...args: InputOf<Name>): Promise<ActionTypes[Name]["output"]>;
  /** Walks any list by name or alias. */
  list<Name extends ActionName>(
    action: Name,
    ...args: InputOf<Name>
  ): ActionTypes[Name]["output"] extends { items: (infer Item)[] } ? List<Item, ActionTypes[Name]["output"]> : never;
  /** Makes a call, and gives everything known about it. */
  execute<Name extends ActionName>(action: Name, ...args: InputOf<Name>): Promise<Execution<ActionTypes[Name]["output"]>>;
  /**
   * Summarises all responses that a query finds, page after page. The second WebAssembly module, which does that, is lazy: the
   * first summary or export loads it. Scores come with a 95 % confidence interval. Which responses Refiner's own reports count is
   * not documented: to compare, ask `getReporting` for the same survey and dates, and summaries with each `include`.
   *
   * A metric without a question takes the one of its kind in the surveys of the query, as `listForms` gives them; if there is none,
   * or several, the error lists them. `group_by: { attribute }` sets `with_attributes` of the query.
   *
   * `group_by: "segment"` walks through the responses once, and then once more for each segment: those that the query names
   * (`segment_uuid`, `segment_uuids`), or else all. A response of two segments counts in both, and once in the total.
   */
  summarizeResponses(query: Query<ListResponses>, options: SummaryOptions): Promise<Summary>;
  /** Writes responses into a file. A column `contact.attributes.…` sets `with_attributes` of the query. The stream has backpressure: pages are requested as it is read, with a prefetch of one. */
  exportResponses(query: Query<ListResponses>, options: ExportOptions): ReadableStream<Uint8Array>;
  /** Writes contacts into a file. */
  exportContacts(query: Query<ListContacts>, options: ExportOptions): ReadableStream<Uint8Array>;
  /** Gives the responses that are new or changed since a checkpoint. Without `since` and `checkpoint` it gives all of them. */
  syncResponses(options?: SyncOptions, call?: WalkLimits): ResponseSync;
  /** Shows what a call would send. Sends nothing. */
  plan<Name extends ActionName>(action: Name, input?: ActionTypes[Name]["input"]): Promise<Plan>;
}
