// @ts-check
// The client of a command.
import { Refiner } from "../runtime/node.js";
import { configError } from "../internal/error.js";

/**
 * @param {Record<string, string | undefined>} env
 * @param {object} [how]
 * @param {typeof fetch | ((url: string, init: RequestInit) => Promise<Response>)} [how.fetch]
 * @param {boolean} [how.dry] A plan hides the key, so it needs none.
 */
export function connect({ REFINER_API_KEY: apiKey, REFINER_BASE_URL: baseUrl }, { fetch, dry = false } = {}) {
  if (!apiKey && !dry) throw configError("REFINER_API_KEY is not set");
  return new Refiner(/** @type {any} */ ({ apiKey: apiKey || "none", ...given({ fetch, baseUrl: baseUrl || undefined }) }));
}

/**
 * Without undefined values, so that the defaults apply.
 *
 * @param {Record<string, unknown>} values
 */
export function given(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
