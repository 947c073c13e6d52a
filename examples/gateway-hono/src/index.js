import { Hono } from "hono";
import { mount } from "hono/mount";
import { createGateway } from "refiner-wasm/gateway";

// Cloudflare makes the Durable Objects from these classes; wrangler.jsonc names them. Elsewhere they are not used.
export { RefinerOnce, RefinerPace } from "refiner-wasm/gateway";

const gateway = createGateway((env) => ({
  apiKey: env.REFINER_API_KEY,
  baseUrl: env.REFINER_BASE_URL,
  basePath: "/r",
  origins: ["https://app.example.com"],
  tokens: { secret: env.GATEWAY_SECRET },
}));

const app = new Hono();
app.get("/", (context) => context.text("An app of its own. The gateway is at /r."));
// The gateway gets the request as it came: `basePath` says where it is.
app.all("/r/*", mount(gateway.fetch, { replaceRequest: false }));

export default app;
