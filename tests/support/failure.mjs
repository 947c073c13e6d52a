// What every failed call must look like: settled, of one class, of the right kind, and without the key.

import assert from "node:assert/strict";
import { inspect } from "node:util";
import { isRefinerError } from "refiner-wasm";
import { KEY } from "./sandbox.mjs";

// Taken now, because a test may replace them by a virtual clock.
const { setTimeout, clearTimeout } = globalThis;

/** The longest that a call in these tests may take. Not a measurement: it only ends a call that would never settle. */
const GENEROUS_MS = 10_000;

/**
 * The promise's outcome, or an error if it never settles.
 *
 * @template T
 * @param {PromiseLike<T>} promise
 * @returns {Promise<T>}
 */
export async function settled(promise) {
  let timer;
  const never = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the call did not settle within ${GENEROUS_MS} ms`)), GENEROUS_MS);
  });
  try {
    return await Promise.race([promise, never]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Waits for a call to fail, and checks the error: its class, that it contains no secret, and every property in
 * `expected` (a RegExp is matched, anything else compared).
 *
 * @param {PromiseLike<unknown>} promise
 * @param {Record<string, unknown>} expected
 * @param {string} [secret]
 * @returns {Promise<any>}
 */
export async function failure(promise, expected, secret = KEY) {
  const error = await settled(
    Promise.resolve(promise).then(
      (value) => assert.fail(`the call was to fail, and gave ${inspect(value, { depth: 1 }).slice(0, 300)}`),
      (thrown) => thrown,
    ),
  );
  if (error instanceof assert.AssertionError) throw error;
  return checked(error, expected, secret);
}

/**
 * The same for an error that is thrown synchronously.
 *
 * @param {() => unknown} action
 * @param {Record<string, unknown>} expected
 * @param {string} [secret]
 */
export function thrown(action, expected, secret = KEY) {
  let error;
  try {
    action();
  } catch (caught) {
    error = caught;
  }
  assert.ok(error !== undefined, "it was to throw");
  return checked(error, expected, secret);
}

function checked(error, expected, secret) {
  assert.ok(isRefinerError(error) && error instanceof Error, `a RefinerError was expected, got ${inspect(error)}`);
  noSecret(error, secret);
  for (const [name, value] of Object.entries(expected)) {
    const got = error[name];
    if (value instanceof RegExp) assert.match(String(got), value, `${name} of ${error.message}`);
    else assert.deepEqual(got, value, `${name} of: ${error.message}`);
  }
  return error;
}

/** Looks for the key in everything that an error shows: causes, hidden properties and lists of errors included. */
export function noSecret(error, secret = KEY) {
  const shown = {
    message: error.message,
    detail: String(error.detail),
    stack: String(error.stack),
    json: JSON.stringify(error),
    inspected: inspect(error, { depth: Infinity, maxArrayLength: null, maxStringLength: null, showHidden: true }),
  };
  for (const [where, text] of Object.entries(shown)) {
    const at = text.indexOf(secret);
    assert.ok(at < 0, `the key is in ${where}: …${text.slice(Math.max(0, at - 100), at + secret.length + 20)}…`);
  }
}
