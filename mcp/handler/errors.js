// @ts-check
// Errors of the handler itself.

/** Who is calling is not known. */
export class CallerError extends Error {
  status = 401;
}

/** An option is wrong. @param {string} message */
export function optionError(message) {
  return new TypeError(`createMcpHandler: ${message}`);
}
