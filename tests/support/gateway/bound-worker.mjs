// A Worker as a user would write it, with every binding; and what tests need: its log, a clock of its own, bindings that fail.

import { RefinerOnce, RefinerPace, createGateway } from "refiner-wasm/gateway";

/** The published object, with a clock that a test sets. */
export class LaterOnce extends RefinerOnce {
  constructor(state, env) {
    super(state, env, () => Date.now() + Number(env.OFFSET ?? 0));
  }
}

export { RefinerPace };

let lines = [];

const gateway = createGateway((env) => ({
  apiKey: env.REFINER_API_KEY,
  baseUrl: env.REFINER_URL,
  tokens: { secret: env.GATEWAY_SECRET },
  onLog: (line) => lines.push(line),
  ...JSON.parse(env.OPTIONS ?? "{}"),
  ...(env.SUBREQUESTS && { fetch: limited(Number(env.SUBREQUESTS)) }),
}));

/** A fetch that throws as a Worker's own does after so many calls. */
function limited(most) {
  let calls = 0;
  return (url, init) => {
    calls += 1;
    if (calls > most) throw new Error("Too many subrequests.");
    return fetch(url, init);
  };
}

/** @type {WeakMap<object, object>} */
const broken = new WeakMap();

/** The bindings, of which those that FAILING names throw whatever is asked of them. */
function bindings(env) {
  if (!env.FAILING) return env;
  const known = broken.get(env);
  if (known) return known;
  const fails = () => {
    throw new Error("the binding fails");
  };
  const failing = { idFromName: fails, get: fails, limit: fails, sendBatch: fails };
  const made = { ...env, ...Object.fromEntries(env.FAILING.split(",").map((name) => [name, failing])) };
  broken.set(env, made);
  return made;
}

export default {
  async fetch(request, env, ctx) {
    if (new URL(request.url).pathname !== "/_log") return gateway.fetch(request, bindings(env), ctx);
    const taken = lines;
    lines = [];
    return Response.json(taken);
  },
  queue: (batch, env) => gateway.queue(batch, bindings(env)),
};
