// What to do about a failure, by its kind.

export const ADVICE = {
  config: "The client of this page is set up wrongly. Correct the options it is created with.",
  input: "Correct the input. Nothing was sent.",
  auth: "Refiner did not accept the key. Check which environment it belongs to, and whether it was replaced.",
  permission: "The key is valid, but may not do this. Ask the owner of the account, or check the plan.",
  not_found: "It does not exist, or no longer. Check the identifiers.",
  conflict: "It conflicts with what exists. Read that again, then decide.",
  rate_limited: "Too many requests in a short time. Wait, then try again.",
  rejected: "Refiner understood the request and refused it. Read its message, and change the request.",
  server: "Refiner failed. Try again in a moment.",
  network: "The request or its reply was lost. Check the connection (and that the sandbox runs), then try again.",
  timeout: "It took longer than allowed. Try again, or ask for less at once.",
  aborted: "It was cancelled. Start it again if you still want it.",
  redirect: "The server answered with a redirect, which would carry the key elsewhere. Check the base address.",
  too_large: "The reply is larger than allowed. Ask for shorter pages.",
  decode: "The reply is not from Refiner. Something in between, such as a proxy, may have answered.",
};
