// @ts-check
import { loader } from "./core.js";

export const load = loader(async () => {
  // Imported late, so that importing the package decodes nothing; a bundler puts it into the same file.
  const { default: base64 } = await import("../core/module-base64.js");
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
});

// Imported late: who only calls does not load what counts and exports.
export const insight = () => import("./insight/inline.js").then(({ load }) => load());
