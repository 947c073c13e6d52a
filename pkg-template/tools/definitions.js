// @ts-check
// Tool definitions in the format of each vendor.
import { configError } from "../internal/error.js";
import { checkOptions, isOperation, said, select } from "./actions.js";
import { concise, shown } from "./concise.js";
import { suggestion } from "../internal/nearest.js";
import { inline, looseOutput, oneOf } from "./schema.js";
import { apartSchema } from "./untrusted.js";
import { strict, withinAnthropicLimits } from "./strict.js";

/** @typedef {import("./actions.js").Tool} Tool */

const OPTIONS = ["format", "profile", "only", "strict", "outputSchemas"];

/** @typedef {{ isStrict: boolean, withOutput: boolean }} How */

/** @type {Record<string, (tools: Tool[], how: How) => object[]>} */
const FORMATS = { mcp, openai, "openai-responses": openaiResponses, anthropic };

/**
 * @param {import("../tools.js").ToolsOptions} options
 * @returns {any[]} One of the formats: the caller knows which.
 */
export function tools(options) {
  const { format, profile, only, strict: isStrict = false, outputSchemas: withOutput = false } = checkOptions("tools", options, OPTIONS);
  const formats = Object.keys(FORMATS);
  if (!formats.includes(format)) throw configError(`tools: ${said(format)} is no format${suggestion(said(format), formats)}`);
  if (typeof isStrict !== "boolean") throw configError("tools: strict must be true or false");
  if (isStrict && format === "mcp") throw configError("tools: strict is for model vendors; MCP has no such mode, leave it out");
  if (typeof withOutput !== "boolean") throw configError("tools: outputSchemas must be true or false");
  if (withOutput && format !== "mcp") throw configError("tools: outputSchemas are for mcp; the other formats have no place for them");
  return FORMATS[format](select(profile, only), { isStrict, withOutput });
}

/** @param {Tool[]} tools @param {How} how */
function mcp(tools, { withOutput }) {
  return tools.map((tool) => ({
    name: tool.name,
    title: tool.title,
    description: describe(tool),
    inputSchema: concise(tool),
    ...(withOutput && { outputSchema: looseOutput(apartSchema(inline(tool.output)), { isList: !isOperation(tool) && tool.list }) }),
    // All of them: clients take a missing hint for a destructive write.
    annotations: {
      title: tool.title,
      readOnlyHint: tool.effect === "read",
      destructiveHint: tool.effect === "destructive",
      idempotentHint: tool.idempotent,
      openWorldHint: true,
    },
  }));
}

/** @param {Tool[]} tools @param {How} how */
function openai(tools, { isStrict }) {
  return tools.map((tool) => ({ type: "function", function: openaiFunction(tool, isStrict) }));
}

/** @param {Tool[]} tools @param {How} how */
function openaiResponses(tools, { isStrict }) {
  return tools.map((tool) => ({ type: "function", ...openaiFunction(tool, isStrict) }));
}

/** @param {Tool} tool @param {boolean} isStrict */
function openaiFunction(tool, isStrict) {
  return {
    name: tool.name,
    description: describe(tool, isStrict ? "Give null for what is left out." : ""),
    parameters: isStrict ? strict(shown(tool), "openai") : concise(tool),
    // Stated even when false: one of OpenAI's interfaces defaults to true.
    strict: isStrict,
  };
}

/** @param {Tool[]} tools @param {How} how */
function anthropic(tools, { isStrict }) {
  // A request may have only a small number of strict tools. Writes come first: there a wrong input costs most.
  const order = isStrict ? [...tools].sort((one, other) => weight(other) - weight(one)) : [];
  const schemas = order.map((tool) => strict(shown(tool), "anthropic"));
  const fits = withinAnthropicLimits(schemas);
  return tools.map((tool) => {
    const place = order.indexOf(tool);
    const definition = { name: tool.name, description: describe(tool) };
    if (!isStrict) return { ...definition, input_schema: concise(tool) };
    return { ...definition, input_schema: fits[place] ? schemas[place] : concise(tool), strict: fits[place] };
  });
}

/** @param {Tool} tool */
function weight({ effect }) {
  return ["read", "write", "destructive"].indexOf(effect);
}

/**
 * What it does, and what that means for data.
 *
 * @param {Tool} tool
 * @param {string} [more]
 */
function describe(tool, more = "") {
  const names = oneOf(tool.input);
  const rule = names.length > 0 ? `Give at least one of: ${names.join(", ")}.` : "";
  return [tool.description, effect(tool), rule, more].filter(Boolean).join(" ");
}

/** @param {Tool} tool */
function effect(tool) {
  if (tool.effect === "read") return "Read-only.";
  const destroys = isOperation(tool) ? null : tool.destroys;
  if (tool.effect === "destructive") return destroys ? `Destructive: destroys ${destroys}.` : "Destructive: it needs a confirmation.";
  return tool.idempotent ? "Changes data; doing it twice leaves the same as once." : "Changes data; doing it twice counts twice.";
}
