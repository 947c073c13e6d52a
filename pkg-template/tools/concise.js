// @ts-check
// The input of a tool in as few tokens as a model needs to write it: a definition is read in every request. What is left out is
// checked by the call all the same.
import { isOperation } from "./actions.js";
import { inline, isMap, mapValues, singleTypes } from "./schema.js";
import { inWords, spokenForm } from "./spoken.js";

/** @typedef {import("./schema.js").Schema} Schema */
/** @typedef {import("./actions.js").Tool} Tool */

// The description of the tool says what the input is for, and the call checks limits and forms.
const LEFT_OUT = ["pattern", "minItems", "maxItems", "minimum", "maximum"];

// The contract names three forms of a time; a model needs to know that it is ISO.
const TIME_FORMS = / Written `2026-01-31`, .*$/;

/**
 * The parameters that the tool shows: an operation takes many more, for programs.
 *
 * @param {Tool} tool
 * @returns {Schema}
 */
export function shown(tool) {
  if (!isOperation(tool)) return tool.input;
  const { properties } = tool.input;
  return { ...tool.input, properties: Object.fromEntries(tool.shown.map((name) => [name, properties[name]])) };
}

/**
 * @param {Tool} tool
 * @returns {Schema}
 */
export function concise(tool) {
  const { anyOf, description, properties, ...schema } = inline(shown(tool));
  const names = Object.keys(properties);
  // A list can hold one, so `form_uuids` says all that `form_uuid` does. The call takes either.
  const needed = names.filter((name) => !names.includes(`${name}s`) || tool.input.required?.includes(name));
  return short({ ...schema, properties: Object.fromEntries(needed.map((name) => [name, properties[name]])) });
}

/**
 * @param {Schema} schema
 * @returns {Schema}
 */
function short(schema) {
  const description = schema.description?.replace(TIME_FORMS, " ISO 8601.");
  const said = description === undefined ? {} : { description };
  const spoken = spokenForm(schema);
  if (spoken) return { type: "string", description: [description, inWords(spoken)].filter(Boolean).join(" ") };
  if (isMap(schema)) return { type: "object", ...said };
  if (isOneOrSeveral(schema)) return { ...short(schema.anyOf[0]), ...said };
  if (schema.anyOf || Array.isArray(schema.type)) return singleTypes({ ...bare(schema), ...said });
  return {
    ...bare(schema),
    ...said,
    ...(schema.properties && { properties: mapValues(schema.properties, short) }),
    ...(schema.items && { items: short(schema.items) }),
  };
}

/**
 * Whether the schema is of a value or a list of such values. One is shown: a model asks about several in several calls.
 *
 * @param {Schema} schema
 */
function isOneOrSeveral({ anyOf = [] }) {
  return anyOf.length === 2 && anyOf[1].items?.type === anyOf[0].type;
}

/** @param {Schema} schema @returns {Schema} */
function bare(schema) {
  // What is not said is false anyway.
  const says = (/** @type {[string, unknown]} */ [keyword, value]) => !LEFT_OUT.includes(keyword) && !(keyword === "default" && value === false);
  return Object.fromEntries(Object.entries(schema).filter(says));
}
