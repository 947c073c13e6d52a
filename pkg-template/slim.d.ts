export * from "./index.js";

type Source = WebAssembly.Module | BufferSource | Response | URL;

/** Says where the wasm is: a compiled module, its bytes, a Response, a URL, or a function that gives one of these. */
export function setModule(module: Source | (() => Source | Promise<Source>)): void;

/** The same for the module of summaries and exports. */
export function setInsightModule(module: Source | (() => Source | Promise<Source>)): void;
