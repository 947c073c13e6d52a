// @ts-check
// A destructive tool: a person sees the plan and confirms it. What a model writes plays no part: the confirmation comes in the
// protocol's own fields, beside the arguments, and with a state that only this server can sign.
import { CLIENT_CAPABILITIES_META_KEY, acceptedContent, createRequestStateCodec, inputRequired, inputResponse } from "@modelcontextprotocol/server";
import { isRefinerError } from "refiner-wasm";
import contract from "refiner-wasm/contract";
import { run } from "refiner-wasm/tools";
import { planDigest } from "./digest.js";
import { refused } from "./failure.js";
import { success } from "./result.js";
import { shown } from "./shown.js";

/** @typedef {import("@modelcontextprotocol/server").ServerContext} Context */
/** @typedef {import("refiner-wasm").Plan} Plan */

/** What is signed. @typedef {{ id: string, user: string, action: string, plan: string, until: number }} State */

/**
 * Signs states, and says whether one was used before.
 *
 * @typedef {object} Confirmations
 * @property {(state: Omit<State, "id" | "until">) => Promise<string>} sign
 * @property {(signed: string) => Promise<State>} read Throws for what this server did not sign, or signed too long ago.
 * @property {((user: string, id: string) => Promise<boolean>) | undefined} use Whether this is the first use. Without it nothing is ever confirmed.
 */

/** How long a person may take. */
const SECONDS = 120;

/**
 * @param {Uint8Array | string} secret At least 32 bytes.
 * @param {Confirmations["use"]} use
 * @returns {Confirmations}
 */
export function confirmationsOf(secret, use) {
  /** @type {import("@modelcontextprotocol/server").RequestStateCodec<State>} */
  const codec = createRequestStateCodec({ key: secret, ttlSeconds: SECONDS });
  return {
    sign: (state) => codec.mint({ ...state, id: crypto.randomUUID(), until: Date.now() + SECONDS * 1000 }),
    async read(signed) {
      const state = await codec.verify(signed, /** @type {Context} */ ({}));
      // The codec counts in whole seconds.
      if (Date.now() >= state.until) throw new Error("expired");
      return state;
    },
    use,
  };
}

/**
 * Asks for a confirmation, or carries out what was confirmed.
 *
 * @param {import("@modelcontextprotocol/server").Server} server
 * @param {import("refiner-wasm/tools").McpTool} tool
 * @param {unknown} input
 * @param {Context} context
 * @param {object} how
 * @param {import("./create.js").Shared} how.shared
 * @param {import("./create.js").Caller} how.caller
 * @param {import("refiner-wasm/tools").RunOptions} how.options
 */
export async function confirmed(server, tool, input, context, { shared: { refiner, confirmations }, caller: { user }, options }) {
  const { mcpReq } = context;
  const plan = await planOf(refiner, tool.name, input);
  const what = { user, action: tool.name, plan: await planDigest(plan) };
  if (!confirmations.use) return noPerson(tool, plan, "This server cannot ask a person: it has no place that remembers confirmations.");
  if (!canAsk(server, context)) return noPerson(tool, plan, "This client cannot ask a person (it has no form elicitation).");
  /** @type {State | undefined} */
  const state = mcpReq.requestState();
  const answer = inputResponse(mcpReq.inputResponses, "confirm");
  const isSame = state !== undefined && state.user === what.user && state.action === what.action && state.plan === what.plan;
  if (state !== undefined && !isSame) return noPerson(tool, plan, "The confirmation was given for something else.");
  if (!state || answer.kind !== "elicit") return ask(tool, plan, await confirmations.sign(what));
  if (!(await confirmations.use(user, state.id))) return noPerson(tool, plan, "This confirmation was used before.");
  const content = acceptedContent(mcpReq.inputResponses, "confirm");
  if (answer.action !== "accept" || content?.confirm !== true) return noPerson(tool, plan, "The person did not confirm it. Do not ask again unless they tell you to.");
  return success(await run(refiner, tool.name, input, { ...options, confirm: true }));
}

/**
 * What the tool would send. A wrong input is refused here.
 *
 * @param {import("refiner-wasm").Refiner} refiner
 * @param {string} name
 * @param {unknown} input
 * @returns {Promise<Plan>}
 */
async function planOf(refiner, name, input) {
  try {
    await run(refiner, name, input, { confirm: false });
  } catch (error) {
    if (isRefinerError(error) && error.plan) return error.plan;
    throw error;
  }
  throw new Error(`${name} ran without a confirmation`);
}

/** @param {import("@modelcontextprotocol/server").Server} server @param {Context} context */
function canAsk(server, { mcpReq }) {
  /** @type {Record<string, any> | undefined} */
  const envelope = mcpReq.envelope;
  // What this request says of its client, or else what an older one said when it connected.
  const declared = envelope ? envelope[CLIENT_CAPABILITIES_META_KEY] : server.getClientCapabilities();
  const { elicitation } = /** @type {import("@modelcontextprotocol/server").ClientCapabilities} */ (declared ?? {});
  // An empty object means forms, as it did when there was nothing else.
  return elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined);
}

/**
 * @param {import("refiner-wasm/tools").McpTool} tool
 * @param {Plan} plan
 * @param {string} requestState
 */
function ask(tool, plan, requestState) {
  const requestedSchema = {
    type: /** @type {const} */ ("object"),
    properties: { confirm: { type: /** @type {const} */ ("boolean"), title: tool.title, description: "This cannot be undone." } },
    required: ["confirm"],
  };
  const message = `${whatOf(tool)}\n\nIt would send: ${shown(plan)}`;
  return inputRequired({ inputRequests: { confirm: inputRequired.elicit({ message, requestedSchema }) }, requestState });
}

/** What it does and destroys, as the contract says. @param {import("refiner-wasm/tools").McpTool} tool */
function whatOf({ name, description }) {
  const action = contract.actions.find((each) => each.name === name);
  return action ? `${action.description}${action.destroys ? ` It destroys ${action.destroys}.` : ""}` : description;
}

/**
 * @param {import("refiner-wasm/tools").McpTool} tool
 * @param {Plan} plan
 * @param {string} message
 */
function noPerson(tool, { method, url, body }, message) {
  const advice = "Nothing was sent. Show the person the plan; they can do it themselves with a client that asks them, or in Refiner.";
  return refused({ kind: "not_confirmed", action: tool.name, message, what: whatOf(tool), advice, plan: { method, url, body } });
}
