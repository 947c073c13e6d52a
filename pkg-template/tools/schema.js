// @ts-check
// Reads the contract's JSON Schemas, and makes forms of them that every vendor takes.

/** @typedef {{ [keyword: string]: any }} Schema */

// These tell a model nothing (every minLength is 1), and many clients do not read `propertyNames`.
const LEFT_OUT = ["$schema", "$id", "$defs", "title", "propertyNames", "minLength"];

// Objects with at most this many keys are described in full each time.
const SMALL = 3;

/**
 * Replaces references by what they refer to: many clients do not follow them.
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
      // The keys of `properties` are not keywords: a property may be called `title`.
      const named = keyword === "properties";
      return [keyword, named ? mapValues(value, (one) => inline(one, root)) : inline(value, root)];
    }),
  );
}

/**
 * The parameters of which at least one is required.
 *
 * @param {Schema} schema
 * @returns {string[]}
 */
export function oneOf(schema) {
  const rule = schema.anyOf?.every((/** @type {Schema} */ one) => Object.keys(one).join() === "required");
  return rule ? schema.anyOf.flatMap((/** @type {Schema} */ one) => one.required) : [];
}

/**
 * Whether the schema is of an object with free keys.
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

/** The keywords that belong to values of one type. */
const OF_TYPE = {
  string: ["pattern"],
  number: ["minimum", "maximum"],
  array: ["items", "minItems", "maxItems"],
  object: ["properties", "required", "additionalProperties"],
};

/**
 * The same schema in the form that every vendor takes: each part has one type, or is an `anyOf` and nothing else. Hosts of Gemini
 * refuse a list of types, and any keyword beside `anyOf`: what described the union describes its first branch.
 *
 * @param {Schema} schema
 * @returns {Schema}
 */
export function singleTypes(schema) {
  const { anyOf, ...own } = schema;
  if (anyOf) return unionOf(own, anyOf);
  if (Array.isArray(own.type)) {
    const { type, description, default: usual, ...limits } = own;
    const said = { ...(description !== undefined && { description }), ...(usual !== undefined && { default: usual }) };
    return unionOf(said, type.map((/** @type {string} */ one) => ({ type: one, ...limitsOf(one, limits) })));
  }
  return {
    ...own,
    ...(own.properties && { properties: mapValues(own.properties, singleTypes) }),
    ...(own.items && { items: singleTypes(own.items) }),
    ...(typeof own.additionalProperties === "object" && { additionalProperties: singleTypes(own.additionalProperties) }),
  };
}

/**
 * @param {Schema} said What is said of the union as a whole.
 * @param {Schema[]} branches
 */
function unionOf({ description, ...said }, branches) {
  const [first, ...others] = branches.map(singleTypes).flatMap((one) => one.anyOf ?? [one]);
  const words = [description, first.description].filter(Boolean).join(" ");
  return { anyOf: [{ ...said, ...first, ...(words && { description: words }) }, ...others] };
}

/**
 * Those limits that say something about values of this type.
 *
 * @param {string} type
 * @param {Schema} limits
 */
function limitsOf(type, limits) {
  const others = Object.entries(OF_TYPE).flatMap(([name, keywords]) => (name === type.replace("integer", "number") ? [] : keywords));
  return Object.fromEntries(Object.entries(limits).filter(([keyword]) => !others.includes(keyword)));
}

/**
 * An output as a client may check it. A client must refuse a result that does not match, and Refiner's replies may contain
 * anything. So this asserts only what the core guarantees (an object; in a list, its items), and says the rest in words.
 *
 * @param {Schema} output
 * @param {{ isList: boolean }} of
 * @returns {Schema}
 */
export function looseOutput(output, { isList }) {
  const { description, properties } = inline(output);
  const listedAt = new Map();
  const words = mapValues(properties, (property, key) => loose(/** @type {Schema} */ (property), listedAt, key));
  if (!isList) return { type: "object", description, properties: words };
  const items = { ...words.items, type: "array" };
  return { type: "object", description, properties: { ...words, items }, required: ["items"] };
}

/**
 * @param {Schema} schema
 * @param {Map<string, string>} listedAt Where each larger set of keys was listed first. It is listed once: a summary contains the
 *   same reports again in each of its groups.
 * @param {string} place
 * @returns {Schema}
 */
function loose(schema, listedAt, place) {
  const branches = branchesOf(schema);
  const properties = mergedProperties(branches);
  const lists = branches.flatMap(({ items }) => items ?? []);
  const items = lists.length > 1 ? { anyOf: lists } : lists[0];
  const free = branches.find(isMap)?.additionalProperties;
  const words = [schema.description, `Usually ${kinds(schema)}.`];
  const isLarge = properties !== undefined && Object.keys(properties).length > SMALL;
  const keys = isLarge ? JSON.stringify(properties) : "";
  if (listedAt.has(keys)) return { description: [...words, `With the keys of ${listedAt.get(keys)}.`].filter(Boolean).join(" ") };
  if (isLarge) listedAt.set(keys, place);
  return {
    description: words.filter(Boolean).join(" "),
    ...(properties && { properties: mapValues(properties, (one, key) => loose(one, listedAt, `${place}.${key}`)) }),
    ...(items && { items: loose(items, listedAt, `${place}[]`) }),
    ...(free && { additionalProperties: loose(free, listedAt, `${place}.*`) }),
  };
}

/**
 * The schemas that a value may match, a union within a union included.
 *
 * @param {Schema} schema
 * @returns {Schema[]}
 */
export function branchesOf(schema) {
  return schema.anyOf ? schema.anyOf.flatMap(branchesOf) : [schema];
}

/**
 * The properties of all branches. A key that several branches describe in different ways is a union of its own.
 *
 * @param {Schema[]} branches
 * @returns {Record<string, Schema> | undefined}
 */
export function mergedProperties(branches) {
  const objects = branches.flatMap(({ properties }) => properties ?? []);
  if (objects.length === 0) return undefined;
  const keys = new Set(objects.flatMap((properties) => Object.keys(properties)));
  return Object.fromEntries([...keys].map((key) => [key, union(objects.flatMap((properties) => properties[key] ?? []))]));
}

/**
 * @param {Schema[]} schemas
 * @returns {Schema}
 */
function union(schemas) {
  const different = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
  if (different.length === 1) return different[0];
  const description = [...new Set(different.map((one) => one.description))].filter(Boolean).join(" / ");
  if (different.every((one) => one.enum)) return { description, enum: different.flatMap((one) => one.enum) };
  return { description, anyOf: different };
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
