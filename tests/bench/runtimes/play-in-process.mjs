// A program for Node, Deno and Bun: runs benchmark rows and prints the results as JSON.
//
//   node play-in-process.mjs '{ "names": ["list"], "quick": true }'

import process from "node:process";
import { play } from "../play.mjs";

const { names, quick } = JSON.parse(process.argv[2]);
console.log(JSON.stringify(await play(names, quick)));
