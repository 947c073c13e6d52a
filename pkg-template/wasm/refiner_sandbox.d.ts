// The bindings of the sandbox. They are generated and minified.

type Source = WebAssembly.Module | BufferSource | Response | URL;

/** Loads and instantiates the module; does nothing if it is there already. */
export default function init(options: { module_or_path: Source | Promise<Source> }): Promise<unknown>;

/**
 * Opens a sandbox with the JSON object that `POST /_sandbox/reset` takes, and returns its number. `clockMs`: the time in milliseconds since
 * 1970. Throws a sentence if the options are wrong.
 */
export function sandbox_open(options: string, clockMs: number): number;

/**
 * Answers a request, whose `head` is the JSON of `{ method, target, headers }`. Returns the JSON of the answer without its body:
 * `{ status, headers, length, delivery }`.
 */
export function sandbox_answer(number: number, head: string, body: Uint8Array, clockMs: number): string;

/** The body of the last answer, as far as it is to be sent; empty once it was taken. */
export function sandbox_body(number: number): Uint8Array;

/** Forgets a sandbox. */
export function sandbox_close(number: number): void;

/** The one key that sandboxes know. */
export function sandbox_key(): string;
