// @ts-check
// The actions as tool definitions, in the form of each vendor.
import { checkOptions, config, select } from "./actions.js";
import { suggestion } from "./nearest.js";
import { oneOf, plain, told } from "./schema.js";
import { strict, withinAnthropicLimits } from "./strict.js";

/** @typedef {import("./actions.js").Action} Action */

/** @type {Record<string, (actions: Action[], isStrict: boolean) => any[]>} */
const FORMATS = { mcp, openai, "openai-responses": openaiResponses, anthropic };

/**
 * @param {import("../tools.js").ToolsOptions} options
 * @returns {any[]}
 */
export function tools(options) {
  const { format, strict: isStrict = false, only } = checkOptions("tools", options, ["format", "strict", "only"]);
  const formats = Object.keys(FORMATS);
  if (!formats.includes(format)) throw config(`tools: ${String(format)} is no format${suggestion(String(format), formats)}`);
  if (typeof isStrict !== "boolean") throw config("tools: strict must be true or false");
  if (isStrict && format === "mcp") throw config("tools: strict is for model vendors; MCP has no such mode, leave it out");
  return FORMATS[format](select(only), isStrict);
}

/** @param {Action[]} actions */
function mcp(actions) {
  return actions.map((action) => ({
    name: action.name,
    title: action.title,
    description: describe(action),
    inputSchema: plain(action.input),
    outputSchema: told(action.output, action.list),
    // All of them: what is left out would count as a destructive write.
    annotations: {
      title: action.title,
      readOnlyHint: action.effect === "read",
      destructiveHint: action.effect === "destructive",
      idempotentHint: action.idempotent,
      openWorldHint: true,
    },
  }));
}

/** @param {Action[]} actions @param {boolean} isStrict */
function openai(actions, isStrict) {
  return actions.map((action) => ({ type: "function", function: openaiFunction(action, isStrict) }));
}

/** @param {Action[]} actions @param {boolean} isStrict */
function openaiResponses(actions, isStrict) {
  return actions.map((action) => ({ type: "function", ...openaiFunction(action, isStrict) }));
}

/** @param {Action} action @param {boolean} isStrict */
function openaiFunction(action, isStrict) {
  return {
    name: action.name,
    description: describe(action, isStrict ? "Give null for what is left out." : ""),
    parameters: isStrict ? strict(action.input, "openai") : plain(action.input),
    // Stated also where it is false: one of OpenAI's interfaces takes its absence for true.
    strict: isStrict,
  };
}

/** @param {Action[]} actions @param {boolean} isStrict */
function anthropic(actions, isStrict) {
  // A request takes few strict tools: what changes data comes first, since a wrong input costs most there.
  const order = isStrict ? [...actions].sort((one, other) => weight(other) - weight(one)) : [];
  const schemas = order.map((action) => strict(action.input, "anthropic"));
  const fits = withinAnthropicLimits(schemas);
  return actions.map((action) => {
    const place = order.indexOf(action);
    const definition = { name: action.name, description: describe(action) };
    if (!isStrict) return { ...definition, input_schema: plain(action.input) };
    return { ...definition, input_schema: fits[place] ? schemas[place] : plain(action.input), strict: fits[place] };
  });
}

/** @param {Action} action */
function weight({ effect }) {
  return ["read", "write", "destructive"].indexOf(effect);
}

/**
 * What it does, and what that means for data.
 *
 * @param {Action} action
 * @param {string} [more]
 */
function describe(action, more = "") {
  const names = oneOf(action.input);
  const rule = names.length > 0 ? `Give at least one of: ${names.join(", ")}.` : "";
  return [action.description, effect(action), rule, more].filter(Boolean).join(" ");
}

/** @param {Action} action */
function effect({ effect, idempotent, destroys }) {
  if (effect === "read") return "Read-only.";
  if (effect === "destructive") return destroys ? `Destructive: destroys ${destroys}.` : "Destructive: it needs a confirmation.";
  return idempotent ? "Changes data; doing it twice leaves the same as once." : "Changes data; doing it twice counts twice.";
}
