// Puts together what the Worker serves: the page at /, the package at /pkg/, and the tracker and the chart library
// at /vendor/. `wrangler` runs this before it starts or deploys the Worker (see wrangler.jsonc).
import { cp, mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const DIST = join(HERE, "dist");

// The parts that the page draws with; `page/insights/charts/library.js` imports this file. The page uses Chart.js because it has all
// that is needed (bars, lines, an arc, a canvas that follows its box), because plugins can draw the rest, and because only these
// parts are bundled: 61 of 71 KB, compressed.
const CHARTS = `export { Chart, ArcElement, BarController, BarElement, CategoryScale, DoughnutController, LineController, LineElement,
  LinearScale, PointElement, Tooltip } from "chart.js";`;

// One file, with `idb` in it, as a bundler makes it.
const TRACKER = `export { createTracker } from "refiner-wasm/tracker";`;

await rm(DIST, { recursive: true, force: true });
await mkdir(join(DIST, "vendor"), { recursive: true });
await cp(join(HERE, "page"), DIST, { recursive: true });
// The page's own import map is forbidden by its policy, so it names files. A page with a bundler imports "refiner-wasm".
await cp(dirname(fileURLToPath(import.meta.resolve("refiner-wasm/package.json"))), join(DIST, "pkg"), { recursive: true });
for (const [name, contents] of [
  ["chart", CHARTS],
  ["tracker", TRACKER],
]) {
  await build({
    stdin: { contents, resolveDir: HERE },
    outfile: join(DIST, `vendor/${name}.js`),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    // The licences of the bundled code stay at the end of the file.
    legalComments: "eof",
    logLevel: "warning",
  });
}
