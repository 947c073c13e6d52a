// A program for Node, Deno and Bun: prints the duration of a client's first call.
//
//   node cold-in-process.mjs '{ "client": "refiner-wasm" }'

import process from "node:process";
import { cold } from "../cold.mjs";

console.log(JSON.stringify(await cold(JSON.parse(process.argv[2]).client)));
