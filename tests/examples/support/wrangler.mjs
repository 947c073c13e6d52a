// How wrangler is run here: on the loopback, with the sandbox in the place of Refiner.

/** So that it asks nobody outside, and writes nothing outside the example's folder. */
export const AT_HOME = { CLOUDFLARE_CF_FETCH_ENABLED: "false", WRANGLER_LOG_PATH: "logs", CI: "1" };

/**
 * What `wrangler dev` is told.
 *
 * @param {number} port
 * @param {string} upstream The sandbox.
 */
export const devArguments = (port, upstream) => [
  ...["--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0", "--show-interactive-dev-session=false"],
  ...["--var", `REFINER_BASE_URL:${upstream}`],
];
