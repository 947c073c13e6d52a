// Things that somebody may try, and what the gateway says to each.
import { announce } from "../parts/announce.js";
import { el, isEnabled, setEnabled } from "../parts/dom.js";
import { jsonView } from "../parts/json.js";
import { isRefinerError } from "../refiner.js";
import { post } from "./send.js";

/**
 * @typedef {object} Trial
 * @property {string} name
 * @property {string} why what the gateway looks at
 * @property {(client: import("/pkg/index.js").Refiner, session: import("../session.js").Session) => Promise<object>} attempt
 */

/** @type {Trial[]} */
const TRIALS = [
  {
    name: "Track as somebody else",
    why: "The user comes from the token. A request that names another one is refused.",
    attempt: (client) => outcomeOf(client.trackEvent({ id: "somebody-else", event: "Upgraded" })),
  },
  {
    name: "Delete a contact",
    why: "The gateway passes on what its list of actions names, and nothing else.",
    attempt: async (client, session) => outcomeOf(client.deleteContact({ id: (await session.reply()).user })),
  },
  {
    name: "Read what others answered",
    why: "The list of responses is allowed here, but only to a token that names it.",
    attempt: (client) => outcomeOf(client.listResponses({ page_length: 1 })),
  },
  {
    name: "Change the token",
    why: "A token that was changed no longer fits its signature.",
    attempt: async (_, session) => post("/track-event", { event: "Upgraded" }, changed(await session.token())),
  },
  {
    name: "Come from another origin",
    why: "Only the origins on the gateway's list may use it. The Worker asks its gateway as that page would.",
    attempt: async (_, session) => elsewhere(await session.token()),
  },
  {
    name: "Smuggle in a key",
    why: "A parameter that the contract does not know is refused, and api_key above all.",
    attempt: async (_, session) => post("/track-event", { event: "Upgraded", api_key: "00000000" }, await session.token()),
  },
  {
    name: "Send an event twice",
    why: "Each entry has an id. The gateway remembers it for a day, and a repetition is not sent again.",
    attempt: async (_, session) => {
      const entry = { id: crypto.randomUUID(), at: new Date().toISOString(), action: "track_event", input: { event: "Upgraded" } };
      const token = await session.token();
      const first = await post("/batch", { entries: [entry] }, token);
      const again = await post("/batch", { entries: [entry] }, token);
      return { first: first.reply, again: again.reply };
    },
  },
];

/** @param {HTMLElement} parent @param {import("/pkg/index.js").Refiner} client @param {import("../session.js").Session} session */
export function startTrials(parent, client, session) {
  parent.append(...TRIALS.map((trial) => trialView(trial, client, session)));
}

/** @param {Trial} trial @param {import("/pkg/index.js").Refiner} client @param {import("../session.js").Session} session */
function trialView({ name, why, attempt }, client, session) {
  const answer = el("div", { class: "trial-answer" });
  const run = async () => {
    if (!isEnabled(button)) return;
    setEnabled(button, false);
    answer.setAttribute("aria-busy", "true");
    try {
      answer.replaceChildren(jsonView(await attempt(client, session)));
      announce(`${name}: answered.`);
    } catch (error) {
      answer.replaceChildren(el("p", { class: "failure-message" }, error instanceof Error ? error.message : String(error)));
      announce(`${name}: no answer.`);
    } finally {
      answer.setAttribute("aria-busy", "false");
      setEnabled(button, true);
    }
  };
  const button = el("button", { type: "button", click: run }, name);
  return el("li", { class: "trial" }, button, el("p", { class: "quiet" }, why), answer);
}

/** What the client's caller gets. @param {PromiseLike<object>} call */
async function outcomeOf(call) {
  try {
    return { reply: await call };
  } catch (error) {
    if (!isRefinerError(error)) throw error;
    const { kind, status, message } = error;
    return { kind, status, message };
  }
}

/** Another user in the token, with the signature of the first. @param {string} token */
function changed(token) {
  const [head, , signature] = token.split(".");
  const payload = btoa(JSON.stringify({ sub: "somebody-else", aud: "refiner-gateway", exp: 4102444800 }));
  return [head, payload.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""), signature].join(".");
}

/** @param {string} token */
async function elsewhere(token) {
  const answer = await fetch("/elsewhere", { method: "POST", headers: { authorization: `Bearer ${token}` } });
  return answer.json();
}
