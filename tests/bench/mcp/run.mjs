// The MCP server: what a tool call over stdio takes beside the same call by the client, and how large the Worker is.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { Refiner } from "refiner-wasm";
import { connect, environment } from "../../mcp/program.mjs";
import { RawStdio } from "../../mcp/raw.mjs";
import { bundle, connectWorker, startWorker, tokenFor } from "../../mcp/workerd.mjs";
import { startSandbox } from "../../support/sandbox.mjs";
import { median } from "../report/stats.mjs";
import { table } from "../report/tables.mjs";

/** How many turns; in each turn every way makes the call once. */
const [TURNS, QUICK_TURNS, WARM] = [1000, 20, 100];

/** What a call over stdio may add, in milliseconds, and how large the Worker may be, in bytes compressed. */
const [MOST_ADDED, MOST_BYTES] = [2, 1024 * 1024];

/** @param {boolean} quick @returns {Promise<string>} What to print. */
export async function measureMcp(quick) {
  const sandbox = await startSandbox(["--contacts", "5", "--responses", "5"]);
  const worker = await startWorker(sandbox);
  const refiner = new Refiner({ apiKey: sandbox.key, baseUrl: sandbox.url });
  const raw = new RawStdio(environment(sandbox));
  const stdio = await connect(sandbox);
  const remote = await connectWorker(worker, { token: await tokenFor("bench") });
  const ways = {
    "the client": () => refiner.verifyKey(),
    "a message over stdio": () => raw.call("verify_key", {}),
    "the official client over stdio": () => stdio.callTool({ name: "verify_key", arguments: {} }),
    "the official client, workerd": () => remote.callTool({ name: "verify_key", arguments: {} }),
  };
  /** @type {Record<string, number[]>} */
  const times = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  for (let turn = -WARM; turn < (quick ? QUICK_TURNS : TURNS); turn++) {
    for (const [way, call] of Object.entries(ways)) {
      const start = performance.now();
      await call();
      if (turn >= 0) times[way].push(performance.now() - start);
    }
  }
  await Promise.all([raw.stop(), stdio.close(), remote.close()]);
  await worker.stop();
  await sandbox.stop();
  const base = median(times["the client"]);
  const rows = Object.entries(times).map(([way, found]) => {
    const middle = median(found);
    return [way, middle.toFixed(2), (middle - base).toFixed(2), (middle / base).toFixed(2)];
  });
  const { parts, gzip, brotli } = await sizeOf();
  const added = median(times["a message over stdio"]) - base;
  const bars = `added over stdio: ${added.toFixed(2)} ms of ${MOST_ADDED} allowed; the Worker: ${gzip} bytes (gzip) of ${MOST_BYTES} allowed, ${brotli} with brotli\n${parts}`;
  if (!quick && (added > MOST_ADDED || gzip > MOST_BYTES)) throw new Error(bars);
  return `${table(["verify_key", "ms, median", "added", "ratio"], rows)}\n\n${bars}`;
}

/** The Worker with everything in it, as it is uploaded. */
async function sizeOf() {
  const { folder, stop } = await bundle();
  const parts = [];
  let [gzip, brotli] = [0, 0];
  for (const name of await readdir(folder)) {
    const bytes = await readFile(join(folder, name));
    gzip += gzipSync(bytes).length;
    brotli += brotliCompressSync(bytes).length;
    parts.push(`${name}: ${bytes.length} bytes`);
  }
  await stop();
  return { parts: parts.join(", "), gzip, brotli };
}
