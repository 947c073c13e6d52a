// @ts-check
// A plan as a person sees it before they confirm. A model wrote what is in it, so nothing in it may hide, look like another line, or
// turn the direction of reading.

/** The longest text that a person is shown of a request. */
const MOST = 600;

/** @param {import("refiner-wasm").Plan} plan */
export function shown({ method, url, body }) {
  const request = `${method} ${url}${body === null ? "" : ` ${JSON.stringify(body)}`}`;
  const seen = request.replace(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, (one) => `\\u{${/** @type {number} */ (one.codePointAt(0)).toString(16)}}`);
  return seen.length <= MOST ? seen : `${seen.slice(0, MOST)} […${seen.length - MOST} more characters]`;
}
