// @ts-check
// Inputs for the strict modes of model vendors.
//
// OpenAI: https://platform.openai.com/docs/guides/structured-outputs. Anthropic:
// https://platform.claude.com/docs/en/build-with-claude/structured-outputs. Both want closed objects, no free keys, and no
// combination at the root. OpenAI wants every property required, so an optional one may be null. Anthropic accepts optional
// properties, up to a limit over all strict tools of a request. Not every model of either accepts limits of values (a minimum,
// a length), so the description states them in words, and the call checks them.
import { inline, isMap, mapValues, oneOf, singleTypes } from "./schema.js";

/** @typedef {import("./schema.js").Schema} Schema */

/** @typedef {"openai" | "anthropic"} Vendor */

const LIST_OF_PAIRS = "A list of { key, value } pairs, no key twice.";

/**
 * @param {Schema} input
 * @param {Vendor} vendor
 * @returns {Schema}
 */
export function strict(input, vendor) {
  return singleTypes(closed(inline(input), vendor));
}

/**
 * @param {Schema} schema
 * @param {Vendor} vendor
 * @returns {Schema}
 */
function closed(schema, vendor) {
  const description = [schema.description, limits(schema)].filter(Boolean).join(" ");
  const said = description ? { description } : {};
  if (isMap(schema)) {
    const pair = {
      type: "object",
      properties: { key: { type: "string" }, value: closed(schema.additionalProperties, vendor) },
      required: ["key", "value"],
      additionalProperties: false,
    };
    return { type: "array", ...described(said, LIST_OF_PAIRS), items: pair };
  }
  if (schema.anyOf && oneOf(schema).length === 0) {
    return { ...said, anyOf: schema.anyOf.map((/** @type {Schema} */ one) => closed(one, vendor)) };
  }
  if (Array.isArray(schema.type)) {
    return { ...said, anyOf: schema.type.map((type) => closed({ ...schema, type, description: undefined }, vendor)) };
  }
  if (schema.enum) return { type: schema.type, ...said, enum: [...schema.enum] };
  if (schema.type === "array") return { type: "array", ...said, items: closed(schema.items, vendor) };
  if (schema.type === "object") return object(schema, said, vendor);
  return { type: schema.type, ...said };
}

/**
 * @param {Schema} schema
 * @param {Schema} said
 * @param {Vendor} vendor
 */
function object(schema, said, vendor) {
  const must = schema.required ?? [];
  const properties = mapValues(schema.properties ?? {}, (/** @type {Schema} */ property, key) => {
    const made = closed(property, vendor);
    return vendor === "anthropic" || must.includes(key) ? made : nullable(made);
  });
  const required = vendor === "anthropic" ? [...must] : Object.keys(properties);
  return { type: "object", ...said, properties, required, additionalProperties: false };
}

/** @param {Schema} schema */
function nullable(schema) {
  return { anyOf: [schema, { type: "null" }] };
}

/**
 * @param {Schema} said
 * @param {string} more
 */
function described(said, more) {
  return { description: [said.description, more].filter(Boolean).join(" ") };
}

/**
 * The limits that a strict schema cannot express, in words.
 *
 * @param {Schema} schema
 */
function limits({ description = "", ...schema }) {
  const { minimum, maximum, minItems, maxItems } = schema;
  const words = [];
  if (maximum !== undefined && !description.includes(String(maximum))) words.push(`From ${minimum} to ${maximum}.`);
  if (maxItems !== undefined && !description.includes(String(maxItems))) words.push(`${minItems ?? 0} to ${maxItems} items.`);
  if (minItems && maxItems === undefined) words.push(`At least ${minItems}.`);
  return words.join(" ");
}

/** Anthropic's limits over all strict tools of a request. */
const ANTHROPIC_LIMITS = { tools: 20, optional: 24, unions: 16 };

/**
 * Which of these schemas can be strict in one request to Anthropic. Earlier ones take precedence.
 *
 * @param {Schema[]} schemas
 * @returns {boolean[]}
 */
export function withinAnthropicLimits(schemas) {
  const used = { tools: 0, optional: 0, unions: 0 };
  return schemas.map((schema) => {
    const cost = { tools: 1, optional: 0, unions: 0 };
    count(schema, cost);
    const names = /** @type {(keyof typeof used)[]} */ (Object.keys(used));
    const fits = names.every((name) => used[name] + cost[name] <= ANTHROPIC_LIMITS[name]);
    if (fits) for (const name of names) used[name] += cost[name];
    return fits;
  });
}

/**
 * @param {Schema} schema
 * @param {{ optional: number, unions: number }} cost
 */
function count(schema, cost) {
  const properties = Object.entries(schema.properties ?? {});
  cost.optional += properties.filter(([key]) => !schema.required.includes(key)).length;
  if (schema.anyOf) cost.unions++;
  for (const part of [...properties.map(([, property]) => property), ...(schema.anyOf ?? [])]) count(part, cost);
  if (schema.items) count(schema.items, cost);
}
