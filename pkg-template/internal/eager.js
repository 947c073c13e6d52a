// @ts-check
// The parts of the client that otherwise load late, loaded with it: for hosts without import().
import * as insight from "./insight-whole.js";
import * as sync from "./sync.js";

/** @type {import("./lazy.js").Parts} */
export const eager = { insight: () => insight, sync: () => sync };
