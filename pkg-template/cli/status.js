// @ts-check
// The exit statuses.

/** The exit status of each kind of failure. Scripts rely on them, so they never change. */
export const EXIT_STATUS = Object.freeze({
  ok: 0,
  unexpected: 1,
  usage: 2,
  config: 3,
  input: 4,
  auth: 5,
  permission: 6,
  not_found: 7,
  conflict: 8,
  rate_limited: 9,
  rejected: 10,
  server: 11,
  network: 12,
  timeout: 13,
  redirect: 14,
  too_large: 15,
  decode: 16,
  file: 17,
  aborted: 130,
});

/** What each means, for --help. */
export const MEANING = Object.freeze({
  ok: "done, or the reader of the output is gone",
  unexpected: "a fault of this program",
  usage: "an unknown command, flag or action, or flags that exclude each other",
  config: "REFINER_API_KEY or REFINER_BASE_URL is missing or wrong",
  input: "the data is wrong; the message says where",
  auth: "the key is missing, malformed or unknown",
  permission: "the key may not do this, or a destructive action lacks --yes",
  not_found: "it does not exist",
  conflict: "it conflicts with what exists",
  rate_limited: "too many requests; the message says when to try again",
  rejected: "Refiner refused the request",
  server: "Refiner failed",
  network: "the request or the reply was lost on the way",
  timeout: "the deadline passed",
  redirect: "the server answered with a redirect, which is never followed",
  too_large: "the reply is too large",
  decode: "the reply cannot be read",
  file: "a file cannot be read or written, or another run has it",
  aborted: "interrupted (SIGTERM: 143)",
});
