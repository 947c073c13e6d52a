// Tells the story on standard output: for runtimes with a command line.
import { story } from "./story.mjs";

console.log(JSON.stringify(await story()));
