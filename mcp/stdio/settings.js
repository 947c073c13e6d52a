// @ts-check
// What the program is told, by flags and by the environment. A flag wins.
import { parseArgs } from "node:util";

/** @typedef {import("refiner-wasm/tools").Profile} Profile */
/** @typedef {{ apiKey: string, baseUrl?: string, profile: Profile, outputSchemas: boolean, verify: boolean, timeoutMs: number }} Settings */

const PROFILES = /** @type {const} */ (["read", "events", "all"]);

/** How long a tool call may take, unless it is set. */
const TIMEOUT_MS = 120_000;

export const USAGE = `Usage: refiner-mcp [--profile read|events|all] [--no-output-schemas] [--no-verify] [--timeout-ms N]

A Model Context Protocol server for Refiner, on standard input and output.

  --profile            which tools: read changes nothing, events tells Refiner about users, all (default) is every tool
  --no-output-schemas  do not list what the tools return
  --no-verify          do not read back what was written
  --timeout-ms         milliseconds for a whole tool call (default ${TIMEOUT_MS})

Environment: REFINER_API_KEY (needed), REFINER_BASE_URL, REFINER_MCP_PROFILE.
`;

/** What is wrong with the settings, in words for who starts the program. */
export class SettingsError extends Error {}

/**
 * @param {string[]} args
 * @param {Record<string, string | undefined>} env
 * @returns {Settings | undefined} Undefined if the usage is asked for.
 */
export function readSettings(args, env) {
  const given = flagsOf(args);
  if (given.help) return undefined;
  const profile = given.profile ?? (env.REFINER_MCP_PROFILE || "all");
  if (!isProfile(profile)) throw new SettingsError(`the profile must be ${PROFILES.join(", ")}; got ${JSON.stringify(profile)}`);
  const timeoutMs = given["timeout-ms"] === undefined ? TIMEOUT_MS : Number(given["timeout-ms"]);
  if (!(timeoutMs > 0 && timeoutMs <= 2 ** 31 - 1)) throw new SettingsError("--timeout-ms must be a number above 0");
  const { REFINER_API_KEY: apiKey, REFINER_BASE_URL: baseUrl } = env;
  if (!apiKey) throw new SettingsError("REFINER_API_KEY is not set");
  const common = { apiKey, profile, timeoutMs, outputSchemas: !given["no-output-schemas"], verify: !given["no-verify"] };
  return baseUrl ? { ...common, baseUrl } : common;
}

/** @param {string[]} args */
function flagsOf(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        help: { type: "boolean", short: "h" },
        profile: { type: "string" },
        "no-output-schemas": { type: "boolean" },
        "no-verify": { type: "boolean" },
        "timeout-ms": { type: "string" },
      },
    });
    return values;
  } catch (error) {
    throw new SettingsError(error instanceof Error ? error.message : String(error));
  }
}

/** @param {string} name @returns {name is Profile} */
function isProfile(name) {
  return PROFILES.some((profile) => profile === name);
}
