// The bindings of summaries and exports, as far as the facade uses them.

type Source = WebAssembly.Module | BufferSource | Response | URL;

/** Loads and starts the module; does nothing when it is running already. */
export default function init(options: { module_or_path: Source | Promise<Source> }): Promise<unknown>;

/** Begins a summary and gives its number; throws `{ path, problem }`. */
export function summary(query: unknown): number;

/** Begins an export and gives its number; throws `{ path, problem }`. */
export function export_(options: unknown): number;

/** Takes a page; an export gives the next bytes of its file. Throws `{ at }` when the page makes no sense. */
export function add(number: number, page: Uint8Array): Uint8Array | undefined;

/** What the pages of a summary amount to. */
export function report(number: number): any;

/** The last bytes of an export's file. */
export function finish(number: number): Uint8Array;

/** Lets go of a summary or an export. */
export function release(number: number): void;
