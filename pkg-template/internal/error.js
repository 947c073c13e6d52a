// @ts-check
// The one error class, and the errors that the facade makes itself.

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
 * @property {import("../index.js").Plan} [plan]
 * @property {unknown} [cause]
 */

/** What an error may have, in the order in which it is printed. @type {readonly (keyof Failure & keyof RefinerError)[]} */
const DETAILS = ["kind", "action", "status", "attempts", "retryAfterMs", "path", "detail", "resume", "plan"];

/**
 * Sets these properties of an error; those that are undefined it then does not have.
 *
 * @template {object} T
 * @param {T} error
 * @param {{ [name in keyof RefinerError]?: RefinerError[name] }} details
 * @returns {T}
 */
export function extend(error, details) {
  for (const [name, value] of Object.entries(details)) {
    if (value === undefined) Reflect.deleteProperty(error, name);
    else Reflect.set(error, name, value);
  }
  return error;
}

/** These properties of an error. @param {any} from @param {readonly string[]} names @returns {{ [name: string]: any }} */
const picked = (from, names) => Object.fromEntries(names.map((name) => [name, from[name]]));

export class RefinerError extends Error {
  /** @param {Failure} failure */
  constructor(failure) {
    super(failure.message, failure.cause === undefined ? undefined : { cause: failure.cause });
    // Written out, because a minifier renames the class.
    this.name = "RefinerError";
    // Declared for the type check, and not set: an uncaught error prints every property that it has, even undefined ones.
    /** @type {ErrorKind} */ this.kind;
    /** @type {number} */ this.attempts;
    /** @type {string | undefined} */ this.action;
    /** @type {number | undefined} */ this.status;
    /** @type {number | undefined} */ this.retryAfterMs;
    /** @type {string | undefined} */ this.path;
    /** @type {string | undefined} */ this.detail;
    /** @type {Failure["resume"]} */ this.resume;
    /** @type {Failure["plan"]} */ this.plan;
    /** @type {{ pages: number, items: number } | undefined} */ this.progress;
    const self = /** @type {any} */ (this);
    for (const name of DETAILS) if (failure[name] !== undefined) self[name] = failure[name];
  }

  toJSON() {
    return picked(this, ["name", "message", ...DETAILS, "progress"]);
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

/**
 * The core fails with the properties of an error, or with an error that does not know its action.
 *
 * @param {any} failure
 * @param {string} action
 */
export function toRefinerError(failure, action) {
  if (!(failure instanceof RefinerError)) {
    if (typeof failure?.kind !== "string") return failure;
    // By the digest of what its fetch throws, Next knows that a page cannot be made in advance.
    return Object.assign(new RefinerError(failure), digestOf(failure.cause));
  }
  failure.action ??= action;
  if (!failure.message.startsWith(`${failure.action}: `)) failure.message = `${action}: ${failure.message}`;
  return failure;
}

/** @param {any} cause Whatever the host threw. */
function digestOf(cause) {
  try {
    const { digest } = cause;
    if (typeof digest === "string") return { digest };
  } catch {}
}

/** @param {string} message */
export function configError(message) {
  return new RefinerError({ kind: "config", message, attempts: 0 });
}

/**
 * @param {string | undefined} action
 * @param {string} path Empty for the input as a whole.
 * @param {string} problem Completes a sentence that starts with the path: `must be an object`.
 */
export function inputError(action, path, problem) {
  const message = `${action === undefined ? "" : `${action}: `}${path || "the input"} ${problem}`;
  return new RefinerError({ kind: "input", action, path, message, attempts: 0 });
}
