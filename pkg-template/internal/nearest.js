// @ts-check
// Finds the known name that a wrong one was probably meant to be. The rule is the core's own, for names that are checked before
// the core is loaded.

/** @typedef {(candidate: string) => boolean} Changes Whether a candidate changes data. It is then given only for its own name, misspelt. */

/**
 * Ignores case, underscores and hyphens, so `listResponses` finds `list_responses`.
 *
 * @param {string} name
 * @param {readonly string[]} candidates
 * @param {Changes} [changes]
 * @returns {string | undefined}
 */
export function nearest(name, candidates, changes = () => false) {
  if (name.length > 64) return undefined;
  const wanted = normal(name);
  let best = "";
  let least = Infinity;
  for (const candidate of candidates) {
    const known = normal(candidate);
    const edits = distance(wanted, known);
    const isLess = edits < least || (edits === least && candidate.length > best.length);
    if (!isLess || edits * 2 > candidate.length) continue;
    if (changes(candidate) && !isMisspelt(wanted, known, edits)) continue;
    [best, least] = [candidate, edits];
  }
  return best || undefined;
}

/**
 * What to add to a message about a wrong `name`: the nearest candidate, or all of them.
 *
 * @param {string} name
 * @param {readonly string[]} candidates
 * @param {object} [how]
 * @param {string} [how.before] A prefix for each candidate, such as `--`.
 * @param {Changes} [how.changes]
 */
export function suggestion(name, candidates, { before = "", changes } = {}) {
  const near = nearest(name, candidates, changes);
  if (near !== undefined) return `; did you mean ${before}${near}?`;
  return `; there are: ${candidates.map((candidate) => before + candidate).join(", ")}`;
}

/** @param {string[]} wanted @param {string[]} known @param {number} edits */
function isMisspelt(wanted, known, edits) {
  return edits <= 3 && wanted.slice(0, 3).join("") === known.slice(0, 3).join("");
}

/** @param {string} name */
function normal(name) {
  return [...name.replace(/[_-]/g, "").toLowerCase()];
}

/**
 * The number of single-character edits between two names (Levenshtein).
 *
 * @param {string[]} a
 * @param {string[]} b
 */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  a.forEach((from, i) => {
    const next = [i + 1];
    b.forEach((to, j) => next.push(Math.min(row[j] + (from === to ? 0 : 1), row[j + 1] + 1, next[j] + 1)));
    row = next;
  });
  return row[b.length];
}
