// @ts-check
// What can be read from the contract's JSON Schemas, and the two forms that need no dialect: plain inputs, and outputs.

/** @typedef {{ [keyword: string]: any }} Schema */

// They say nothing to a model, or (the names that free keys must not have) are more than most clients read.
const LEFT_OUT = ["$schema", "$id", "$defs", "title", "propertyNames"];

/**
 * The schema with what it refers to put in place: many clients follow no reference.
 *
 * @param {Schema} schema
 * @param {Schema} [root]
 * @returns {Schema}
 */
export function inline(schema, root = schema) {
  if (Array.isArray(schema)) return schema.map((one) => inline(one, root));
  if (typeof schema !== "object" || schema === null) return schema;
  const { $ref, ...own } = schema;
  const target = $ref === undefined ? {} : root.$defs?.[$ref.replace("#/$defs/", "")];
  if (target === undefined) throw new Error(`the contract refers to ${$ref}, which is not there`);
  const entries = Object.entries({ ...target, ...own }).filter(([keyword]) => !LEFT_OUT.includes(keyword));
  return Object.fromEntries(
    entries.map(([keyword, value]) => {
      // The names of properties are no keywords: one of them may be called `title`.
      const named = keyword === "properties";
      return [keyword, named ? mapValues(value, (one) => inline(one, root)) : inline(value, root)];
    }),
  );
}

/**
 * The parameters of which at least one must be there.
 *
 * @param {Schema} schema
 * @returns {string[]}
 */
export function oneOf(schema) {
  const rule = schema.anyOf?.every((/** @type {Schema} */ one) => Object.keys(one).join() === "required");
  return rule ? schema.anyOf.flatMap((/** @type {Schema} */ one) => one.required) : [];
}

/**
 * Whether it is an object with free keys.
 *
 * @param {Schema} schema
 */
export function isMap(schema) {
  return schema.type === "object" && typeof schema.additionalProperties === "object" && !hasKeys(schema);
}

/** @param {Schema} schema */
function hasKeys(schema) {
  return Object.keys(schema.properties ?? {}).length > 0;
}

/**
 * An input for tools that are not strict. Every vendor refuses a combination at the root, so that rule is left to the
 * description.
 *
 * @param {Schema} input
 * @returns {Schema}
 */
export function plain(input) {
  const { anyOf, ...schema } = inline(input);
  return schema;
}

/**
 * An output as a client may check it. The client of a tool must refuse a result that does not fit, and Refiner's replies may
 * hold anything: so only what the core itself makes sure of is asserted (an object; of a list, its items), and the rest is
 * told in words.
 *
 * @param {Schema} output
 * @param {boolean} list
 * @returns {Schema}
 */
export function told(output, list) {
  const { description, properties } = inline(output);
  const words = mapValues(properties, loose);
  if (!list) return { type: "object", description, properties: words };
  const items = { ...words.items, type: "array" };
  return { type: "object", description, properties: { ...words, items }, required: ["items"] };
}

/**
 * @param {Schema} schema
 * @returns {Schema}
 */
function loose(schema) {
  const branches = schema.anyOf ?? [];
  // What is null or an object has the keys of the object, where it is one.
  const { properties, items, additionalProperties } = [schema, ...branches].find((one) => one.properties || one.items) ?? schema;
  const free = typeof additionalProperties === "object" && !hasKeys({ properties }) ? loose(additionalProperties) : undefined;
  const words = [schema.description, `Usually ${kinds(schema)}.`].filter(Boolean).join(" ");
  return {
    description: words,
    ...(properties && { properties: mapValues(properties, loose) }),
    ...(items && { items: loose(items) }),
    ...(free && { additionalProperties: free }),
  };
}

/**
 * @param {Schema} schema
 * @returns {string}
 */
function kinds(schema) {
  if (schema.enum) return `one of ${schema.enum.map((/** @type {unknown} */ word) => JSON.stringify(word)).join(", ")}`;
  const types = [schema.type ?? []].flat();
  const all = [...types, ...(schema.anyOf ?? []).flatMap((/** @type {Schema} */ one) => kinds(one).split(" or "))];
  return all.length === 0 ? "anything" : [...new Set(all)].join(" or ");
}

/**
 * @template From, To
 * @param {Record<string, From>} object
 * @param {(value: From, key: string) => To} change
 * @returns {Record<string, To>}
 */
export function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}
