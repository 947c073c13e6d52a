// A Worker as a user would write it: the MCP server behind tokens, with the object that remembers confirmations.

import { createMcpHandler } from "refiner-mcp";
import { RefinerOnce } from "refiner-wasm/gateway";

export { RefinerOnce };

export default createMcpHandler((env) => ({
  apiKey: env.REFINER_API_KEY,
  baseUrl: env.REFINER_URL,
  hosts: ["127.0.0.1", "mcp.example.com"],
  origins: ["https://app.example.com"],
  tokens: { secret: env.TOKEN_SECRET },
  confirmations: { secret: env.CONFIRM_SECRET },
}));
