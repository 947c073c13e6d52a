import { createGateway, RefinerOnce, RefinerPace, type GatewayEnv } from "refiner-wasm/gateway";

export { RefinerOnce, RefinerPace };

interface Env extends GatewayEnv {
  ALLOWED_ORIGINS: string;
}

export default createGateway((env: Env) => ({
  apiKey: env.REFINER_API_KEY,
  basePath: "/r",
  origins: env.ALLOWED_ORIGINS.split(/\s+/).filter(Boolean),
  tokens: { secret: env.GATEWAY_SECRET },
}));
