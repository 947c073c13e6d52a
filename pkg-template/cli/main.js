#!/usr/bin/env node
// @ts-check
// The program: the process that runs the commands.
import { constants } from "node:os";
import { command } from "./command.js";
import { EXIT_STATUS } from "./status.js";

const controller = new AbortController();
/** @type {number | undefined} */
let ended;
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
  // Only the first signal: a second one ends the process immediately.
  process.once(signal, () => {
    ended = 128 + constants.signals[signal];
    controller.abort();
  });
}

const { env, stdin, stdout, stderr } = process;
const status = await command(process.argv.slice(2), { env, stdin, stdout, stderr, signal: controller.signal });
// What was done until it was told to stop, such as serving, was not interrupted.
process.exitCode = status === EXIT_STATUS.aborted ? (ended ?? status) : status;
// After a signal, only pending output is worth waiting for.
if (ended !== undefined) setTimeout(() => process.exit(), 1000).unref();
