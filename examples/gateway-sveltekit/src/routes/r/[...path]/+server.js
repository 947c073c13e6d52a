import { GATEWAY_SECRET, REFINER_API_KEY, REFINER_BASE_URL } from "$app/env/private";
import { createGateway } from "refiner-wasm/gateway";

// A function, so that the secrets are read when the first request comes, and not when the app is built.
const gateway = createGateway(() => ({
  apiKey: REFINER_API_KEY,
  baseUrl: REFINER_BASE_URL,
  basePath: "/r",
  origins: ["https://app.example.com"],
  tokens: { secret: GATEWAY_SECRET },
}));

/** Every method. On Cloudflare, `platform` has the bindings. */
export const fallback = ({ request, platform }) => gateway.fetch(request, platform?.env, platform?.ctx);
