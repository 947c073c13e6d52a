// @ts-check
// JSON as text, from which nothing is lost: JSON.parse rounds long integers and makes 1e400 infinite. The text must be valid.

const SPACE = /[ \t\n\r]*/y;
const ATOM = /[^ \t\n\r,:{}[\]"]+/y;

/**
 * Its tokens and where each begins, without the space between them.
 *
 * @param {string} json
 * @returns {Generator<{ token: string, at: number }, void, undefined>}
 */
export function* tokensOf(json) {
  let at = after(SPACE, json, 0);
  while (at < json.length) {
    const end = json[at] === '"' ? endOfText(json, at) : "{}[],:".includes(json[at]) ? at + 1 : after(ATOM, json, at);
    yield { token: json.slice(at, end), at };
    at = after(SPACE, json, end);
  }
}

/**
 * The items of a page, each on one line. Of a key that is there twice, the last counts, as for JSON.parse.
 *
 * @param {string} json
 */
export function itemsOf(json) {
  const next = reader(json);
  /** @type {string[]} */
  let items = [];
  next();
  for (let key = next(); key !== "}"; key = next()) {
    if (key === ",") continue;
    next();
    const isItems = JSON.parse(key) === "items";
    const first = next();
    if (isItems) items = [];
    if (!isItems || first !== "[") valueFrom(first, next);
    else for (let one = next(); one !== "]"; one = next()) if (one !== ",") items.push(valueFrom(one, next));
  }
  return items;
}

/** The same JSON on one line. @param {string} json */
export function compact(json) {
  let text = "";
  for (const { token } of tokensOf(json)) text += token;
  return text;
}

/** The same JSON as JSON.stringify would indent it. @param {string} json */
export function indented(json) {
  let text = "";
  let depth = 0;
  let before = "";
  const line = () => `\n${"  ".repeat(depth)}`;
  for (const { token } of tokensOf(json)) {
    const wasOpened = before === "{" || before === "[";
    if (token === "}" || token === "]") depth -= 1;
    if (token === "}" || token === "]" ? !wasOpened : wasOpened || before === ",") text += line();
    if (token === "{" || token === "[") depth += 1;
    text += token === ":" ? ": " : token;
    before = token;
  }
  return text;
}

/** @param {string} json */
function reader(json) {
  const tokens = tokensOf(json);
  return () => {
    const { value } = tokens.next();
    if (!value) throw new Error("the text is not valid JSON");
    return value.token;
  };
}

/**
 * The text of the value that begins with this token.
 *
 * @param {string} first
 * @param {() => string} next
 */
function valueFrom(first, next) {
  let text = first;
  let depth = first === "{" || first === "[" ? 1 : 0;
  while (depth > 0) {
    const token = next();
    if (token === "{" || token === "[") depth += 1;
    if (token === "}" || token === "]") depth -= 1;
    text += token;
  }
  return text;
}

/** The end of what a pattern finds here. @param {RegExp} pattern @param {string} json @param {number} at */
function after(pattern, json, at) {
  pattern.lastIndex = at;
  return pattern.test(json) ? pattern.lastIndex : at + 1;
}

/** @param {string} json @param {number} at Where its text begins. */
function endOfText(json, at) {
  for (let end = json.indexOf('"', at + 1); end >= 0; end = json.indexOf('"', end + 1)) {
    let slashes = 0;
    while (json[end - 1 - slashes] === "\\") slashes += 1;
    if (slashes % 2 === 0) return end + 1;
  }
  return json.length;
}
