// @ts-check
// The flags of an operation, made from its schema: one for each parameter, and shorter ones for what is asked most.
import { branchesOf, inline } from "../tools/schema.js";
import { UsageError } from "./usage-error.js";

/** @typedef {import("../tools/actions.js").Operation} Operation */
/** @typedef {import("../tools/schema.js").Schema} Schema */

/**
 * @typedef {object} Flag
 * @property {"string" | "boolean"} type Whether a value follows.
 * @property {boolean} [multiple] Whether it may be there several times.
 * @property {string} value What follows, for --help; empty for a switch.
 * @property {string} description
 * @property {string} property The parameter that it sets.
 * @property {(input: Record<string, any>, texts: string[]) => void} set
 */

/** `form_uuid` as `form-uuid`, `overlapMs` as `overlap-ms`. @param {string} property */
const dashed = (property) => property.replaceAll("_", "-").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/**
 * The flags by their names.
 *
 * @param {Operation} operation
 * @param {string[]} without The parameters that the command sets itself.
 * @returns {Map<string, Flag>}
 */
export function operationFlags(operation, without = []) {
  const { properties } = inline(operation.input);
  /** @type {Map<string, Flag>} */
  const flags = new Map();
  for (const [property, schema] of Object.entries(properties)) {
    if (without.includes(property)) continue;
    if (property === "metrics") flags.set("metric", metricFlag(schema));
    else if (property === "group_by") for (const [name, flag] of groupFlags(schema, properties)) flags.set(name, flag);
    else if (property.endsWith("_uuid")) for (const [name, flag] of uuidFlags(property, schema, properties)) flags.set(name, flag);
    else if (!(property.endsWith("_uuids") && property.slice(0, -1) in properties)) {
      const isOn = schema.type === "boolean" && schema.default === true;
      flags.set(isOn ? `no-${dashed(property)}` : dashed(property), plainFlag(property, schema));
    }
  }
  return flags;
}

/** @param {string} property @param {Schema} schema @returns {Flag} */
function plainFlag(property, schema) {
  const { description = "" } = schema;
  if (schema.type === "boolean") {
    const value = schema.default !== true;
    const says = value ? description : `Not: ${description}`;
    return { type: "boolean", value: "", description: says, property, set: (input) => void (input[property] = value) };
  }
  const branches = branchesOf(schema);
  const isList = branches.some(({ type }) => type === "array");
  const isMap = branches.some(({ type, properties }) => type === "object" && !properties);
  const flag = { type: /** @type {const} */ ("string"), multiple: isList || isMap, description, property };
  const value = isMap ? "NAME=VALUE" : (wordsOf(branches) ?? (isTexts(branches) ? "NAME" : isNested(branches) ? "JSON" : isNumber(branches) ? "N" : "TEXT"));
  return {
    ...flag,
    value,
    set: (input, texts) => {
      input[property] = isMap ? pairs(property, texts) : isList ? listed(property, texts, branches) : single(property, texts[0], branches);
    },
  };
}

/** The flags of a uuid, of which there may also be several: `--form` and `--form-uuid`. @param {string} property @param {Schema} schema @param {Record<string, Schema>} properties */
function uuidFlags(property, schema, properties) {
  const several = `${property}s`;
  const multiple = several in properties;
  const more = multiple ? " Several times: any of them." : "";
  /** @type {Flag} */
  const flag = {
    type: "string",
    multiple,
    value: "UUID",
    description: `${schema.description ?? ""}${more}`,
    property,
    set: (input, texts) => {
      const former = [input[property] ?? [], input[several] ?? []].flat();
      delete input[property];
      const all = [...former, ...texts];
      if (all.length === 1) input[property] = all[0];
      else input[several] = all;
    },
  };
  const short = property.slice(0, -"_uuid".length);
  return /** @type {[string, Flag][]} */ ([[short, flag], [dashed(property), { ...flag, description: `The same as --${short}.` }]]);
}

/** @param {Schema} schema @returns {Flag} */
function metricFlag(schema) {
  const words = branchesOf(schema.items).find((branch) => branch.enum)?.enum ?? [];
  return {
    type: "string",
    multiple: true,
    value: "KIND[:QUESTION]",
    description: `A metric (${words.join(", ")}), of the question after the colon, or else of the only question of its kind. Several times: several metrics.`,
    property: "metrics",
    set: (input, texts) => {
      input.metrics = texts.map((text) => {
        if (text.startsWith("{")) return parsed("metric", text);
        const colon = text.indexOf(":");
        return colon < 0 ? text : { metric: text.slice(0, colon), question: text.slice(colon + 1) };
      });
    },
  };
}

/**
 * `--by WORD`, and `--by-NAME VALUE` for each object that has one field. A second one asks for a cross-tab of both.
 *
 * @param {Schema} schema
 * @param {Record<string, Schema>} properties
 * @returns {[string, Flag][]}
 */
function groupFlags(schema, properties) {
  const branches = branchesOf(schema);
  const words = branches.find((branch) => branch.enum)?.enum ?? [];
  const add = (/** @type {Record<string, any>} */ input, /** @type {unknown} */ by) => {
    if (input.group_by === undefined) input.group_by = by;
    else if (!("cross" in properties)) throw new UsageError("responses can be grouped by one thing at once");
    else if (input.cross !== undefined) throw new UsageError("responses can be crossed by two things at once");
    else input.cross = [input.group_by, by];
  };
  const all = (/** @type {(text: string) => unknown} */ make) => (/** @type {Record<string, any>} */ input, /** @type {string[]} */ texts) => {
    for (const text of texts) add(input, make(text));
  };
  const second = "cross" in properties ? " A second grouping asks for a cross-tab of both." : "";
  const described = `${schema.description} Words: ${words.join(", ")}.${second}`;
  const common = { type: /** @type {const} */ ("string"), multiple: true, property: "group_by" };
  /** @type {[string, Flag][]} */
  const flags = [["by", { ...common, value: "WORD", description: described, set: all((text) => text) }]];
  for (const { properties: fields, description = "" } of branches) {
    const [field, ...more] = Object.keys(fields ?? {});
    if (field === undefined || more.length > 0) continue;
    flags.push([`by-${dashed(field)}`, { ...common, value: "NAME", description, set: all((text) => ({ [field]: text })) }]);
  }
  return flags;
}

/** @param {string} property @param {string[]} texts @param {Schema[]} branches */
function listed(property, texts, branches) {
  if (texts.length === 1 && texts[0].startsWith("[")) return parsed(property, texts[0]);
  const isAlsoText = branches.some(({ type, enum: words }) => type === "string" || words);
  return texts.length === 1 && isAlsoText ? texts[0] : texts;
}

/** @param {string} property @param {string} text @param {Schema[]} branches */
function single(property, text, branches) {
  if (isNumber(branches) && /^[+-]?\d+(\.\d+)?$/.test(text)) return Number(text);
  return isNested(branches) && /^\s*[{[]/.test(text) ? parsed(property, text) : text;
}

/** @param {string} property @param {string[]} texts */
function pairs(property, texts) {
  if (texts.length === 1 && texts[0].startsWith("{")) return parsed(property, texts[0]);
  return Object.fromEntries(
    texts.map((text) => {
      const equals = text.indexOf("=");
      if (equals < 1) throw new UsageError(`--${dashed(property)} must be NAME=VALUE, or a JSON object`);
      return [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}

/** @param {string} property @param {string} text */
function parsed(property, text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`--${dashed(property)} is not JSON: ${text.slice(0, 64)}`);
  }
}

/** @param {Schema[]} branches */
const isNested = (branches) => branches.some(({ type, properties }) => type === "array" || properties);

/** Whether it is a list of texts, which are given one by one. @param {Schema[]} branches */
const isTexts = (branches) => branches.every(({ type, items }) => type === "string" || (type === "array" && items?.type === "string"));

/** @param {Schema[]} branches */
const isNumber = (branches) => branches.some(({ type }) => ["integer", "number"].includes(type));

/** @param {Schema[]} branches */
function wordsOf(branches) {
  return branches.find((branch) => branch.enum)?.enum.join("|");
}

/**
 * The input that the flags give: what they say, over what --data says.
 *
 * @param {Map<string, Flag>} flags
 * @param {{ name: string, text: string | undefined }[]} given In their order.
 * @param {unknown} data
 */
export function inputOf(flags, given, data) {
  /** @type {Record<string, any>} */
  const input = typeof data === "object" && data !== null && !Array.isArray(data) ? { ...data } : {};
  const texts = new Map();
  for (const { name, text = "" } of given) if (flags.has(name)) texts.set(name, [...(texts.get(name) ?? []), text]);
  // What a flag says takes the place of what --data says; flags of one parameter add up.
  for (const name of texts.keys()) {
    const property = /** @type {Flag} */ (flags.get(name)).property;
    delete input[property];
    if (property.endsWith("_uuid")) delete input[`${property}s`];
  }
  for (const [name, values] of texts) flags.get(name)?.set(input, values);
  return input;
}
