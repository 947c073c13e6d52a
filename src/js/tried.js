// Values of the host and of the caller can throw whenever they are touched, and throw anything.

/** What `touch` returns; undefined when it throws. @template T @param {() => T} touch @returns {T | undefined} */
export function tried(touch) {
  try {
    return touch();
  } catch {}
}

/** The message of whatever was thrown. @param {any} thrown @returns {string} */
export function reason(thrown) {
  const message = tried(() => thrown.message);
  for (const text of [message, thrown]) if (typeof text === "string") return text;
  return "no reason was given";
}
