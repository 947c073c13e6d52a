// @ts-check
// tools/list and tools/call. A tool is what refiner-wasm/tools defines; a destructive one goes through a person.
import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import { run, tools } from "refiner-wasm/tools";
import { confirmed } from "./confirm.js";
import { failure } from "./failure.js";
import { progressOf } from "./progress.js";
import { resultSchema, success } from "./result.js";

/** @typedef {import("refiner-wasm/tools").McpTool} McpTool */
/** @typedef {import("@modelcontextprotocol/server").Server} Server */
/** @typedef {import("@modelcontextprotocol/server").ServerContext} Context */

/**
 * The definitions that this caller sees, in the order of the contract.
 *
 * @param {import("./create.js").Shared} shared
 * @param {import("./create.js").Caller} caller
 * @returns {McpTool[]}
 */
export function definitions({ profile, outputSchemas }, { actions }) {
  const all = tools({ format: "mcp", profile, outputSchemas });
  const allowed = actions ? all.filter(({ name }) => actions.includes(name)) : all;
  return allowed.map((tool) => ({ ...tool, ...(tool.outputSchema && { outputSchema: resultSchema(tool.outputSchema) }) }));
}

/**
 * @param {Server} server
 * @param {McpTool[]} offered
 * @param {import("./create.js").Shared} shared
 * @param {import("./create.js").Caller} caller
 */
export function addTools(server, offered, shared, caller) {
  const names = offered.map(({ name }) => name);
  server.setRequestHandler("tools/list", () => ({ tools: /** @type {any[]} */ (offered) }));
  server.setRequestHandler("tools/call", async ({ params }, context) => {
    const tool = offered.find(({ name }) => name === params.name);
    // Nothing but what is listed runs: no alias, and nothing outside the profile.
    if (!tool) throw new ProtocolError(ProtocolErrorCode.InvalidParams, unknownTool(params.name, names));
    const { signal } = context.mcpReq;
    const options = { signal, timeoutMs: shared.timeoutMs, verify: shared.verify, ...progressOf(context) };
    const input = params.arguments ?? {};
    try {
      if (!tool.annotations.destructiveHint) return success(await run(shared.refiner, tool.name, input, options));
      return await confirmed(server, tool, input, context, { shared, caller, options });
    } catch (error) {
      // The protocol answers nothing to what was cancelled.
      return failure(error);
    }
  });
}

/** @param {string} name @param {string[]} names */
function unknownTool(name, names) {
  const said = JSON.stringify(name.slice(0, 64));
  return `There is no tool ${said} here; there are: ${names.join(", ") || "none for this caller"}`;
}
