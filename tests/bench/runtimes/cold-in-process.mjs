// Run by Node, Deno and Bun as a program: prints how long a client's first call took.
//
//   node cold-in-process.mjs '{ "client": "refiner-wasm" }'

import process from "node:process";
import { cold } from "../cold.mjs";

console.log(JSON.stringify(await cold(JSON.parse(process.argv[2]).client)));
