// Frameworks, each with its own build: SvelteKit, Nuxt for Node and for Cloudflare, Hono on Cloudflare, Angular.

import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { note } from "../../support/note.mjs";
import { consumer, execute } from "../support/consumer.mjs";
import { playPage, serveFolder } from "../support/page.mjs";
import { checkPlayed, settingsFor, smallSandbox, versionsOf } from "../support/played.mjs";
import { serve } from "../support/server.mjs";

let sandbox;
before(async () => {
  sandbox = await smallSandbox();
});
after(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const settings = () => encodeURIComponent(settingsFor(sandbox.url));

/** Checks what a route plays. @param {string} url */
async function playsAt(url) {
  const answer = await fetch(`${url}?settings=${settings()}`);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`status ${answer.status}: ${text}`);
  await checkPlayed(sandbox.url, JSON.parse(text));
}

test("SvelteKit", async (t) => {
  const tools = { "@sveltejs/kit": "3.2.0", "@sveltejs/adapter-node": "6.0.1", "@sveltejs/vite-plugin-svelte": "7.3.1", svelte: "5.57.3", vite: "8.3.8" };
  // The package is no dependency at run time, so the adapter bundles it.
  const folder = await consumer("sveltekit", tools, {
    "vite.config.js": `import { sveltekit } from "@sveltejs/kit/vite";\nimport adapter from "@sveltejs/adapter-node";\nexport default { plugins: [sveltekit({ adapter: adapter() })] };`,
    "src/app.html": `<!doctype html><html><head>%sveltekit.head%</head><body>%sveltekit.body%</body></html>`,
    "src/routes/api/+server.js": `
import { Refiner } from "refiner-wasm";
import { play } from "../../../play.mjs";
export const GET = async ({ url }) => Response.json(await play(Refiner, JSON.parse(url.searchParams.get("settings"))));`,
  });
  await execute(folder, "vite", ["build", "--logLevel", "error"]);
  const { url } = await serve(t, folder, "node", () => ["build/index.js"], (port) => ({ HOST: "127.0.0.1", PORT: String(port) }));
  await playsAt(`${url}/api`);
  await note("sveltekit", await versionsOf(folder, ["@sveltejs/kit"]));
});

const NUXT = {
  "app/app.vue": `
<script setup>
import { onMounted } from "vue";
import { Refiner } from "refiner-wasm";
import { play } from "../play.mjs";
onMounted(() => {
  const settings = JSON.parse(new URL(location).searchParams.get("settings"));
  settings.options = { baseUrl: location.origin + "/v1", token: settings.options.apiKey };
  play(Refiner, settings).then((played) => (globalThis.played = played));
});
</script>
<template><p>Refiner</p></template>`,
  "server/api/play.js": `
import { Refiner } from "refiner-wasm";
import { play } from "../../play.mjs";
export default defineEventHandler((event) => play(Refiner, JSON.parse(getQuery(event).settings)));`,
  "nuxt.config.js": `
export default {
  compatibilityDate: "2026-04-01",
  telemetry: false,
  nitro: { preset: process.env.NITRO_PRESET, experimental: { wasm: true }, routeRules: { "/v1/**": { proxy: process.env.REFINER_URL + "/**" } } },
};`,
};
const DATE = ["--compatibility-date", "2026-04-01", "--compatibility-flags", "nodejs_compat"];
const NUXT_TOOLS = { nuxt: "4.5.2", vue: "3.5.45", wrangler: "4.164.0" };

test("Nuxt, for Node", async (t) => {
  const folder = await consumer("nuxt", NUXT_TOOLS, NUXT);
  await execute(folder, "nuxt", ["build"], { NITRO_PRESET: "node-server", REFINER_URL: sandbox.url });
  const { url } = await serve(t, folder, "node", () => [".output/server/index.mjs"], (port) => ({ HOST: "127.0.0.1", PORT: String(port) }));
  await playsAt(`${url}/api/play`);
  await note("nuxt-node", await versionsOf(folder, ["nuxt"]));
  await checkPlayed(sandbox.url, await playPage(t, `${url}/?settings=${settings()}`));
  await note("nuxt-page", await versionsOf(folder, ["nuxt"]));
});

test("Nuxt, for Cloudflare", async (t) => {
  const folder = await consumer("nuxt", NUXT_TOOLS, NUXT);
  await execute(folder, "nuxt", ["build"], { NITRO_PRESET: "cloudflare-module", REFINER_URL: sandbox.url });
  const { url } = await serve(t, folder, "wrangler", (port) => ["dev", ".output/server/index.mjs", "--assets", ".output/public", ...DATE, "--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0"]);
  await playsAt(`${url}/api/play`);
  await note("nuxt-cloudflare", await versionsOf(folder, ["nuxt"]));
});

const ANGULAR = "22.2.6";
const ANGULAR_TOOLS = {
  "@angular/build": "22.2.7",
  "@angular/cli": "22.2.7",
  ...Object.fromEntries(["common", "compiler", "compiler-cli", "core", "platform-browser"].map((name) => [`@angular/${name}`, ANGULAR])),
  rxjs: "7.8.2",
  tslib: "2.9.1",
  typescript: "6.0.3",
};

test("Angular", async (t) => {
  const options = { browser: "src/main.ts", index: "src/index.html", tsConfig: "tsconfig.json", outputPath: { base: "dist", browser: "" }, budgets: [] };
  const build = { builder: "@angular/build:application", options };
  const folder = await consumer("angular", ANGULAR_TOOLS, {
    "angular.json": JSON.stringify({ version: 1, cli: { analytics: false, cache: { enabled: false } }, projects: { app: { projectType: "application", root: "", architect: { build } } } }),
    "tsconfig.json": JSON.stringify({ compilerOptions: { target: "es2022", module: "es2022", moduleResolution: "bundler", strict: true, allowJs: true, skipLibCheck: true }, files: ["src/main.ts"] }),
    "src/index.html": `<!doctype html><html><head><base href="/"></head><body><app-root></app-root></body></html>`,
    "src/main.ts": `
import { Component } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { Refiner } from "refiner-wasm/inline";
import { play } from "../play.mjs";
@Component({ selector: "app-root", template: "Refiner" })
class App {
  constructor() {
    fetch("/settings.json")
      .then((response) => response.json())
      .then((settings) => play(Refiner, settings))
      .then((played) => ((globalThis as any).played = played));
  }
}
bootstrapApplication(App);`,
  });
  await execute(folder, "ng", ["build"]);
  await checkPlayed(sandbox.url, await playPage(t, await serveFolder(t, join(folder, "dist"), new URL(sandbox.url).origin, { script: "'unsafe-inline'" })));
  await note("angular", await versionsOf(folder, ["@angular/core"]));
});

test("Hono, on Cloudflare", async (t) => {
  const folder = await consumer("hono", { hono: "4.13.19", wrangler: "4.164.0" }, {
    "worker.js": `
import { Hono } from "hono";
import { Refiner } from "refiner-wasm";
import { play } from "./play.mjs";
export default new Hono().get("/api", async (context) => context.json(await play(Refiner, JSON.parse(context.req.query("settings")))));`,
    "wrangler.json": JSON.stringify({ name: "refiner", main: "worker.js", compatibility_date: "2026-04-01" }),
  });
  const { url } = await serve(t, folder, "wrangler", (port) => ["dev", "--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0"]);
  await playsAt(`${url}/api`);
  await note("hono", await versionsOf(folder, ["hono", "wrangler"]));
});
