// @ts-check
// Models send JSON text in place of what it says: `tags: '["a"]'`. It is read where text cannot be meant, and never elsewhere.

/** @typedef {import("./schema.js").Schema} Schema */

/**
 * What a text says as JSON, if these schemas take that and no such text. Otherwise the value itself: the call says what is wrong
 * with it.
 *
 * @param {Schema[]} branches The schemas that the value may match.
 * @param {unknown} value
 */
export function fromJsonText(branches, value) {
  if (typeof value !== "string" || branches.some((branch) => takesText(branch, value))) return value;
  let said;
  try {
    said = JSON.parse(value);
  } catch {
    return value;
  }
  return branches.some((branch) => takes(branch, said)) ? said : value;
}

/** @param {Schema} branch @param {string} text */
function takesText({ type, enum: words }, text) {
  return words ? words.includes(text) : type === undefined || typesOf(type).includes("string");
}

/**
 * Whether the type fits. Null counts as absent, whatever the type. Text in text is left alone.
 *
 * @param {Schema} branch
 * @param {unknown} said
 */
function takes({ type }, said) {
  if (said === null) return true;
  const types = typesOf(type);
  // An object with free keys may also be a list of pairs.
  if (Array.isArray(said)) return types.includes("array") || types.includes("object");
  if (typeof said === "number") return types.includes("number") || types.includes("integer");
  return typeof said !== "string" && types.includes(typeof said);
}

/** @param {string | string[] | undefined} type */
function typesOf(type) {
  return [type ?? []].flat();
}
