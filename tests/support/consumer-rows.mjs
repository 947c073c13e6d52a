// Every place where the suites try the package. The README's table is made from this list and from what passed.

/**
 * @typedef {object} Row
 * @property {string} where Rows with the same words, entry and needs become one line, with all versions.
 * @property {string} [entry] What is imported; `refiner-wasm` unless it says something else.
 * @property {string} [needs] What its user has to set.
 * @property {string} [with] What tells apart rows of one line and version.
 */

const CLASSIC_WORKER = '`worker: { format: "es" }`';
const OPTIMIZED = '`optimizeDeps: { exclude: ["refiner-wasm"] }`';
const STATIC = "refiner-wasm/static";
const INLINE = "refiner-wasm/inline";

/** @type {Record<string, Row>} */
export const ROWS = {
  node: { where: "Node" },
  "node-22": { where: "Node" },
  "node-24": { where: "Node" },
  bun: { where: "Bun" },
  "bun-build": { where: "Bun: `bun build`, one file" },
  "bun-compile": { where: "Bun: `bun build --compile`" },
  deno: { where: "Deno" },
  "deno-net": { where: "Deno with `--allow-net` alone" },
  workerd: { where: "Cloudflare Workers" },
  hono: { where: "Hono on Cloudflare Workers" },
  "next-14-webpack-node": { where: "Next.js: a route in Node", with: "webpack" },
  "next-15-webpack-node": { where: "Next.js: a route in Node", with: "webpack" },
  "next-15-turbopack-node": { where: "Next.js: a route in Node", with: "Turbopack" },
  "next-16-webpack-node": { where: "Next.js: a route in Node", with: "webpack" },
  "next-16-turbopack-node": { where: "Next.js: a route in Node", with: "Turbopack" },
  "next-16-lean": { where: "Next.js: a route in Node, without base64", needs: '`serverExternalPackages: ["refiner-wasm"]`' },
  "next-14-webpack-edge": { where: "Next.js: a route at the edge", with: "webpack" },
  "next-15-webpack-edge": { where: "Next.js: a route at the edge", with: "webpack" },
  "next-15-turbopack-edge": { where: "Next.js: a route at the edge", with: "Turbopack" },
  "next-16-turbopack-edge": { where: "Next.js: a route at the edge", with: "Turbopack" },
  "next-14-webpack-page": { where: "Next.js: a page", with: "webpack" },
  "next-15-webpack-page": { where: "Next.js: a page", with: "webpack" },
  "next-15-turbopack-page": { where: "Next.js: a page", with: "Turbopack" },
  "next-16-webpack-page": { where: "Next.js: a page", with: "webpack" },
  "next-16-turbopack-page": { where: "Next.js: a page", with: "Turbopack" },
  "nuxt-node": { where: "Nuxt: a route in Node" },
  "nuxt-cloudflare": { where: "Nuxt: a route on Cloudflare", needs: "`nitro: { experimental: { wasm: true } }`" },
  "nuxt-page": { where: "Nuxt: a page" },
  angular: { where: "Angular: a page", entry: INLINE },
  sveltekit: { where: "SvelteKit: a route in Node" },
  "esbuild-esm": { where: "esbuild: a server in one file" },
  "esbuild-cjs": { where: "esbuild: a server in one file, CommonJS" },
  "rollup-server": { where: "Rollup: a server in one file" },
  "vite-server": { where: "Vite: a server without `node_modules`" },
  "webpack-server": { where: "webpack: a server" },
  "rspack-server": { where: "Rspack: a server" },
  "esbuild-page": { where: "esbuild: a page", entry: INLINE },
  rollup: { where: "Rollup: a page", entry: INLINE },
  "vite-6": { where: "Vite: a page" },
  "vite-7": { where: "Vite: a page" },
  "vite-8": { where: "Vite: a page" },
  "vite-6-dev": { where: "Vite: a page, in development", needs: OPTIMIZED },
  "vite-7-dev": { where: "Vite: a page, in development", needs: OPTIMIZED },
  "vite-8-dev": { where: "Vite: a page, in development" },
  "vite-6-worker": { where: "Vite: a worker", needs: CLASSIC_WORKER },
  "vite-7-worker": { where: "Vite: a worker", needs: CLASSIC_WORKER },
  "vite-8-worker": { where: "Vite: a worker" },
  "vite-6-worker-static": { where: "Vite: a worker of one script", entry: STATIC },
  "vite-7-worker-static": { where: "Vite: a worker of one script", entry: STATIC },
  "vite-8-worker-static": { where: "Vite: a worker of one script", entry: STATIC },
  webpack: { where: "webpack: a page" },
  "webpack-worker": { where: "webpack: a worker" },
  rspack: { where: "Rspack: a page" },
  "rspack-worker": { where: "Rspack: a worker" },
  parcel: { where: "Parcel: a page" },
  "import-map": { where: "a page without a bundler" },
  "service-worker": { where: "a service worker", entry: STATIC },
  "service-worker-classic": { where: "a service worker of one script", entry: STATIC },
  extension: { where: "the service worker of a Chrome extension", entry: STATIC, needs: "`'wasm-unsafe-eval'` in `content_security_policy.extension_pages`" },
  jest: { where: "Jest with jsdom", needs: '`jest-fixed-jsdom`, `customExportConditions: ["node"]`, `--experimental-vm-modules`' },
  "vitest-jsdom": { where: "Vitest with jsdom" },
  vitest: { where: "Vitest with fake timers", needs: "`preload()` before `vi.useFakeTimers()`" },
};
