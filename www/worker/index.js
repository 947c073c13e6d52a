// The demo's Worker: the gateway at /r, the visitor's session at /session, and the page for everything else.
import { createGateway } from "refiner-wasm/gateway";
import { elsewhere } from "./elsewhere.js";
import { session } from "./session.js";

export { RefinerOnce, RefinerPace } from "refiner-wasm/gateway";

/** Where the gateway is. A path that says nothing: blockers know words such as "track" and "ingest". */
const BASE_PATH = "/r";

/** What the page may ask for; which of these a visitor may do is in the visitor's token. */
const ACTIONS = ["identify_user", "track_event", "list_responses", "list_forms", "list_contacts"];

const gateway = createGateway((env) => ({
  apiKey: env.REFINER_API_KEY,
  ...(env.REFINER_BASE_URL ? { baseUrl: env.REFINER_BASE_URL } : {}),
  basePath: BASE_PATH,
  // The page is served by this Worker, from this origin alone.
  origins: [env.DEMO_ORIGIN],
  actions: ACTIONS,
  tokens: { secret: env.GATEWAY_SECRET },
}));

/** The bindings with the page's own origin, which only a request tells. One object, so that the gateway reads its options once. */
let known = { DEMO_ORIGIN: "" };

export default {
  async fetch(request, env, ctx) {
    const { origin, pathname } = new URL(request.url);
    if (pathname === "/session") return session(request, env, BASE_PATH);
    if (known.DEMO_ORIGIN !== origin) known = { ...env, DEMO_ORIGIN: origin };
    if (pathname === "/elsewhere") return elsewhere(request, BASE_PATH, (asked) => gateway.fetch(asked, known, ctx));
    if (pathname.startsWith(`${BASE_PATH}/`)) return gateway.fetch(request, known, ctx);
    return env.ASSETS.fetch(request);
  },
};
