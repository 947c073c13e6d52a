import { createGateway } from "refiner-wasm/gateway";

// Cloudflare makes the Durable Objects from these classes; wrangler.jsonc names them.
export { RefinerOnce, RefinerPace } from "refiner-wasm/gateway";

export default createGateway((env: Env) => ({
  apiKey: env.REFINER_API_KEY,
  baseUrl: env.REFINER_BASE_URL,
  basePath: "/r",
  origins: env.ALLOWED_ORIGINS.split(/\s+/).filter(Boolean),
  tokens: { secret: env.GATEWAY_SECRET },
}));
