// Loads the chart library when there is something to draw (lazy). The demo's server serves chart.js from npm.
import { whiskers } from "./whiskers.js";

/** @type {Promise<any> | undefined} */
let loading;

/** @returns {Promise<{ Chart: any }>} */
export function loadLibrary() {
  loading ??= load().catch((error) => {
    // A failed load can be tried again.
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load() {
  const { Chart, ...parts } = await import("/vendor/chart.js");
  Chart.register(...Object.values(parts), whiskers);
  return { Chart };
}
