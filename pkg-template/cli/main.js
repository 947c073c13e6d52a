#!/usr/bin/env node
// @ts-check
// The program: the process around the commands.
import { constants } from "node:os";
import { command } from "./command.js";

const controller = new AbortController();
/** @type {number | undefined} */
let ended;
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
  // Once: a second one ends the process at once, as it would without this.
  process.once(signal, () => {
    ended = 128 + constants.signals[signal];
    controller.abort();
  });
}

const { env, stdin, stdout, stderr } = process;
const status = await command(process.argv.slice(2), { env, stdin, stdout, stderr, signal: controller.signal });
process.exitCode = ended ?? status;
// Whatever still holds the process after a signal is not worth waiting for; what is written is.
if (ended !== undefined) setTimeout(() => process.exit(), 1000).unref();
