// @ts-check
// The input of an action: --data.
import { readFile } from "node:fs/promises";
import { addAbortSignal } from "node:stream";
import { RefinerError } from "../internal/error.js";
import { jsonPlace } from "./json-place.js";

/**
 * @param {unknown} source What --data says.
 * @param {{ stdin: import("node:stream").Readable, signal: AbortSignal }} io
 * @returns {Promise<any>}
 */
export async function readData(source, { stdin, signal }) {
  if (source === undefined) return undefined;
  const written = String(source);
  if (written === "-") return parse(await readAll(stdin, signal), "standard input");
  if (!written.startsWith("@")) return parse(written, "--data");
  const path = written.slice(1);
  const text = await readFile(path, { encoding: "utf8", signal }).catch((cause) => {
    throw cause.name === "AbortError" ? cause : dataError(`${path || "the file"} cannot be read: ${cause.code ?? cause.message}`);
  });
  return parse(text, path);
}

/**
 * @param {import("node:stream").Readable} stdin
 * @param {AbortSignal} signal
 */
async function readAll(stdin, signal) {
  const chunks = [];
  for await (const chunk of addAbortSignal(signal, stdin)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * @param {string} text
 * @param {string} where
 */
function parse(text, where) {
  // Some editors write a byte-order mark.
  const json = text.replace(/^\ufeff/, "");
  try {
    return JSON.parse(json);
  } catch {
    if (json.trim() === "") throw dataError(`${where} is empty; write {} for no parameters`);
    const { line, column, expected, found } = jsonPlace(json);
    throw dataError(`${where} is not JSON: line ${line}, column ${column}: expected ${expected}, found ${found}`);
  }
}

/** @param {string} message */
function dataError(message) {
  return new RefinerError({ kind: "input", message, attempts: 0 });
}
