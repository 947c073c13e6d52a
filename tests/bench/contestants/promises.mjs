// What each client does by default with the POST of this benchmark when the other side misbehaves. tests/bulk/promises.test.mjs sees it.

/**
 * @typedef {object} Promises
 * @property {number} [deadlineMs] When it gives up on an attempt that is not answered; never, if there is none.
 * @property {boolean} isOverAll Whether that is for all attempts together.
 * @property {boolean} coversBody Whether it also gives up on a body that stops coming.
 * @property {boolean} isCutOff Whether it also gives up on a fetch that ignores its signal.
 * @property {number} [capBytes] How long a body may be; any length, if there is none.
 * @property {number} retries How often it sends this POST again after 503.
 * @property {boolean} hasKey Whether all attempts carry the same idempotency key.
 * @property {boolean} isForPost Whether it treats a POST as it treats a GET. Read in its source.
 * @property {boolean} follows Whether it lets fetch follow redirects.
 */

const MIB = 1024 * 1024;
const NOTHING = { isOverAll: false, coversBody: false, isCutOff: false, retries: 0, hasKey: false, isForPost: true, follows: true };
const OURS = { deadlineMs: 30_000, isOverAll: true, coversBody: true, isCutOff: true, capBytes: 64 * MIB, retries: 2, hasKey: false, isForPost: true, follows: false };

/** @type {Record<string, Promises>} */
export const PROMISES = {
  "fetch alone": NOTHING,
  "written by hand": { ...NOTHING, deadlineMs: 30_000, coversBody: true, follows: false },
  "by hand, with the same duties": OURS,
  ofetch: { ...NOTHING, isForPost: false },
  ky: { ...NOTHING, deadlineMs: 10_000, isCutOff: true, isForPost: false },
  openai: { ...NOTHING, deadlineMs: 600_000, retries: 2 },
  stripe: { ...NOTHING, deadlineMs: 80_000, coversBody: true, retries: 2, hasKey: true },
  axios: NOTHING,
  "refiner-wasm": OURS,
};
