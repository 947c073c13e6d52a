// The bindings, as far as the facade uses them. The bindings themselves are generated and minified.

type Source = WebAssembly.Module | BufferSource | Response | URL;

/** Loads and starts the module; does nothing when it is running already. */
export default function init(options: { module_or_path: Source | Promise<Source> }): Promise<unknown>;

/**
 * Resolves to `{ action, data, anomalies, next, attempts, status }`, where `data` is how the body begins when the body goes to a
 * sink; rejects with the properties of an error.
 */
export function call(action: string, input: unknown, settings: object): Promise<any>;

/** Whether an action lists; undefined when there is no such action. */
export function lists(action: string): boolean | undefined;

/** `{ method, url, headers, body }`; throws the properties of an error. */
export function plan(action: string, input: unknown, baseUrl: string): any;

/** Checks the settings of an operation, such as `sync_responses`; throws the properties of an error. */
export function check(operation: string, settings: unknown): void;
