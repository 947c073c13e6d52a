// @ts-check
// How a command ends, as a number for scripts.

/** The exit status of each kind of failure. Promises: scripts test them. */
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
  aborted: 130,
});

/** What each means, for the help. */
export const MEANING = Object.freeze({
  ok: "done, or the reader of the output went away",
  unexpected: "a fault of this program",
  usage: "no such command, flag or action, or flags that do not go together",
  config: "REFINER_API_KEY or REFINER_BASE_URL is missing or wrong",
  input: "the data is wrong; the message says where",
  auth: "the key is missing, malformed or unknown",
  permission: "the key may not do this, or a destructive action lacks --yes",
  not_found: "there is no such thing",
  conflict: "it contradicts what is there",
  rate_limited: "too many requests; the message says when to come back",
  rejected: "Refiner would not do it",
  server: "Refiner could not do it",
  network: "the request or the reply was lost on the way",
  timeout: "the deadline passed",
  redirect: "the server sent elsewhere, which is never followed",
  too_large: "the reply is too large",
  decode: "the reply cannot be read",
  aborted: "interrupted (SIGTERM: 143)",
});
