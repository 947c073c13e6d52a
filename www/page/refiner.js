// The clients of this page. The only file that knows where the package is and how it is set up.

// With a bundler, or with an import map, this is `from "refiner-wasm"`. The page is served as it lies here and its
// policy allows no inline import map, so it names the file that "refiner-wasm" stands for in a browser.
import { Refiner, isRefinerError } from "/pkg/runtime/browser.js";
import { signedIn } from "./session.js";

export { isRefinerError };

/**
 * Two clients, as two people would have: a visitor writes as oneself, and a member of the team reads what everybody answered. Each
 * gives the gateway a token of its own. Neither has a key.
 *
 * @param {(anomaly: object) => void} onAnomaly
 * @param {import("./session.js").Session} session the visitor's
 */
export function connect(onAnomaly, session) {
  const team = signedIn({ user: `team-${crypto.randomUUID()}`, reads: true });
  const clientOf = (/** @type {import("./session.js").Session} */ { token }) =>
    new Refiner({ baseUrl: new URL(GATEWAY, location.href).href, token, onAnomaly });
  return { visitor: clientOf(session), reader: clientOf(team) };
}

/** Where this page's gateway is. */
export const GATEWAY = "/r";
