// The bindings of calls, as far as the facade uses them. The bindings themselves are generated and minified.

import type { Execution, Plan } from "../index.js";

type Source = WebAssembly.Module | BufferSource | Response | URL;

/** Loads and instantiates the module; does nothing if it is there already. */
export default function init(options: { module_or_path: Source | Promise<Source> }): Promise<unknown>;

/** Replaces the instance by a new one. Whatever was under way in the old one fails. */
export function __wbg_reset_state(): void;

/**
 * Resolves to `{ action, data, anomalies, next, attempts, status }`; rejects with the properties of an error. If the body goes to a
 * sink, `data` is only its beginning.
 */
export function call(action: string, input: unknown, settings: object): Promise<Execution<any>>;

/** Whether an action lists; undefined if there is no such action. */
export function lists(action: string): boolean | undefined;

/** `{ method, url, headers, body }`; throws the properties of an error. */
export function plan(action: string, input: unknown, baseUrl: string): Plan;

/** Checks the settings of an operation, such as `sync_responses`; throws the properties of an error. */
export function check(operation: string, settings: unknown): void;

/** An input as it was when this was made. Every function here that takes an input takes one of these too. */
export class Written {
  constructor(input: unknown);
  /** A copy of the input; undefined if it is no object, or cannot be written. The check of the call says what is wrong. */
  copy(): Record<string, any> | undefined;
}

/**
 * The entries of a plain object, or text that says why it is none. A key whose value is undefined is an absent key. For options,
 * which hold functions and signals.
 */
export function entries(options: unknown): [key: string, value: any][] | string;

/** What `touch` returns; undefined when it throws. */
export function tried<T>(touch: () => T): T | undefined;

/**
 * Calls `abort` when the signal is aborted, until the function that it returns is called. A signal that is aborted already does not
 * call it. However many listen, Node sees one listener on a signal.
 */
export function listen(signal: AbortSignal | undefined, abort: () => void): () => void;

/** Whether a signal is aborted. One that throws is not. */
export function isAborted(signal: AbortSignal | undefined): boolean;

/** Why a signal is aborted. */
export function reasonOf(signal: AbortSignal | undefined): unknown;
