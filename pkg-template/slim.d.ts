export * from "./index.js";

type Source = WebAssembly.Module | BufferSource | Response | URL;

/** Sets the module of calls: a compiled module, its bytes, a Response, a URL, or a function that returns one of these. */
export function setModule(module: Source | (() => Source | Promise<Source>)): void;

/** Sets the module of summaries and exports. */
export function setInsightModule(module: Source | (() => Source | Promise<Source>)): void;
