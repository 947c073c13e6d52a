// @ts-check
// Reports an error, to a person in one line or to a program as JSON: what happened, and what to do next.
import { isRefinerError } from "../internal/error.js";
import { FileError } from "./file-error.js";
import { EXIT_STATUS } from "./status.js";
import { UsageError } from "./usage-error.js";

/** @type {Record<string, string>} */
export const ADVICE = {
  usage: "See refiner-wasm --help",
  config: "Check REFINER_API_KEY and REFINER_BASE_URL",
  input: "refiner-wasm schema ACTION shows what it takes",
  auth: "Check REFINER_API_KEY",
  permission: "Check what the key and the plan allow",
  not_found: "Check the identifiers",
  conflict: "Read the current state, then try again",
  rate_limited: "Try again later",
  rejected: "Check the data",
  server: "Try again later",
  network: "Check the connection and REFINER_BASE_URL, then try again",
  timeout: "Try again, with a larger --timeout-ms",
  redirect: "Check REFINER_BASE_URL",
  too_large: "Ask for less, such as a smaller page_length",
  decode: "Check REFINER_BASE_URL: is that Refiner?",
  file: "Check the disk and the path",
  // The user interrupted the program, and needs no advice.
  aborted: "",
};

/**
 * @param {any} error
 * @param {{ json: boolean, action?: string }} how
 * @returns {{ text: string, status: number }}
 */
export function report(error, { json, action }) {
  const kind = error instanceof UsageError ? "usage" : error instanceof FileError ? "file" : isRefinerError(error) ? error.kind : "unexpected";
  const status = EXIT_STATUS[/** @type {keyof typeof EXIT_STATUS} */ (kind)] ?? EXIT_STATUS.unexpected;
  const message = error.plan ? unconfirmed(error) : String(error?.message ?? error);
  const advice = error.plan ? "Add --yes to do it" : advise(kind, error, action);
  if (json) {
    const { status: httpStatus, attempts, path, detail, retryAfterMs, resume, plan } = error;
    const what = { kind, message, advice, action: error.action, status: httpStatus };
    const more = { attempts, path, detail, retryAfterMs, resume, plan };
    return { text: `${JSON.stringify({ error: { ...what, ...more }, exitStatus: status })}\n`, status };
  }
  const said = oneLine(message);
  return { text: `refiner-wasm: ${advice ? `${said}${said.endsWith("?") ? "" : "."} ${advice}` : said}\n`, status };
}

/** @param {{ action: string, plan: import("../index.js").Plan }} error */
function unconfirmed({ action, plan }) {
  return `${action} is destructive and was not confirmed; nothing was sent, it would be ${plan.method} ${plan.url}`;
}

/** @param {string} kind @param {any} error @param {string} [action] */
function advise(kind, error, action) {
  // An interrupted walk: what it wrote is valid, and the rest can be fetched.
  if (error.resume) return `To continue from there, add to --data: ${JSON.stringify(error.resume)}`;
  // An interrupted file says in its message how it goes on.
  const rest = error.rest && kind !== "aborted" ? `. Then ${error.rest}` : "";
  if (error.retryAfterMs !== undefined) return `Try again in ${Math.ceil(error.retryAfterMs / 1000)} seconds${rest}`;
  return (error.advice ?? ADVICE[kind] ?? "").replace("ACTION", action ?? "ACTION") + rest;
}

/**
 * Text from outside must neither break the line nor control the terminal.
 *
 * @param {string} text
 */
function oneLine(text) {
  return text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ").replace(/[.\s]+$/, "");
}
