/** A chunk of a body, or nothing when a new body begins. Returns whether it could be taken. */
export type Sink = (chunk?: Uint8Array) => boolean;

/** The settings of one call. The module has no defaults of its own. */
export interface CallSettings {
  /** The address of Refiner, or of a gateway, without a slash at its end: `https://api.refiner.io/v1`. http only on this machine. */
  baseUrl: string;
  /** Milliseconds for the whole call, with all attempts, waits and bodies; above 0, such as 30,000. */
  timeoutMs: number;
  /** How much of the timeout has passed before the call, in milliseconds: 0, or how long the module took to load. */
  spentMs: number;
  /** How often a failed attempt is repeated, where that does no harm; 0 or more, such as 2. */
  maxRetries: number;
  /** The largest accepted body, in bytes after decompression, such as 67,108,864. */
  maxBodyBytes: number;
  /** The API key, or the token of a gateway; or a function that gives it. `refused`: whether Refiner refused the last one. */
  key: string | ((question: { refused: boolean }) => string | Promise<string>);
  /** The `fetch` to use. Default: the host's own. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Whether the host must keep replies out of its cache. A browser needs it; some Workers refuse it. Default false. */
  noStore?: boolean;
  /** Ends the call early: it then rejects with the kind `aborted`. */
  signal?: AbortSignal;
  /**
   * Told of each event of the call, with the status if it is a reply, and of what the call then does: a number of milliseconds to wait, true
   * to ask for another key.
   */
  seen?: (status: number | undefined, next: unknown) => void;
}

/** The settings of a call whose body is not parsed. */
export interface SinkSettings extends CallSettings {
  /** Takes the bytes of the body. Then `data` is only the beginning of the body, as text. */
  sink: Sink;
  /** Whether a body that goes to the sink is checked first. Without it, `anomalies`, `next`, `items` and `total` are unknown. */
  check?: boolean;
}

/** What a call resolves to. */
export interface Called<Data> {
  /** The action's own name, whichever alias was used. */
  action: string;
  /** Refiner's reply, unchanged. */
  data: Data;
  /** What differs from the documentation in the reply. */
  anomalies: { path: string; problem: string; count: number }[];
  /** The next page of a list: add it to the input. Absent after the last page. `stuck`: it leads back to this page. */
  next?: { page_cursor?: string; page?: number; stuck?: boolean };
  /** How many requests were sent. */
  attempts: number;
  /** The HTTP status, 200 to 299. */
  status: number;
  /** How many items are on the page of a list. */
  items: number;
  /** How many items the whole list has, if Refiner says so. */
  total?: number;
}

/** How a call failed: a plain object, not an Error. `call` rejects with it; `plan` and `check` throw it. */
export interface Failure {
  kind: Refiner.ErrorKind;
  /** What went wrong, in a sentence that begins with the action. Never contains the key. */
  message: string;
  action: string;
  /** How many requests were sent. */
  attempts: number;
  /** The HTTP status, when there was one. */
  status?: number;
  /** What Retry-After said, in milliseconds. */
  retryAfterMs?: number;
  /** For `input`: where in the input the problem is, such as `account.id`. */
  path?: string;
  /** What Refiner said, cut short. */
  detail?: string;
  /** What the host threw, if it threw. */
  cause?: unknown;
}

/** What a call would send. */
export interface Plan {
  method: "GET" | "POST" | "DELETE";
  url: string;
  /** The headers, with the key hidden. */
  headers: Record<string, string>;
  /** The JSON body, parsed; null when there is none. */
  body: { [key: string]: Refiner.JsonValue } | null;
}

/** The input of an action, by the action's name or alias; undefined where nothing is needed. */
export type Input<Name extends keyof Refiner.ActionTypes> = Refiner.ActionTypes[Name]["inputOptional"] extends true
  ? Refiner.ActionTypes[Name]["input"] | undefined
  : Refiner.ActionTypes[Name]["input"];

/**
 * Makes a call: checks the input, sends it, repeats it where that does no harm, and checks the reply.
 *
 * Rejects with a {@link Failure}.
 */
export function call<Name extends keyof Refiner.ActionTypes>(
  action: Name,
  input: Input<Name>,
  settings: SinkSettings,
): Promise<Called<string | undefined>>;
export function call<Name extends keyof Refiner.ActionTypes>(
  action: Name,
  input: Input<Name>,
  settings: CallSettings,
): Promise<Called<Refiner.ActionTypes[Name]["output"]>>;

/** Whether an action, by name or alias, returns a page of a list; undefined for an unknown action. */
export function lists(action: string): boolean | undefined;

/** The request that a call would send, with the key hidden. Sends nothing. Throws a {@link Failure} of kind `input` or `config`. */
export function plan<Name extends keyof Refiner.ActionTypes>(action: Name, input: Input<Name>, baseUrl: string): Plan;

/** Checks the settings of an operation that takes several calls. Throws a {@link Failure} of kind `input`. */
export function check(operation: "sync_responses", settings: Refiner.SyncSettings): void;
