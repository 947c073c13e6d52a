// Counts tokens as the models do that read with o200k.

import { countTokens } from "gpt-tokenizer/encoding/o200k_base";

/**
 * The tokens of a value as JSON, as a host sends it to a model.
 *
 * @param {unknown} value
 */
export function tokensOf(value) {
  // Texts may hold what the tokenizer has special tokens for; a host escapes those.
  return countTokens(JSON.stringify(value), { disallowedSpecial: new Set() });
}
