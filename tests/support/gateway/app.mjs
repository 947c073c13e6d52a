// The app that hosts gateways, in every runtime: one for each variant of the options, below a path of its own. `/_log` gives the
// lines that were logged since it was last asked.

import { createGateway } from "refiner-wasm/gateway";

/** @type {Map<string, import("refiner-wasm/gateway").Gateway>} */
const gateways = new Map();
let lines = [];

/**
 * @param {Request} request
 * @param {{ VARIANTS: string, REFINER_API_KEY?: string, REFINER_URL: string }} env
 * @param {any} [ctx]
 */
export async function answer(request, env, ctx) {
  const [, name] = new URL(request.url).pathname.split("/");
  if (name === "_log") {
    const taken = lines;
    lines = [];
    return Response.json(taken);
  }
  if (!gateways.has(name)) gateways.set(name, createGateway((env) => optionsOf(name, env)));
  return gateways.get(name).fetch(request, env, ctx);
}

function optionsOf(name, env) {
  const { session, noKey, ...options } = JSON.parse(env.VARIANTS)[name];
  return {
    apiKey: noKey ? undefined : env.REFINER_API_KEY,
    baseUrl: env.REFINER_URL,
    basePath: `/${name}`,
    onLog: (line) => lines.push(line),
    ...(session && { authenticate }),
    ...options,
  };
}

/** The app's session: its cookie names the user. */
function authenticate(request) {
  const cookie = request.headers.get("cookie") ?? "";
  if (cookie.includes("broken")) throw new Error("secret-of-the-session");
  const id = /session=([\w-]+)/.exec(cookie)?.[1];
  return id ? { id } : null;
}
