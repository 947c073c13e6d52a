// @ts-check
// One line a call, as an object. It says what happened and never to whom: no user, address, trait, token or path.
import { observe } from "../internal/observe.js";

/** @typedef {import("../gateway.js").LogLine} LogLine */

/**
 * @param {((line: LogLine) => unknown) | undefined} onLog
 * @param {LogLine} line
 */
export function log(onLog, line) {
  observe(onLog ?? print, line);
}

/** @param {LogLine} line */
function print(line) {
  // The levels are methods of the console, by which every host sorts.
  console[line.level](JSON.stringify(line));
}
