import type {
  ActionName,
  ActionTypes,
  Anomaly,
  CallOptions,
  ErrorKind,
  JsonValue,
  OperationName,
  Plan,
  Progress,
  Refiner,
  RefinerError,
  Summary,
} from "./index.js";

/** What a tool does to data. */
export type Effect = "read" | "write" | "destructive";

/**
 * Which tools: `read` reads and changes nothing, `events` tells Refiner about users (`identify_user`, `track_event`, and
 * `get_contact` to see it), `all` is every tool.
 */
export type Profile = "read" | "events" | "all";

/** The operations that are tools: those that give one object. */
export type ToolOperation = Extract<OperationName, "summarize_responses" | "compare_responses" | "sample_comments">;

/** The names of the tools, aliases included. */
export type ToolName = ActionName | ToolOperation;

/** A JSON Schema of an object. */
export interface ObjectSchema {
  type: "object";
  properties: Record<string, { [keyword: string]: JsonValue }>;
  required?: string[];
  [keyword: string]: JsonValue | undefined;
}

/** For `tools/list` of the Model Context Protocol. */
export interface McpTool {
  name: string;
  title: string;
  description: string;
  inputSchema: ObjectSchema;
  /** Describes the `data` of a {@link RunResult}. Only with `outputSchemas: true`. */
  outputSchema?: ObjectSchema;
  annotations: {
    title: string;
    readOnlyHint: boolean;
    destructiveHint: boolean;
    idempotentHint: boolean;
    openWorldHint: boolean;
  };
}

/** A function in OpenAI's format. */
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
  /** Only if the option `strict` is set. */
  strict?: boolean;
}

/** The type of a definition, by format. */
export interface ToolFormats {
  mcp: McpTool;
  openai: OpenAiTool;
  "openai-responses": OpenAiResponsesTool;
  anthropic: AnthropicTool;
}

export interface ToolsOptions<Format extends keyof ToolFormats = keyof ToolFormats> {
  format: Format;
  /**
   * Whether the schemas are for the strict mode of the vendor: closed, with lists of pairs in place of objects with free keys,
   * and for OpenAI with null for what is left out. {@link run} accepts inputs in this form. Default false; not for `mcp`.
   *
   * Anthropic takes at most 20 strict tools, 24 optional parameters and 16 unions in a request. Tools beyond that have
   * `strict: false` and a plain schema: destructive ones become strict first, then writes, then reads. `only` selects fewer.
   */
  strict?: Format extends "mcp" ? false : boolean;
  /** Default `all`. */
  profile?: Profile;
  /**
   * Whether definitions say what the tools return. That takes as many tokens again as the rest. Default false; only for `mcp`.
   */
  outputSchemas?: Format extends "mcp" ? boolean : false;
  /** Which tools of the profile, by name, alias or effect. Default all of them. */
  only?: readonly (ToolName | Effect)[];
}

/**
 * The definitions of the tools, as plain data: every action, and `summarize_responses`, `compare_responses` and `sample_comments`. A model reads them in every request, so each
 * has at most 450 tokens (o200k), and all together at most 6,000, unless they are `strict` or have output schemas. They show what a
 * model needs; {@link run} also takes the parameters that are not shown.
 *
 * @throws {RefinerError} of kind `config` when an option is wrong.
 */
export function tools<Format extends keyof ToolFormats>(options: ToolsOptions<Format>): ToolFormats[Format][];

export interface RunOptions extends Omit<CallOptions, "timeoutMs"> {
  /** Allows a destructive action. A person gives it, never a model. */
  confirm?: boolean;
  /** Milliseconds for the whole run. Without it, each request has the deadline that the client sets for a call. */
  timeoutMs?: number;
  /** The largest size of the data as JSON, in bytes. Default 60,000; `Infinity` means no limit. */
  maxResultBytes?: number;
  /**
   * The most tokens of the data as JSON, by an estimate that for what people write is above what o200k counts. Default 20,000; 2,000
   * for `summarize_responses`, `compare_responses` and `sample_comments`; no limit with `raw`.
   */
  maxResultTokens?: number;
  /** The most characters of each text in `untrusted_text`; the text then says how many are left out. Default 1,000. */
  maxTextChars?: number;
  /**
   * Whether to read back what a write has done: see {@link Verified}. What is not seen is looked for again for 5 seconds, or
   * `waitMs`, and no longer than `timeoutMs` leaves. Default false. It means nothing for a read.
   */
  verify?: boolean | { waitMs: number };
  /** Called after each page that an answer has read. Errors that it throws are ignored. */
  onProgress?: (progress: Progress) => void;
  /**
   * For programs: the data as the client gives it, and errors with what Refiner said in their messages. By default the result is for
   * a model: in each object, what other people wrote (answers, traits, names) stands below the key `untrusted_text`, without
   * characters that are not seen or turn the direction of reading. What Refiner said of a failure is then only in `error.detail`,
   * which is other people's text too.
   */
  raw?: boolean;
}

/** Where a list continues: add it to the input, in place of `page` and `page_cursor`. */
export interface Next {
  page_cursor?: string;
  page?: number;
  page_length?: number;
}

/**
 * What a write looked like when it was read back. The write has succeeded in any case.
 *
 * - `confirmed`: all that was written is there.
 * - `not_visible`: nothing of it is seen, after waiting; the service may be late.
 * - `differs`: `paths` of the input are not there as they were written.
 * - `not_readable`: nothing shows it (an event), or the read failed; `reason` says which.
 */
export interface Verified {
  status: "confirmed" | "not_visible" | "differs" | "not_readable";
  /** Places in the input, such as `attributes.plan`. */
  paths: string[];
  reason?: string;
}

/** Something that was put right on the way. */
export type Healed =
  /** A request was repeated after a wait: after a limit (429), a failure of Refiner (5xx, 408, 425), or of the connection. */
  | { what: "waited"; because: "rate_limited" | "server" | "network"; ms: number; status?: number }
  /** The key was refused, and the function that gives it was asked for another. */
  | { what: "new_key" }
  /** The reply of the action differs from the documentation at these places, and was read all the same. */
  | { what: "drift"; paths: string[] }
  /** So many more waits and keys than are listed. */
  | { what: "more"; count: number };

export interface RunMeta {
  /** The name of the action or operation, even if an alias was used. */
  action: string;
  effect: Effect;
  /** How many requests were sent, retries included. */
  attempts: number;
  durationMs: number;
  /** Unique to this run. */
  executionId: string;
  /** Where a list continues; absent at its end. */
  next?: Next;
  /**
   * The requested page was too large, and was requested again with fewer items. `returned` is how many items there are now,
   * `total` how many the requested page has. Continuing from `resume` gives the items that were left out, and then the rest.
   */
  truncated?: { returned: number; total: number; resume?: Next };
  /** What was put right on the way, in order; absent when nothing was. */
  healed?: Healed[];
  /** Only with `verify`, and only for a write. */
  verified?: Verified;
  /**
   * Lists of an answer that were cut to fit, the less telling items first: of groups the smallest, of periods the earliest, of comparisons
   * those without a verdict. Of lists within lists, the one that lost most. To see more, ask about fewer groups or a shorter period.
   */
  left_out?: { path: string; returned: number; total: number }[];
  /** What in the reply of an action differs from the documentation. The data contains it unchanged. */
  anomalies?: Omit<Anomaly, "action">[];
}

/**
 * What a model is shown. In each object, what other people wrote is below `untrusted_text`; what is beside it are identifiers, times,
 * numbers, and words of this package. A list has `items`.
 */
export interface ToolData {
  untrusted_text?: JsonValue;
  [key: string]: JsonValue | undefined;
}

export interface RunResult<Data> {
  data: Data;
  meta: RunMeta;
}

/** What {@link run} throws when a destructive action is not confirmed. `plan` is what would have been sent. */
export interface UnconfirmedError extends RefinerError {
  readonly kind: Extract<ErrorKind, "permission">;
  readonly plan: Plan;
}

/**
 * Runs a tool, by name or alias, with the input that a model sent. Null counts as absent, and a list of `{ key, value }` pairs
 * as an object, unless the contract gives them another meaning. JSON text counts as what it says where text is not allowed, and so
 * does the JSON text of the whole input. A list gives one page. `summarize_responses`, `compare_responses` and
 * `sample_comments` take their query and their settings as one input. Some settings can be text: `nps:reason` for a metric and its question,
 * `attribute:plan` and `answer:plan` for a group.
 *
 * @throws {RefinerError} A destructive action without `confirm: true` is refused: see {@link UnconfirmedError}.
 */
export function run<Name extends ActionName>(
  refiner: Refiner,
  name: Name,
  input: unknown,
  options: RunOptions & { raw: true },
): Promise<RunResult<ActionTypes[Name]["output"]>>;
export function run(refiner: Refiner, name: ToolOperation, input: unknown, options: RunOptions & { raw: true }): Promise<RunResult<Summary>>;
export function run(refiner: Refiner, name: string, input?: unknown, options?: RunOptions): Promise<RunResult<ToolData>>;
