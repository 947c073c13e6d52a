// @ts-check
// Events wait in a Cloudflare Queue until Refiner takes them.
export { accept } from "./accept.js";
export { consume } from "./consume.js";
