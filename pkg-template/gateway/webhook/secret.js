// @ts-check
// Whether a request holds the webhook's secret.
import { digest } from "../digest.js";

/** @typedef {import("../../gateway-state.js").SecretPlace} SecretPlace */

/** How many values of one request are compared. Ours: more than any sender has. */
const MOST = 100;

/**
 * The place of the first value that is one of the secrets. All values are compared, as digests and in full, so that the time taken
 * tells nothing of a secret.
 *
 * @param {Request} request
 * @param {readonly string[]} secrets
 * @param {SecretPlace | undefined} place
 * @returns {Promise<string | undefined>}
 */
export async function findSecret(request, secrets, place) {
  const wanted = await Promise.all(secrets.map(digest));
  const found = await Promise.all(
    candidates(request, place)
      .slice(0, MOST)
      .map(async ([name, value]) => {
        const given = await digest(value);
        return { name, same: wanted.filter((one) => isSame(one, given)).length > 0 };
      }),
  );
  return found.find(({ same }) => same)?.name;
}

/**
 * @param {Request} request
 * @param {SecretPlace | undefined} place
 * @returns {string[][]} Names of places, and the values there.
 */
function candidates({ headers, url }, place) {
  const query = [...new URL(url).searchParams];
  const all = [...headers];
  const queries = !place ? query : "query" in place ? query.filter(([name]) => name === place.query) : [];
  const named = !place ? all : "header" in place ? all.filter(([name]) => name === place.header.toLowerCase()) : [];
  return [
    ...queries.map(([name, value]) => [`query ${name}`, value]),
    ...named.map(([name, value]) => [`header ${name}`, value.replace(/^Bearer +/i, "")]),
  ];
}

/**
 * @param {Uint8Array} a
 * @param {Uint8Array} b Of the same length.
 */
function isSame(a, b) {
  let difference = 0;
  for (const [index, byte] of a.entries()) difference |= byte ^ b[index];
  return difference === 0;
}
