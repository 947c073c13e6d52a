// The bindings of summaries and exports, as far as the facade uses them.

import type { Summary } from "../index.js";

type Source = WebAssembly.Module | BufferSource | Response | URL;

/** Loads and instantiates the module; does nothing if it is there already. */
export default function init(options: { module_or_path: Source | Promise<Source> }): Promise<unknown>;

/** Replaces the instance by a new one. Whatever was under way in the old one fails. */
export function __wbg_reset_state(): void;

/** Starts a summary and returns its number; throws `{ path, problem }`. `zone` has in turn a time and the offset from it on. */
export function summary(settings: unknown, zone?: number[]): number;

/** Starts an export of responses, or of contacts, and returns its number; throws `{ path, problem }`. */
export function export_(settings: unknown, isContacts: boolean): number;

/** From now on, pages count for this group of a summary by segment. */
export function segment(number: number, uuid: string, name?: string): void;

/** Receives the next chunk of the incoming page; without a chunk, a new page begins. False if there is no room. */
export function receive(number: number, chunk?: Uint8Array): boolean;

/**
 * The place of the received page in its list, given the cursor that led to it; throws `{ problem }` if it is not a page. Without `items`,
 * there are some: `items()` says how many once the page is processed.
 */
export function position(
  number: number,
  cursor?: string,
): { items?: number; total?: number; bytes: number; next?: { page_cursor?: string; page?: number; stuck?: boolean } };

/** Moves the received page to where it is processed, which makes room for the next one. */
export function take(number: number): void;

/**
 * Processes the page; an export returns the next bytes of its file. Throws `{ at }`, the byte where the JSON becomes invalid, or
 * `{ no_memory }`, as the next two functions do.
 */
export function add(number: number): Uint8Array | undefined;

/** How many items were on the page that was processed last. */
export function items(number: number): number;

/** The report of a summary. */
export function report(number: number): Summary;

/** The last bytes of an export's file. */
export function finish(number: number): Uint8Array;

/** How many NUL characters an export has replaced so far; 0 for a summary. */
export function replaced(number: number): number;

/** How many texts an export cut so far, because they were too long for a cell of a worksheet. */
export function cut(number: number): number;

/** Releases a summary or an export. */
export function release(number: number): void;
