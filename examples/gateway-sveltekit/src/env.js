import { defineEnvVars } from "@sveltejs/kit/env";

/** What the app reads from its environment. It does not start without the secrets. */
export const variables = defineEnvVars({
  REFINER_API_KEY: { description: "The API key of your Refiner environment." },
  GATEWAY_SECRET: { description: "Signs the tokens: 32 random bytes or more." },
  REFINER_BASE_URL: { description: "Where Refiner is, if it is not at its own address.", schema: (value) => value },
});
