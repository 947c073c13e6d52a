// @ts-check
// The input of an action: --data. What it says is sent as it is, or refused with its place: nothing is replaced or rounded.
import { readFile } from "node:fs/promises";
import { addAbortSignal } from "node:stream";
import { RefinerError } from "../internal/error.js";
import { jsonPlace, placeOf } from "./json-place.js";
import { tokensOf } from "./json-text.js";

/**
 * @param {unknown} source What --data says.
 * @param {{ stdin: import("node:stream").Readable, signal: AbortSignal }} io
 * @returns {Promise<any>}
 */
export async function readData(source, { stdin, signal }) {
  if (source === undefined) return undefined;
  const written = String(source);
  if (written === "-") return parse(decoded(await readAll(stdin, signal), "standard input"), "standard input");
  if (!written.startsWith("@")) return parse(argument(written), "--data");
  const path = written.slice(1);
  const bytes = await readFile(path, { signal }).catch((cause) => {
    throw cause.name === "AbortError" ? cause : dataError(`${path || "the file"} cannot be read: ${cause.code ?? cause.message}`);
  });
  return parse(decoded(bytes, path), path);
}

/**
 * @param {import("node:stream").Readable} stdin
 * @param {AbortSignal} signal
 */
async function readAll(stdin, signal) {
  const chunks = [];
  for await (const chunk of addAbortSignal(signal, stdin)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * @param {Buffer} bytes
 * @param {string} where
 */
function decoded(bytes, where) {
  try {
    // Some editors write a byte-order mark, which the decoder leaves out.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    if (/^(fffe|feff)/.test(bytes.toString("hex", 0, 2))) throw dataError(`${where} is UTF-16; save it as UTF-8`);
    const written = Buffer.from(bytes.toString("utf8"));
    const wrong = bytes.findIndex((byte, index) => byte !== written[index]);
    throw dataError(`${where} is not UTF-8: ${placeIn(bytes.toString("utf8", 0, wrong))}`);
  }
}

/**
 * Node has already decoded the arguments, and put U+FFFD where one was not UTF-8.
 *
 * @param {string} written
 */
function argument(written) {
  const wrong = written.indexOf("\ufffd");
  // An argument may come from a file with a byte-order mark: --data "$(cat input.json)".
  if (wrong < 0) return written.replace(/^\ufeff/, "");
  throw dataError(`--data is not UTF-8: ${placeIn(written.slice(0, wrong))} (for the character U+FFFD itself, write \\ufffd)`);
}

/**
 * @param {string} json
 * @param {string} where
 */
function parse(json, where) {
  let data;
  try {
    data = JSON.parse(json);
  } catch {
    if (json.trim() === "") throw dataError(`${where} is empty; write {} for no parameters`);
    const { line, column, expected, found } = jsonPlace(json);
    throw dataError(`${where} is not JSON: line ${line}, column ${column}: expected ${expected}, found ${found}`);
  }
  for (const { token, at } of tokensOf(json)) {
    if (isHeld(token)) continue;
    throw dataError(`${where}: ${placeIn(json.slice(0, at))}: the number ${token.slice(0, 64)} cannot be sent exactly; give text`);
  }
  return data;
}

/** Whether JavaScript can hold what a token says, if that is a number: each whole number exactly, no other as infinite. @param {string} token */
function isHeld(token) {
  if (!/^-?\d/.test(token)) return true;
  const number = Number(token);
  return /^-?\d+$/.test(token) ? Number.isFinite(number) && BigInt(token) === BigInt(number) : Number.isFinite(number);
}

/** @param {string} before */
function placeIn(before) {
  const { line, column } = placeOf(before);
  return `line ${line}, column ${column}`;
}

/** @param {string} message */
function dataError(message) {
  return new RefinerError({ kind: "input", message, attempts: 0 });
}
