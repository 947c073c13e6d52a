export * from "./index.js";

/** What the host calls by this name. An object of any kind where the host, or its types, does not have it. */
type Hosts<Name extends string> = typeof globalThis extends Record<Name, { prototype: infer Instance }> ? Instance : object;

type Compiled = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } } ? Module : object;

type Source = Compiled | ArrayBuffer | ArrayBufferView | Hosts<"Response"> | Hosts<"URL">;

/** Sets the module of calls: a compiled module, its bytes, a Response, a URL, or a function that returns one of these. */
export function setModule(module: Source | (() => Source | Promise<Source>)): void;

/** Sets the module of summaries and exports. */
export function setInsightModule(module: Source | (() => Source | Promise<Source>)): void;
