import { createGateway } from "refiner-wasm/gateway";

// A function, so that the secrets are read when the first request comes, and not when the app is built.
const gateway = createGateway(() => ({
  apiKey: process.env.REFINER_API_KEY,
  baseUrl: process.env.REFINER_BASE_URL,
  basePath: "/r",
  origins: ["https://app.example.com"],
  tokens: { secret: process.env.GATEWAY_SECRET },
}));

const handle = (request) => gateway.fetch(request);

export { handle as GET, handle as POST, handle as DELETE, handle as OPTIONS };
