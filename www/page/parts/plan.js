// Shows what a call would send, and follows what is typed.
import { isRefinerError } from "../refiner.js";
import { el } from "./dom.js";
import { jsonView } from "./json.js";

/**
 * @param {HTMLElement} parent
 * @param {import("/pkg/index.js").Refiner} client
 * @param {string} action
 */
export function planView(parent, client, action) {
  const body = el("div", { class: "plan" });
  parent.append(body);
  let newest = 0;

  return {
    /** @param {object} input @param {{ message: string }} [problem] a problem that the page found itself */
    async show(input, problem) {
      const mine = (newest += 1);
      const nodes = problem ? notYet(problem.message) : await planned(client, action, input);
      // Plans may resolve in another order than they were requested.
      if (mine === newest) body.replaceChildren(...nodes);
    },
  };
}

async function planned(client, action, input) {
  try {
    const plan = await client.plan(action, input);
    const headers = Object.entries(plan.headers);
    return [
      el("p", { class: "plan-line" }, el("span", { class: "method" }, plan.method), " ", el("code", {}, plan.url)),
      el(
        "dl",
        { class: "plan-headers" },
        ...headers.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
      ),
      ...(plan.body === null ? [] : [jsonView(plan.body)]),
    ];
  } catch (error) {
    return notYet(reason(error, action));
  }
}

/** @param {unknown} error @param {string} action */
function reason(error, action) {
  const message = error instanceof Error ? error.message : String(error);
  // The heading names the action already.
  return isRefinerError(error) && message.startsWith(`${action}: `) ? message.slice(action.length + 2) : message;
}

/** @param {string} why */
function notYet(why) {
  return [el("p", { class: "plan-not-yet" }, el("strong", {}, "Nothing to send yet: "), why, ".")];
}
