// Who is signed in, and the token that says so. The page's own server issues it; the page asks again before it expires.

/**
 * @typedef {object} Reply
 * @property {string} user
 * @property {string} token
 * @property {string[]} actions what the token allows
 * @property {number} expires_in seconds
 * @property {string | null} upstream what the gateway talks to, in a demo on this machine
 */

/**
 * @typedef {object} Session
 * @property {() => Promise<string>} token
 * @property {() => Promise<Reply>} reply
 * @property {(user: string) => void} become signs in as somebody else
 */

// A token is replaced this long before it expires, so that none expires on its way.
const EARLY_MS = 30_000;

/**
 * @param {{ user?: string, reads?: boolean }} who
 * @param {(reply: Reply) => void} [onToken] called with each new token
 * @returns {Session}
 */
export function signedIn(who, onToken = () => {}) {
  let wanted = who;
  /** @type {{ reply: Promise<Reply>, until: number } | undefined} */
  let held;
  const reply = () => {
    if (!held || held.until < Date.now()) {
      const asked = ask(wanted);
      const mine = { reply: asked, until: Date.now() + 60_000 };
      held = mine;
      asked.then(
        (given) => {
          mine.until = Date.now() + given.expires_in * 1000 - EARLY_MS;
          if (held === mine) onToken(given);
        },
        // A failure is not kept.
        () => (held = held === mine ? undefined : held),
      );
    }
    return held.reply;
  };
  return {
    reply,
    token: async () => (await reply()).token,
    become(user) {
      wanted = { ...wanted, user };
      held = undefined;
    },
  };
}

/** @param {{ user?: string, reads?: boolean }} who @returns {Promise<Reply>} */
async function ask(who) {
  const answer = await fetch("/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(who),
  });
  const reply = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(reply.message ?? `the session could not be had (status ${answer.status})`);
  return reply;
}

/** What a token says. It is signed, not encrypted: its holder may read it. @param {string} token @returns {Record<string, unknown>} */
export function claimsOf(token) {
  const bytes = Uint8Array.from(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")), (it) => it.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}
