// A program for Node: makes calls until V8 has optimised them, then deoptimises the code while the wasm runs. Prints
// what that call resolves to.

import { Session } from "node:inspector";
import { Refiner } from "refiner-wasm";

/** More than enough for V8 to optimise everything in a call. */
const CALLS = 20_000;

const refiner = new Refiner({ apiKey: "any-key", fetch: async () => Response.json({ message: "ok" }) });
const call = () => refiner.trackEvent({ id: "u-1", event: "Upgraded" });
for (let count = 0; count < CALLS; count++) await call();

const session = new Session();
session.connect();
const { now } = Date;
let places;
// The wasm asks for the time during the call. Setting a breakpoint in a script discards its optimised code.
Date.now = () => {
  Date.now = now;
  // Not earlier: with a debugger attached, V8 does not optimise the calls.
  session.post("Debugger.enable");
  session.post("Debugger.setBreakpointByUrl", { urlRegex: "refiner_wasm\\.js$", lineNumber: 0, condition: "false" }, (error, found) => {
    places = error ?? found.locations.length;
  });
  return now();
};
const result = await call();
console.log(JSON.stringify({ result, places }));
