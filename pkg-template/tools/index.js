// @ts-check
// Tools for models and agents: their definitions, and running them.
export { tools } from "./definitions.js";
export { run } from "./run.js";
