// The handler of refiner-mcp, with a server that has what the conformance suite asks for. The suite sends no token.

import { RefinerOnce } from "refiner-wasm/gateway";
import { handlerOf } from "../../node_modules/refiner-mcp/handler/handler.js";
import { createFixture } from "./fixture.mjs";

export { RefinerOnce };

export default handlerOf(
  (env) => ({
    apiKey: env.REFINER_API_KEY,
    hosts: ["127.0.0.1", "localhost"],
    authenticate: () => ({ id: "conformance" }),
    confirmations: { secret: env.CONFIRM_SECRET },
  }),
  createFixture,
);
