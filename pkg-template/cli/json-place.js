// @ts-check
// Places in a text, and where it stops being JSON. The messages of JSON.parse differ by runtime and often name no place.

const SPACE = /[ \t\n\r]*/y;
const ATOM = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

const TEXT_END = "a closing quote, or an escape such as \\n";

/**
 * The line and column, both from 1, with what was expected there and what was found.
 *
 * @param {string} text Text that is not JSON.
 */
export function jsonPlace(text) {
  const { at, expected } = new Scan(text).run();
  const found = at >= text.length ? "the end" : JSON.stringify(text[at]);
  return { ...placeOf(text.slice(0, at)), expected, found };
}

/** The line and column of what comes after this text, both from 1. @param {string} before */
export function placeOf(before) {
  const lines = before.split("\n");
  return { line: lines.length, column: lines[lines.length - 1].length + 1 };
}

// Keeps a stack of its own and reads strings by character: deep or long input must not exhaust the stack of the engine.
class Scan {
  at = 0;
  /** @type {("{" | "[")[]} */
  open = [];
  /** @type {"value" | "first item" | "key" | "first key" | "after"} */
  state = "value";

  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }

  run() {
    let expected;
    do {
      this.take(SPACE);
      expected = this.state === "after" ? this.after() : this.state.endsWith("key") ? this.key() : this.value();
    } while (expected === undefined);
    return { at: this.at, expected };
  }

  value() {
    const { state } = this;
    this.state = "after";
    if (state === "first item" && this.is("]")) return void this.open.pop();
    if (this.is("{")) return void (this.open.push("{"), (this.state = "first key"));
    if (this.is("[")) return void (this.open.push("["), (this.state = "first item"));
    if (this.is('"')) return this.restOfText();
    return this.take(ATOM) ? undefined : "a value";
  }

  key() {
    const { state } = this;
    this.state = "after";
    if (state === "first key" && this.is("}")) return void this.open.pop();
    if (!this.is('"')) return "a key in double quotes";
    const expected = this.restOfText();
    if (expected) return expected;
    this.take(SPACE);
    this.state = "value";
    return this.is(":") ? undefined : '":"';
  }

  after() {
    const within = this.open[this.open.length - 1];
    if (within === undefined) return "the end";
    const end = within === "{" ? "}" : "]";
    if (this.is(end)) return void this.open.pop();
    this.state = within === "{" ? "key" : "value";
    return this.is(",") ? undefined : `"," or "${end}"`;
  }

  restOfText() {
    while (!this.is('"')) {
      const character = this.text[this.at];
      if (character === "\\") {
        if (!this.take(ESCAPE)) return TEXT_END;
      } else if (character === undefined || character < " ") {
        return TEXT_END;
      } else {
        this.at++;
      }
    }
  }

  /** @param {string} character */
  is(character) {
    const here = this.text[this.at] === character;
    if (here) this.at++;
    return here;
  }

  /** @param {RegExp} pattern */
  take(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.test(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }
}
