// Describes the machine and the software versions of a measurement.

import { readFile } from "node:fs/promises";
import { cpus, release, totalmem, type } from "node:os";

const PEERS = ["zod", "valibot", "typebox", "ajv", "papaparse", "csv-stringify", "miniflare", "ofetch", "ky", "openai", "stripe", "axios"];

/** The relevant facts about this machine. */
export async function machine() {
  const text = await readFile("/etc/os-release", "utf8").catch(() => "");
  const system = /^PRETTY_NAME="(.+)"$/m.exec(text)?.[1];
  const [{ model }, count] = [cpus()[0] ?? { model: "unknown" }, cpus().length];
  return {
    processor: `${model.trim()}, ${count} ${count === 1 ? "core" : "cores"}`,
    memory: `${Math.round(totalmem() / 1024 ** 3)} GiB`,
    system: [system, `${type()} ${release()}`].filter(Boolean).join(", "),
  };
}

/** The versions of the package and of each library that it is compared with. */
export async function libraries() {
  const version = async (name) => {
    const manifest = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
    return `${name} ${JSON.parse(await readFile(manifest, "utf8")).version}`;
  };
  return Promise.all(["refiner-wasm", ...PEERS].map(version));
}
