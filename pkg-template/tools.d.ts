import type { ActionName, ActionTypes, Anomaly, CallOptions, ErrorKind, Plan, Refiner, RefinerError } from "./index.js";

/** What an action does to data. */
export type Effect = "read" | "write" | "destructive";

/** A JSON Schema of an object. */
export interface ObjectSchema {
  type: "object";
  properties: Record<string, Record<string, unknown>>;
  required?: string[];
  [keyword: string]: unknown;
}

/** For `tools/list` of the Model Context Protocol. `outputSchema` describes the `data` that {@link run} gives. */
export interface McpTool {
  name: string;
  title: string;
  description: string;
  inputSchema: ObjectSchema;
  outputSchema: ObjectSchema;
  annotations: {
    title: string;
    readOnlyHint: boolean;
    destructiveHint: boolean;
    idempotentHint: boolean;
    openWorldHint: boolean;
  };
}

/** A function as OpenAI describes it. */
export interface OpenAiFunction {
  name: string;
  description: string;
  parameters: ObjectSchema;
  strict: boolean;
}

/** For `tools` of OpenAI's chat completions. */
export interface OpenAiTool {
  type: "function";
  function: OpenAiFunction;
}

/** For `tools` of OpenAI's responses. */
export interface OpenAiResponsesTool extends OpenAiFunction {
  type: "function";
}

/** For `tools` of Anthropic's messages. */
export interface AnthropicTool {
  name: string;
  description: string;
  input_schema: ObjectSchema;
  /** Only when strict tools were asked for. */
  strict?: boolean;
}

/** The definitions that each format makes. */
export interface ToolFormats {
  mcp: McpTool;
  openai: OpenAiTool;
  "openai-responses": OpenAiResponsesTool;
  anthropic: AnthropicTool;
}

export interface ToolsOptions<Format extends keyof ToolFormats = keyof ToolFormats> {
  format: Format;
  /**
   * Schemas for the vendor's strict mode: closed, objects with free keys as lists of pairs, and for OpenAI null for what is
   * left out; {@link run} takes what comes back. Default false; not for `mcp`.
   *
   * Anthropic takes at most 20 strict tools, 24 optional parameters and 16 unions in a request. Tools beyond that stay plain,
   * and say so with `strict: false`: destructive and writing ones are strict first. Choose fewer with `only`.
   */
  strict?: Format extends "mcp" ? false : boolean;
  /** Which actions, by name, alias or effect. Default all. */
  only?: readonly (ActionName | Effect)[];
}

/**
 * The actions as tool definitions: plain data.
 *
 * @throws {RefinerError} of kind `config` when an option is wrong.
 */
export function tools<Format extends keyof ToolFormats>(options: ToolsOptions<Format>): ToolFormats[Format][];

export interface RunOptions extends Omit<CallOptions, "timeoutMs"> {
  /** Allows a destructive action. For a person to give, never for a model. */
  confirm?: boolean;
  /** Milliseconds for the whole run. Without it, each request has the time that the client allows a call. */
  timeoutMs?: number;
  /** The most bytes of the data as JSON. Default 100,000; `Infinity` for no limit. */
  maxResultBytes?: number;
}

/** What to add to the input of a list, in place of its `page` and `page_cursor`, to go on. */
export interface Next {
  page_cursor?: string;
  page?: number;
  page_length?: number;
}

export interface RunMeta {
  /** The action's own name, whichever alias was used. */
  action: string;
  effect: Effect;
  /** How many requests were sent. */
  attempts: number;
  durationMs: number;
  /** Unique to this run. */
  executionId: string;
  /** Where a list goes on; absent when this was its end. */
  next?: Next;
  /**
   * The page was too large, and was asked for again with fewer items: how many there are now, and how many the page that was
   * asked for has. Going on from `resume` gives the items that were left out, and then the rest.
   */
  truncated?: { returned: number; total: number; resume?: Next };
  /** What in the reply is not as documented; the data holds it as it came. */
  anomalies?: Omit<Anomaly, "action">[];
}

export interface RunResult<Data> {
  data: Data;
  meta: RunMeta;
}

/** What {@link run} throws when a destructive action is not confirmed: kind `permission`, and what would have been sent. */
export interface UnconfirmedError extends RefinerError {
  readonly kind: Extract<ErrorKind, "permission">;
  readonly plan: Plan;
}

/**
 * Runs an action, by name or alias, with the input that a model sent: null counts as absent, and lists of `{ key, value }`
 * pairs as objects, where the contract has no other meaning for them. A list gives one page.
 *
 * @throws {RefinerError} A destructive action without `confirm: true` is refused: see {@link UnconfirmedError}.
 */
export function run<Name extends ActionName>(
  refiner: Refiner,
  name: Name,
  input?: unknown,
  options?: RunOptions,
): Promise<RunResult<ActionTypes[Name]["output"]>>;
export function run(refiner: Refiner, name: string, input?: unknown, options?: RunOptions): Promise<RunResult<unknown>>;
