// The chart library, loaded when there is something to draw. The demo's server makes the file from npm's chart.js.
import { whiskers } from "./whiskers.js";

/** @type {Promise<any> | undefined} */
let loading;

/** @returns {Promise<{ Chart: any }>} */
export function loadLibrary() {
  loading ??= load().catch((error) => {
    // A load that failed can be tried again.
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
