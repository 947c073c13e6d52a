import { env } from "$env/dynamic/private";
import { createGateway } from "refiner-wasm/gateway";

// A function, so that the secrets are read when the first request comes, and not when the app is built.
const gateway = createGateway(() => ({
  apiKey: env.REFINER_API_KEY,
  baseUrl: env.REFINER_BASE_URL,
  basePath: "/r",
  origins: ["https://app.example.com"],
  tokens: { secret: env.GATEWAY_SECRET },
}));

/** Every method. On Cloudflare, `platform` has the bindings. */
export const fallback = ({ request, platform }) => gateway.fetch(request, platform?.env, platform?.ctx);
