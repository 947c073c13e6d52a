// The programs that consumers bundle.

/** A page that plays. @param {string} entry */
export const page = (entry) => `
import { Refiner } from ${JSON.stringify(entry)};
import { play } from "./play.mjs";
fetch("/settings.json")
  .then((response) => response.json())
  .then((settings) => play(Refiner, settings))
  .then((played) => (globalThis.played = played));
`;

/** A page whose worker plays. */
export const workerPage = `
const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
worker.onmessage = ({ data }) => (globalThis.played = data);
worker.onerror = ({ message }) => console.error(message);
fetch("/settings.json")
  .then((response) => response.json())
  .then((settings) => worker.postMessage(settings));
`;

/** A worker that plays what it is sent. @param {string} entry */
export const worker = (entry) => `
import { Refiner } from ${JSON.stringify(entry)};
import { play } from "./play.mjs";
onmessage = async ({ data }) => postMessage(await play(Refiner, data));
`;

/** The document of a page. @param {string} script */
export const html = (script) => `<!doctype html><meta charset="utf-8"><title>Refiner</title><script type="module" src="${script}"></script>`;

/**
 * A program that bundles `main.mjs` or `main.js` into `dist`, with webpack or what has its API.
 *
 * @param {string} name
 * @param {{ output: object }} config
 */
export const webpackBuild = (name, config) => `
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import bundler from ${JSON.stringify(name)};
const { output, ...config } = ${JSON.stringify(config)};
const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const entry = existsSync(path("main.js")) ? "./main.js" : "./main.mjs";
const experiments = output.module ? { experiments: { outputModule: true } } : {};
bundler({ mode: "production", context: path("."), entry, ...config, ...experiments, output: { path: path("dist"), ...output } }, (error, stats) => {
  if (!error && !stats.hasErrors()) return;
  console.error(error ?? stats.toString());
  process.exitCode = 1;
});`;

/** A program that plays what its first argument says, and prints it. @param {string} entry */
export const program = (entry) => `
import { Refiner } from ${JSON.stringify(entry)};
import { play } from "./play.mjs";
const [settings] = globalThis.Deno ? globalThis.Deno.args : process.argv.slice(2);
play(Refiner, JSON.parse(settings)).then((played) => console.log(JSON.stringify(played)));
`;
