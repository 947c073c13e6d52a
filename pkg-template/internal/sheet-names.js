// @ts-check
// The names of worksheets. Excel allows 31 characters, not all of them, and no two names that differ only in case.

const LONGEST = 31;

/** Names that are taken, and new ones that are not. */
export class SheetNames {
  /** @type {Set<string>} */
  #taken;

  /** @param {string[]} taken */
  constructor(taken) {
    // Excel keeps this one for itself.
    this.#taken = new Set(["History", ...taken].map(folded));
  }

  /** A name that is as much like the title as it can be. @param {string} title */
  add(title) {
    const wanted = allowed(title) || "Sheet";
    let name = cut(wanted, LONGEST);
    for (let number = 2; this.#taken.has(folded(name)); number += 1) {
      const suffix = ` (${number})`;
      name = cut(wanted, LONGEST - suffix.length) + suffix;
    }
    this.#taken.add(folded(name));
    return name;
  }
}

/** @param {string} title */
function allowed(title) {
  const characters = title.replace(/\p{Surrogate}/gu, "\ufffd").replace(/[\p{Cc}\ufffe\uffff[\]:*?/\\]+/gu, " ");
  // An apostrophe may stand inside, and not at an end.
  return characters.replace(/^[\s']+|[\s']+$/g, "");
}

/** Not between the halves of a character, and not so that an apostrophe is last. @param {string} name @param {number} length */
function cut(name, length) {
  return name.slice(0, length).replace(/\p{Surrogate}$/u, "").replace(/[\s']+$/, "");
}

/** @param {string} name */
function folded(name) {
  return name.normalize("NFKC").toUpperCase().toLowerCase();
}
