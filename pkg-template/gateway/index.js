// @ts-check
// What stands between a page and Refiner.
export { createGateway } from "./gateway.js";
export { RefinerPace } from "./limits/pace.js";
export { openOnce } from "./once/index.js";
export { RefinerOnce } from "./once/object.js";
export { issueToken } from "./issue-token.js";
export { verifierOf as tokenVerifier } from "./tokens.js";
export { createWebhookHandler } from "./webhook/index.js";
