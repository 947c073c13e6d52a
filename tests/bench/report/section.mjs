// Sections of BENCHMARKS.md that are measured, and rewritten, by themselves.

const begin = (name) => `<!-- ${name}:begin -->`;
const end = (name) => `<!-- ${name}:end -->`;

/** @param {string} name @param {string} text */
export const section = (name, text) => `${begin(name)}\n\n${text}\n\n${end(name)}`;

/** The document with a section made new, or added at its end. @param {string} document @param {string} name @param {string} text */
export function withSection(document, name, text) {
  const [before, rest] = document.split(begin(name));
  const after = rest?.split(end(name))[1] ?? "\n";
  return `${before.trimEnd()}\n\n${section(name, text)}${after}`;
}
