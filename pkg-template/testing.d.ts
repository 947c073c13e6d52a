import type { ContractActionName } from "./generated/contract.js";

/**
 * Makes a Refiner of its own for a test: every action of the REST API over an account of invented data, with the limits, errors and paging of
 * the real one as far as they are known. Nothing leaves the process. The first call loads a WebAssembly module, which nothing else of the
 * package loads.
 *
 * @throws {RefinerError} `config` or `input` if an option is wrong.
 *
 * @example
 * const sandbox = await createSandbox({ seed: 1, faults: ["rate_limited"] });
 * const refiner = new Refiner({ apiKey: sandbox.apiKey, fetch: sandbox.fetch });
 */
export function createSandbox(options?: SandboxOptions): Promise<Sandbox>;

/** A Refiner for a test. */
export interface Sandbox {
  /** The only key that it knows. */
  readonly apiKey: string;
  /**
   * Answers as Refiner's server would, under any host: the path decides. Needs no `this`. It follows no redirect: with `redirect: "manual"`,
   * the redirect is the reply; otherwise, the call fails.
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** The requests below `/v1` since the last `reset()` or `clearRequests()`, oldest first; of more than 10,000, the last. */
  requests(): ReceivedRequest[];
  /** Forgets the requests. */
  clearRequests(): void;
  /** Replaces the faults that are left. Throws a `RefinerError` (`config`) if one is wrong, and then changes nothing. */
  setFaults(faults: readonly Fault[]): void;
  /**
   * Makes a new account, and forgets requests and faults. What the options do not name is as it was when the sandbox was created, but for the
   * faults: without `faults`, there are none.
   */
  reset(options?: SandboxOptions): void;
}

export interface SandboxOptions {
  /** The seed of names, answers and ids: a whole number from 0. The same options give the same account. Default 7. */
  seed?: number;
  /** How many contacts the account starts with. Default 300. */
  contacts?: number;
  /** How many responses it starts with, including views and partial ones. Default 2000. */
  responses?: number;
  /** Start with forms and segments only, because the API can create neither. It is the fastest start. Default false. */
  empty?: boolean;
  /** Whether to refuse calls above 4,000 a minute, or 100 a minute for one user. Default true. */
  rateLimits?: boolean;
  /**
   * The sandbox's time at the start: ISO 8601 text, a Date, or milliseconds since 1970; it runs on from there with the host's clock. Or a
   * function that returns its time, in milliseconds since 1970. The data covers the eighteen months before the start. Default
   * `2026-11-15T09:00:00Z`, so that the seed alone determines the data.
   */
  now?: string | number | Date | (() => number);
  /** What happens to the coming requests, in order. Default: nothing. */
  faults?: readonly Fault[];
  /** The form of times in responses, about which sources disagree: `2020-09-02 21:53:33`, or `2020-09-02T21:53:33.000000Z`. Default `plain`. */
  responseTimes?: "plain" | "iso";
  /** The form of tags on responses: `{ uuid, name }`, absent when there are none, or texts, then an empty list. Default `objects`. */
  tags?: "objects" | "texts";
  /** The `account` of a contact without one: an object whose `remote_id` is null, or null. Default `object`. */
  noAccount?: "object" | "null";
}

/**
 * What happens to a request: a fault by name or by kind, for the next request, whatever it is. As a rule, for the next `times` requests of the
 * action `on` (without `on`, of any). A request uses up the first fault in the list that is for it.
 */
export type Fault = FaultName | FaultKind | { on?: ContractActionName; fault: FaultName | FaultKind; times?: number | "always" };

/**
 * The names of common faults. The request is not carried out, unless it says so here.
 *
 * - `pass`: nothing happens; the request is carried out.
 * - `bad_request` 400, `unauthorized` 401, `forbidden` 403, `not_found` 404, `conflict` 409, `invalid` 422, `server_error` 500.
 * - `rate_limited` 429, `unavailable` 503: with `Retry-After: 1`.
 * - `gateway_timeout` 504: the request is carried out.
 * - `html`: a page, with status 200. `empty`: status 200 and no body. `not_json`: a body that is no JSON.
 * - `cut_body`: carried out; half of the body of the reply, and the connection ends. `close_midway`: the same, and nothing tells, as there is no
 *   `content-length`. `endless`: a body that never ends.
 * - `slow`: carried out; the reply takes a second. `stall`: carried out; the headers, then nothing. `stall_before_headers`: carried out;
 *   nothing at all.
 * - `reset`: the connection ends before a reply. `lost_reply`: the same, and the request is carried out. `reset_in_body`: carried out; the
 *   connection ends in the body.
 * - `redirect`: 302 to another host.
 */
export type FaultName =
  | "pass"
  | "bad_request"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "invalid"
  | "rate_limited"
  | "server_error"
  | "unavailable"
  | "gateway_timeout"
  | "html"
  | "empty"
  | "not_json"
  | "cut_body"
  | "close_midway"
  | "endless"
  | "slow"
  | "stall"
  | "stall_before_headers"
  | "reset"
  | "reset_in_body"
  | "lost_reply"
  | "redirect";

/** Whether the request is carried out all the same, so that only its reply is lost. Default false. */
interface Instead {
  carried_out?: boolean;
}

/** A fault with details. Times are in milliseconds. */
export type FaultKind =
  | { kind: "pass" | "stall" | "stall_before_headers" | "close_midway" | "reset_in_body" | "endless" }
  /** This reply. `body`: text, or JSON. `status`: 200 to 599. */
  | ({ kind: "status"; status: number; headers?: { [name: string]: string }; body?: unknown } & Instead)
  /** `status`: default 302. */
  | ({ kind: "redirect"; status?: number; location?: string } & Instead)
  /** `status`: default 200. */
  | ({ kind: "html" | "empty"; status?: number } & Instead)
  /** These bytes. `content_type`: default `application/json`. `base64`: whether `body` is base64. `status`: default 200. */
  | ({ kind: "body"; body: string; content_type?: string; base64?: boolean; status?: number; headers?: { [name: string]: string } } & Instead)
  | ({ kind: "reset" } & Instead)
  /** The reply, later. */
  | { kind: "delay"; ms: number }
  /** The reply, one byte each so many milliseconds. */
  | { kind: "drip"; ms: number }
  /** So many bytes of the reply's body, and the end of the connection. Default: half of them. */
  | { kind: "truncate"; bytes?: number };

/** A request as it arrived. */
export interface ReceivedRequest {
  method: string;
  /** With its `/v1`, still percent-encoded. */
  path: string;
  /** Without the question mark. */
  query: string;
  /** Names in lower case. */
  headers: { [name: string]: string };
  /** Null if there was none. */
  body: string | null;
  /** When, by the sandbox's clock, in milliseconds since 1970. */
  at: number;
  /** Whether it did what it asks for: no fault took its place, and the sandbox did not refuse it. */
  carried_out: boolean;
}
