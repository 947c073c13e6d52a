// The client of this page. The only file that knows where the package is and how it is set up.

// With a bundler, or with an import map, this is `from "refiner-wasm"`. The page is served as it lies here and its
// policy allows no inline import map, so it names the file that "refiner-wasm" stands for in a browser.
import { Refiner, isRefinerError } from "/pkg/runtime/browser.js";

export { isRefinerError };

/**
 * @param {(anomaly: object) => void} onAnomaly
 * @returns {Promise<{ client: Refiner, baseUrl: string }>}
 */
export async function connect(onAnomaly) {
  const reply = await fetch("/config.json");
  if (!reply.ok) throw new Error(`the page's settings could not be read (status ${reply.status})`);
  const { baseUrl, apiKey } = await reply.json();
  const client = new Refiner({
    baseUrl,
    apiKey,
    // Harmless here alone: the key of the sandbox is public and opens nothing but invented data.
    dangerouslyAllowBrowser: true,
    onAnomaly,
  });
  return { client, baseUrl };
}
