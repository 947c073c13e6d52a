// @ts-check
// The command `sandbox`: a Refiner on this machine, until it is stopped.
import { isRefinerError } from "../internal/error.js";
import { createSandbox } from "../testing/index.js";
import { numberOf } from "./flags.js";
import { serve } from "./serve.js";
import { UsageError } from "./usage-error.js";

const DEFAULT_PORT = 4010;

/**
 * @param {import("./flags.js").Flags} flags
 * @param {{ write: (text: string) => Promise<void>, signal: AbortSignal }} io
 */
export async function runSandbox(flags, { write, signal }) {
  const port = numberOf(flags, "port", 0) ?? DEFAULT_PORT;
  if (port > 65_535) throw new UsageError("--port must be at most 65535");
  const sandbox = await create(flags);
  const server = await serve(sandbox, port);
  try {
    await write(`listening on ${server.url}/v1\nkey ${sandbox.apiKey}\n`);
    await new Promise((resolve) => {
      if (signal.aborted) resolve(undefined);
      else signal.addEventListener("abort", resolve, { once: true });
    });
  } finally {
    await server.stop();
  }
}

/** @param {import("./flags.js").Flags} flags */
async function create(flags) {
  const limits = flags["rate-limits"];
  if (limits !== undefined && limits !== "on" && limits !== "off") throw new UsageError("--rate-limits is on or off");
  const options = {
    seed: numberOf(flags, "seed", 0),
    contacts: numberOf(flags, "contacts", 0),
    responses: numberOf(flags, "responses", 0),
    empty: flags.empty,
    rateLimits: limits === undefined ? undefined : limits === "on",
    now: flags.now === "clock" ? new Date() : flags.now,
    responseTimes: flags["response-times"],
    tags: flags.tags,
    noAccount: flags["no-account"],
  };
  try {
    return await createSandbox(/** @type {any} */ (options));
  } catch (error) {
    // Of a command line, it is the flags that are wrong.
    if (isRefinerError(error) && error.kind === "config") throw new UsageError(error.message.replace(/\.$/, ""));
    throw error;
  }
}
