// @ts-check
// What a tool returns: the data, and what is known of the run.

/** @typedef {import("refiner-wasm/tools").ObjectSchema} ObjectSchema */
/** @typedef {import("@modelcontextprotocol/server").CallToolResult} CallToolResult */

/**
 * The schema of a whole result. What `meta` holds is left open: it grows.
 *
 * @param {ObjectSchema} data
 * @returns {ObjectSchema}
 */
export function resultSchema(data) {
  const meta = {
    type: "object",
    description: "About the run. `next` or `truncated.resume`: add to the input to go on. `verified`: whether a write was seen.",
    properties: { action: { type: "string" }, executionId: { type: "string" } },
    required: ["action", "executionId"],
  };
  return { type: "object", properties: { data: /** @type {any} */ (data), meta }, required: ["data", "meta"] };
}

/**
 * The same in both places: not every host shows a model the structured one.
 *
 * @param {import("refiner-wasm/tools").RunResult<unknown>} result
 * @returns {CallToolResult}
 */
export function success({ data, meta }) {
  const structuredContent = /** @type {Record<string, unknown>} */ ({ data, meta });
  return { content: [{ type: "text", text: JSON.stringify(structuredContent) }], structuredContent };
}
