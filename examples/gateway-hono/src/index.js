import { Hono } from "hono";
import { createGateway } from "refiner-wasm/gateway";

const gateway = createGateway((env) => ({
  apiKey: env.REFINER_API_KEY,
  baseUrl: env.REFINER_BASE_URL,
  basePath: "/r",
  origins: ["https://app.example.com"],
  tokens: { secret: env.GATEWAY_SECRET },
}));

const app = new Hono();
app.get("/", (context) => context.text("an app of its own"));
app.all("/r/*", (context) => gateway.fetch(context.req.raw, context.env));

export default app;
