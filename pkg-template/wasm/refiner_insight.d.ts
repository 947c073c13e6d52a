// The bindings of summaries and exports, as far as the facade uses them.

type Source = WebAssembly.Module | BufferSource | Response | URL;

/** Loads and starts the module; does nothing when it is running already. */
export default function init(options: { module_or_path: Source | Promise<Source> }): Promise<unknown>;

/** Begins a summary and gives its number; throws `{ path, problem }`. */
export function summary(query: unknown): number;

/** Begins an export of responses, or of contacts, and gives its number; throws `{ path, problem }`. */
export function export_(options: unknown, contacts: boolean): number;

/** From here on, pages are counted in this group of a summary by segments. */
export function segment(number: number, uuid: string, name?: string): void;

/** Takes the next chunk of the page that comes in; without one, another page begins. False when there is no room. */
export function receive(number: number, chunk?: Uint8Array): boolean;

/** Where the page that came in stands, given the cursor that led to it; throws `{ problem }` when it is no page. */
export function position(
  number: number,
  cursor?: string,
): { items: number; total?: number; bytes: number; next?: { page_cursor?: string; page?: number; stuck?: boolean } };

/** Makes the page that came in the one that is worked on, which leaves room for the next. */
export function take(number: number): void;

/** Works on the page; an export gives the next bytes of its file. Throws `{ at }` when the page makes no sense. */
export function add(number: number): Uint8Array | undefined;

/** What the pages of a summary amount to. */
export function report(number: number): any;

/** The last bytes of an export's file. */
export function finish(number: number): Uint8Array;

/** Lets go of a summary or an export. */
export function release(number: number): void;
