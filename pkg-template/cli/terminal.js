// @ts-check
// Text for a terminal: how wide it is, what color it may have, and nothing in it that controls the terminal.

/**
 * @typedef {object} Terminal
 * @property {boolean} isTerminal
 * @property {number} width In cells.
 * @property {(style: Style, text: string) => string} paint
 */

/** @typedef {"bold" | "dim" | "green" | "red"} Style */

const CODES = { bold: 1, dim: 2, red: 31, green: 32 };

/** How wide a table is where there is no terminal. */
const USUAL = 80;

/**
 * @param {{ isTTY?: boolean, columns?: number }} stream
 * @param {Record<string, string | undefined>} env
 * @returns {Terminal}
 */
export function terminalOf({ isTTY = false, columns }, { NO_COLOR, TERM }) {
  // https://no-color.org: any value but none and empty.
  const hasColor = isTTY && !NO_COLOR && TERM !== "dumb";
  const paint = (/** @type {Style} */ style, /** @type {string} */ text) => (hasColor && text ? `\x1b[${CODES[style]}m${text}\x1b[0m` : text);
  return { isTerminal: isTTY, width: isTTY && columns ? columns : USUAL, paint };
}

/** Characters that a terminal shows two cells wide (Unicode's East Asian Width), and those that it shows as pictures. */
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Characters that take no cell of their own. */
const NARROWEST = /[\p{Mn}\p{Me}\u200b-\u200d\ufe0f]/u;

/** @param {string} character */
const cells = (character) => (NARROWEST.test(character) ? 0 : WIDE.test(character) ? 2 : 1);

/** How many cells a text takes. @param {string} text */
export function widthOf(text) {
  let width = 0;
  for (const character of text) width += cells(character);
  return width;
}

/**
 * A text in so many cells: cut with an ellipsis, or filled.
 *
 * @param {string} text
 * @param {number} width
 * @param {"left" | "right"} [align]
 */
export function fitted(text, width, align = "left") {
  const natural = widthOf(text);
  if (natural <= width) return align === "left" ? text + " ".repeat(width - natural) : " ".repeat(width - natural) + text;
  let kept = "";
  let used = 0;
  for (const character of text) {
    if (used + cells(character) > width - 1) break;
    kept += character;
    used += cells(character);
  }
  return width > 0 ? `${kept}…${" ".repeat(width - 1 - used)}` : "";
}

/** Text from outside, on one line, and without what would control the terminal or turn the text around. @param {unknown} text */
export function plain(text) {
  return String(text).replace(/[\s\p{Cc}\u2028\u2029]+/gu, " ").replace(/[\p{Surrogate}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}
