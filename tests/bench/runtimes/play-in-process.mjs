// A program for Node, Deno and Bun: runs benchmark rows and prints the results as JSON.
//
//   node play-in-process.mjs '{ "names": ["list"], "folder": "…", "pages": 3, "quick": true }'

import process from "node:process";
import { readPages } from "../data/record.mjs";
import { play } from "../play.mjs";

const { names, folder, pages, quick } = JSON.parse(process.argv[2]);
console.log(JSON.stringify(await play(names, await readPages(folder, pages), quick)));
