// @ts-check
// Every action as a tool for models and agents: its definition, and running it.
export { tools } from "./definitions.js";
export { run } from "./run.js";
