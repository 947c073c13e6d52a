// @ts-check
// A fetch handler that serves both revisions of the protocol on one address.
import { createMcpHandler as createOfficial } from "@modelcontextprotocol/server";
import { isRefinerError } from "refiner-wasm";
import { createServer } from "../server/create.js";
import { onceInMemory } from "../server/once.js";
import { callerOf } from "./caller.js";
import { CallerError } from "./errors.js";
import { refusal, unwanted, withPage } from "./refusal.js";
import { setUp } from "./set-up.js";

/** @typedef {import("../index.js").McpHandler} McpHandler */
/** @typedef {import("../index.js").McpHandlerOptions} Options */
/** @typedef {{ user: string, actions?: readonly string[] }} Caller */

/**
 * @param {Options | ((env: any) => Options)} options
 * @returns {McpHandler}
 */
export function createMcpHandler(options) {
  return handlerOf(options, createServer);
}

/**
 * A handler of servers that somebody else makes: the conformance suite asks for tools that Refiner has not.
 *
 * @param {Options | ((env: any) => Options)} options
 * @param {typeof createServer} create
 * @returns {McpHandler}
 */
export function handlerOf(options, create) {
  /** @type {WeakMap<object, ReturnType<typeof make>>} A Worker gets the same environment again and again. */
  const made = new WeakMap();
  // Some hosts give each request an environment of its own, or none: what was used is remembered for all of them.
  const memory = onceInMemory();
  const none = {};
  return {
    async fetch(request, env = none, ctx) {
      let served;
      try {
        served = made.get(env) ?? make(typeof options === "function" ? options(env) : options, { env, memory, create });
        made.set(env, served);
      } catch (error) {
        report(undefined, error);
        return refusal(500, "the server is not set up correctly");
      }
      const { set, official } = served;
      const refused = unwanted(request, set);
      if (refused) return refused;
      let caller;
      try {
        caller = await callerOf(request, env, ctx, set);
      } catch (error) {
        return withPage(request, notKnown(error, set.onError));
      }
      const authInfo = { token: "", clientId: caller.user, scopes: [], extra: { caller } };
      return withPage(request, await official.fetch(request, { authInfo }));
    },
  };
}

/** @typedef {NonNullable<import("../server/confirm.js").Confirmations["use"]>} Use */

/** @param {Options} options @param {{ env: object, memory: Use, create: typeof createServer }} how */
function make(options, { env, memory, create }) {
  const set = setUp(options, env, memory);
  const official = createOfficial(({ authInfo }) => create(set.shared, /** @type {Caller} */ (authInfo?.extra?.caller)), {
    maxRequestBodySize: set.maxBodyBytes,
    // Nothing is ever announced, so nobody needs to listen for long.
    maxSubscriptions: 16,
    onerror: () => {},
  });
  return { set, official };
}

/** @param {unknown} error @param {Options["onError"]} onError */
function notKnown(error, onError) {
  const isCallers = (isRefinerError(error) || error instanceof CallerError) && error.status === 401;
  if (isCallers) return refusal(401, error.message);
  report(onError, error);
  return refusal(500, "the caller could not be known");
}

/** @param {((error: Error) => void) | undefined} onError @param {unknown} error */
function report(onError = (error) => console.error(`refiner-mcp: ${error.message}`), error) {
  try {
    onError(error instanceof Error ? error : new Error(String(error)));
  } catch {}
}
