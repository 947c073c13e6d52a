// @ts-check
// Texts that somebody else wrote, made fit to be shown to a model: without characters that nobody sees or that turn the direction of
// reading, and cut at a length.

/** What is deeper than this is not shown. */
const MAX_DEPTH = 32;

/** Refiner's own keys are shorter, those of questions too. */
const MAX_KEY = 200;

const LINE_END = /\r\n?|[\u0085\u2028\u2029]/g;

/**
 * Characters that a reader does not see, and a model does: controls (but line feed and tab), marks and overrides of direction, spaces
 * without width, fillers, tags, and the variation selectors that no emoji needs.
 */
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufefd-\uff00\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu;

// Emoji and some scripts need joiners and selectors. A run of them hides something.
const JOINERS = /[\u200c\u200d\ufe0e\ufe0f]+/g;

/**
 * One selector and one joiner of a run, if there is a character for them on each side.
 *
 * @param {string} run
 * @param {number} at
 * @param {string} text
 */
function fewer(run, at, text) {
  const isAlone = at === 0 || /\s/.test(text[at - 1]);
  const after = text[at + run.length];
  const selector = /[\ufe0e\ufe0f]/.exec(run)?.[0] ?? "";
  const joiner = after === undefined || /\s/.test(after) ? "" : (/[\u200c\u200d]/.exec(run)?.[0] ?? "");
  return isAlone ? "" : selector + joiner;
}

/**
 * The text without what is not seen, and at most so many characters (code points) of it. What is left out is said at its end.
 *
 * @param {string} text
 * @param {number} most
 */
export function cleanText(text, most) {
  const seen = text.replace(/\p{Surrogate}/gu, "\ufffd").replace(LINE_END, "\n").replace(UNSEEN, "").replace(JOINERS, fewer);
  // Code points are at most as many as units.
  if (seen.length <= most) return seen;
  const characters = Array.from(seen);
  const left = characters.length - most;
  return left <= 0 ? seen : `${characters.slice(0, most).join("")} […${left} more characters]`;
}

/**
 * The value with every text in it cleaned, keys too.
 *
 * @param {any} value As JSON has it.
 * @param {number} most Characters of each text.
 * @param {number} [depth]
 * @returns {any}
 */
export function cleanValue(value, most, depth = 0) {
  if (typeof value === "string") return cleanText(value, most);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_DEPTH) return `[…deeper than ${MAX_DEPTH} levels]`;
  if (Array.isArray(value)) return value.map((one) => cleanValue(one, most, depth + 1));
  const entries = new Map();
  for (const [key, one] of Object.entries(value)) {
    // Two keys can become the same; neither may hide the other.
    let name = cleanText(key, MAX_KEY);
    while (entries.has(name)) name += "_";
    entries.set(name, cleanValue(one, most, depth + 1));
  }
  return Object.fromEntries(entries);
}
