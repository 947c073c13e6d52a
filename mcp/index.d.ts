import type { GatewayStateEnv, TokenOptions } from "refiner-wasm/gateway";
import type { Profile } from "refiner-wasm/tools";

/** Who calls. */
export interface McpCaller {
  /** The user's id in your own system. A confirmation that one user gave is none for another. */
  id: string;
  /** The tools that the user may use, of those in the profile. Default: all of them. */
  actions?: readonly string[];
}

/** How confirmations of destructive tools are kept. */
export interface ConfirmationOptions {
  /** Signs what is confirmed: 32 random bytes or more, the same in every instance. */
  secret: string | undefined;
  /**
   * Where is remembered which confirmations were used. Default: the Durable Object bound as `REFINER_ONCE` (the gateway's
   * `RefinerOnce`); where none is bound, nothing is ever confirmed. `memory` is for a server that is one process.
   */
  once?: "memory";
}

export interface McpHandlerOptions<Env = any> {
  /** Refiner's API key. */
  apiKey: string | undefined;
  /** The address of Refiner. Default `https://api.refiner.io/v1`. */
  baseUrl?: string | undefined;
  /** The host names under which the server is reached, without port, such as `mcp.example.com`. Any other is refused (403). */
  hosts: readonly string[];
  /** The origins of other pages that may call, such as `https://app.example.com`. Default: none; programs send no origin. */
  origins?: readonly string[];
  /**
   * Who is calling: a signed token, as the gateway's `issueToken` makes one. Its `aud` must be `refiner-mcp`, unless another audience
   * is set, so that no token of a page's gateway counts here; its `actions` name the tools that the user may use.
   */
  tokens?: TokenOptions;
  /** Who is calling, known in another way, such as OAuth. Returns null if nobody is known (401). One of `tokens` and `authenticate` is needed. */
  authenticate?: (request: Request, env: Env, ctx: any) => McpCaller | null | undefined | Promise<McpCaller | null | undefined>;
  /** Which tools there are. Default `all`. */
  profile?: Profile;
  /** Whether tools say what they return. Default true. */
  outputSchemas?: boolean;
  /** Whether what was written is read back. Default true. */
  verify?: boolean;
  /** Without it, a destructive tool shows its plan and does nothing. */
  confirmations?: ConfirmationOptions;
  /** Milliseconds for a whole tool call. Default 25,000. */
  timeoutMs?: number;
  /** The largest body of a request, in bytes. Default 262,144. */
  maxBodyBytes?: number;
  /** Hears of what went wrong beside a request: wrong options, keys that could not be loaded. Default: the console. */
  onError?: (error: Error) => void;
}

export interface McpHandler<Env = any> {
  fetch(request: Request, env?: Env, ctx?: any): Promise<Response>;
}

/**
 * Makes an MCP server: `export default createMcpHandler((env) => ({ … }))`. It speaks 2026-07-28 and 2025-11-25 on one address and
 * keeps nothing between requests. What is wrong in its options is told to `onError`, and callers get a 500.
 */
export function createMcpHandler<Env = GatewayStateEnv>(options: McpHandlerOptions<Env> | ((env: Env) => McpHandlerOptions<Env>)): McpHandler<Env>;
