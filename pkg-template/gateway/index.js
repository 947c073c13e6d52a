// @ts-check
// What stands between a page and Refiner.
export { createGateway } from "./gateway.js";
export { issueToken } from "./tokens.js";
