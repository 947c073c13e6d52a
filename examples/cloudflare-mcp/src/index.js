// Refiner's MCP server behind OAuth: a person signs in and allows an app; the app's tokens are that person's.
import { OAuthProvider } from "@cloudflare/workers-oauth-provider";
import { createMcpHandler } from "refiner-mcp";
import { authorize } from "./authorize.js";

// Remembers which confirmations were used.
export { RefinerOnce } from "refiner-wasm/gateway";

const mcp = createMcpHandler((env) => ({
  apiKey: env.REFINER_API_KEY,
  baseUrl: env.REFINER_BASE_URL,
  hosts: [new URL(env.PUBLIC_URL).hostname],
  // The provider has checked the token; this is what was said of its owner when they signed in.
  authenticate: (_request, _env, ctx) => ({ id: ctx.props.userId }),
  confirmations: { secret: env.CONFIRM_SECRET },
}));

/** @type {OAuthProvider | undefined} */
let provider;

export default {
  fetch(request, env, ctx) {
    provider ??= new OAuthProvider({
      apiRoute: "/mcp",
      apiHandler: mcp,
      defaultHandler: { fetch: authorize },
      authorizeEndpoint: "/authorize",
      tokenEndpoint: "/oauth/token",
      clientRegistrationEndpoint: "/oauth/register",
      clientIdMetadataDocumentEnabled: true,
      scopesSupported: ["mcp"],
      requiredScopes: ["mcp"],
      resourceMetadata: { resource: `${env.PUBLIC_URL}/mcp`, authorization_servers: [env.PUBLIC_URL] },
    });
    return provider.fetch(request, env, ctx);
  },
};
