// @ts-check
// The one error class.

/** @typedef {import("../index.js").ErrorKind} ErrorKind */

/**
 * @typedef {object} Failure
 * @property {ErrorKind} kind
 * @property {string} message
 * @property {number} attempts
 * @property {string} [action]
 * @property {number} [status]
 * @property {number} [retryAfterMs]
 * @property {string} [path]
 * @property {string} [detail]
 * @property {{ page_cursor?: string, page?: number, segment_uuid?: string }} [resume]
 * @property {unknown} [plan]
 * @property {unknown} [cause]
 */

export class RefinerError extends Error {
  /** @param {Failure} failure */
  constructor(failure) {
    super(failure.message, failure.cause === undefined ? undefined : { cause: failure.cause });
    // Written out, because a minifier renames the class.
    this.name = "RefinerError";
    this.kind = failure.kind;
    this.action = failure.action;
    this.status = failure.status;
    this.attempts = failure.attempts;
    this.retryAfterMs = failure.retryAfterMs;
    this.path = failure.path;
    this.detail = failure.detail;
    this.resume = failure.resume;
    this.plan = failure.plan;
    /** @type {{ pages: number, items: number } | undefined} */
    this.progress = undefined;
  }

  toJSON() {
    const { name, message, kind, action, status, attempts, retryAfterMs, path, detail, resume, plan, progress } = this;
    return { name, message, kind, action, status, attempts, retryAfterMs, path, detail, resume, plan, progress };
  }
}

/**
 * Tests by name: two copies of the package have two classes.
 *
 * @param {any} error
 * @returns {error is RefinerError}
 */
export function isRefinerError(error) {
  return typeof error === "object" && error !== null && error.name === "RefinerError" && typeof error.kind === "string";
}
