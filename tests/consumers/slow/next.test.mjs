// Next.js 14, 15 and 16, built by webpack and by Turbopack: routes in Node and at the edge, and a page.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { note } from "../../support/note.mjs";
import { KEY } from "../../support/sandbox.mjs";
import { consumer, execute } from "../support/consumer.mjs";
import { playPage } from "../support/page.mjs";
import { checkPlayed, settingsFor, smallSandbox, versionsOf } from "../support/played.mjs";
import { serve } from "../support/server.mjs";

const BUILDS = [
  { next: "14.2.35", react: "18.3.1", bundler: "webpack", flags: [] },
  { next: "15.5.29", react: "19.3.1", bundler: "webpack", flags: [] },
  { next: "15.5.29", react: "19.3.1", bundler: "turbopack", flags: ["--turbopack"] },
  // Next 16.4.6 itself cannot build an edge route with webpack, whatever the route imports.
  { next: "16.4.6", react: "19.3.1", bundler: "webpack", flags: ["--webpack"], edge: false },
  { next: "16.4.6", react: "19.3.1", bundler: "turbopack", flags: [] },
];

let sandbox;
before(async () => {
  sandbox = await smallSandbox();
});
after(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const route = (runtime) => `
import { Refiner } from "refiner-wasm";
import { play } from "../../../play.mjs";
export const runtime = ${JSON.stringify(runtime)};
export async function GET(request) {
  return Response.json(await play(Refiner, JSON.parse(new URL(request.url).searchParams.get("settings"))));
}`;

/** How every module begins, as base64: its magic number and version. */
const WASM_IN_BASE64 = "AGFzbQEAAAA";

const EDGE = "app/api/edge/route.js";

const FILES = {
  "app/layout.js": `export default ({ children }) => <html><body>{children}</body></html>;`,
  "app/page.js": `"use client";
import { Refiner } from "refiner-wasm";
import { useEffect } from "react";
import { play } from "../play.mjs";
export default function Page() {
  useEffect(() => {
    const settings = JSON.parse(new URL(location).searchParams.get("settings"));
    settings.options = { baseUrl: location.origin + "/v1", token: settings.options.apiKey };
    play(Refiner, settings).then((played) => (globalThis.played = played));
  }, []);
  return null;
}`,
  "app/api/node/route.js": route("nodejs"),
  "count.js": `
import { Refiner } from "refiner-wasm";
export async function count() {
  const refiner = new Refiner({ apiKey: process.env.REFINER_KEY, baseUrl: process.env.REFINER_URL });
  return (await refiner.summarizeResponses({ include: "all" }, { metrics: ["count"] })).items;
}`,
  // What Next may keep from one request to the next, or from the build on, unless it is asked not to.
  "app/api/count/route.js": `
import { count } from "../../../count.js";
export const dynamic = "force-dynamic";
export const fetchCache = "default-cache";
export const GET = async () => Response.json({ items: await count() });`,
  "app/report/page.js": `
import { count } from "../../count.js";
export default async () => <p>{"items: " + (await count())}</p>;`,
  "next.config.mjs": `
import { fileURLToPath } from "node:url";
const root = fileURLToPath(new URL(".", import.meta.url));
const turbopack = Number(process.env.NEXT_MAJOR) > 14 ? { turbopack: { root } } : {};
const lean = process.env.LEAN ? { serverExternalPackages: ["refiner-wasm"] } : {};
export default {
  ...turbopack,
  ...lean,
  rewrites: async () => [{ source: "/v1/:path*", destination: process.env.REFINER_URL + "/:path*" }],
};`,
};

for (const { next, react, bundler, flags, edge = true } of BUILDS) {
  const [major] = next.split(".");
  const row = `next-${major}-${bundler}`;
  describe(`Next.js ${major}, ${bundler}`, () => {
    let folder;
    let server;
    const lasting = [];
    before(async () => {
      folder = await consumer(`next-${major}`, { next, react, "react-dom": react }, edge ? { ...FILES, [EDGE]: route("edge") } : FILES);
      const environment = { NEXT_MAJOR: major, REFINER_URL: sandbox.url, REFINER_KEY: KEY };
      await execute(folder, "next", ["build", ...flags], environment);
      server = await serve({ after: (end) => lasting.push(end) }, folder, "next", (port) => ["start", "-H", "127.0.0.1", "-p", String(port)], () => environment);
    });
    after(() => Promise.all(lasting.map((end) => end())));

    const settings = () => encodeURIComponent(settingsFor(sandbox.url));

    for (const [at, name] of [["node", "in Node"], ...(edge ? [["edge", "at the edge"]] : [])]) {
      test(`a route ${name}`, async () => {
        const answer = await fetch(`${server.url}/api/${at}?settings=${settings()}`);
        await checkPlayed(sandbox.url, JSON.parse(await answer.text()));
        await note(`${row}-${at}`, await versionsOf(folder, ["next"]));
      });
    }

    test("a page", async (t) => {
      await checkPlayed(sandbox.url, await playPage(t, `${server.url}/?settings=${settings()}`));
      await note(`${row}-page`, await versionsOf(folder, ["next"]));
    });

    test("a summary is never an old one", async () => {
      const at = async (path) => (await fetch(server.url + path)).text();
      const counts = async () => [JSON.parse(await at("/api/count")).items, Number(/items: (\d+)/.exec(await at("/report"))?.[1])];
      assert.deepEqual(await counts(), [100, 100]);
      const stored = await fetch(`${sandbox.url}/responses`, {
        method: "POST",
        headers: { Authorization: `Bearer ${KEY}`, "content-type": "application/json" },
        body: JSON.stringify({ form_uuid: await firstForm(), id: "u-new", data: { nps: 9 } }),
      });
      assert.equal(stored.status, 200, await stored.text());
      assert.deepEqual(await counts(), [101, 101]);
    });
  });
}

test("Next.js with the package outside its server's bundle: no base64 in it", async (t) => {
  const { next, react } = BUILDS.at(-1);
  const folder = await consumer("next-16", { next, react, "react-dom": react }, FILES);
  const environment = { LEAN: "1", NEXT_MAJOR: "16", REFINER_URL: sandbox.url, REFINER_KEY: KEY };
  await execute(folder, "next", ["build"], environment);
  const server = join(folder, ".next/server");
  const scripts = (await readdir(server, { recursive: true })).filter((name) => name.endsWith(".js"));
  assert.ok(scripts.length > 5);
  for (const name of scripts) assert.ok(!(await readFile(join(server, name), "utf8")).includes(WASM_IN_BASE64), name);
  const { url } = await serve(t, folder, "next", (port) => ["start", "-H", "127.0.0.1", "-p", String(port)], () => environment);
  await checkPlayed(sandbox.url, await (await fetch(`${url}/api/node?settings=${encodeURIComponent(settingsFor(sandbox.url))}`)).json());
  await note("next-16-lean", await versionsOf(folder, ["next"]));
});

/** The survey that a response is stored for. */
async function firstForm() {
  const forms = await fetch(`${sandbox.url}/forms`, { headers: { Authorization: `Bearer ${KEY}` } });
  return (await forms.json()).items[0].uuid;
}
