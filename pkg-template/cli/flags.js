// @ts-check
// The command line, read and checked.
import { parseArgs } from "node:util";
import { suggestion } from "../internal/nearest.js";

/** A command line that makes no sense. */
export class UsageError extends Error {}

const EVERYWHERE = /** @type {const} */ ({
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
});

const RUN = /** @type {const} */ ({
  data: { type: "string" },
  "dry-run": { type: "boolean" },
  yes: { type: "boolean" },
  all: { type: "boolean" },
  progress: { type: "boolean" },
  "timeout-ms": { type: "string" },
  "max-retries": { type: "string" },
});

const SANDBOX = /** @type {const} */ ({
  port: { type: "string" },
  seed: { type: "string" },
  contacts: { type: "string" },
  responses: { type: "string" },
  empty: { type: "boolean" },
  "rate-limits": { type: "string" },
  now: { type: "string" },
  "response-times": { type: "string" },
  tags: { type: "string" },
  "no-account": { type: "string" },
});

/** @type {Record<string, { action: boolean, flags: Record<string, { type: "string" | "boolean" }> }>} */
const COMMANDS = {
  actions: { action: false, flags: {} },
  schema: { action: true, flags: {} },
  run: { action: true, flags: RUN },
  sandbox: { action: false, flags: SANDBOX },
};

const OPTIONS = { ...EVERYWHERE, ...RUN, ...SANDBOX };

/** Whether a flag allows a change of data. @param {string} flag */
const changes = (flag) => flag === "yes";

/** @typedef {{ [name: string]: string | boolean | undefined }} Flags */

/**
 * @param {string[]} args
 * @returns {{ command?: string, action?: string, flags: Flags }}
 */
export function readArguments(args) {
  // Not strict: the messages of parseArgs suggest no flag, and would come before the warning about keys.
  const { tokens, positionals } = parseArgs({ args, options: OPTIONS, strict: false, allowPositionals: true, tokens: true });
  const given = tokens.flatMap((token) => (token.kind === "option" ? [token] : []));
  for (const { name } of given) refuseKeys(name);
  /** @type {Flags} */
  const flags = Object.create(null);
  for (const { name, rawName, value } of given) {
    const option = Object.hasOwn(OPTIONS, name) ? OPTIONS[/** @type {keyof typeof OPTIONS} */ (name)] : undefined;
    if (!option) throw new UsageError(`${rawName} is no flag${suggestion(name, Object.keys(OPTIONS), { before: "--", changes })}`);
    if (name in flags) throw new UsageError(`${rawName} is there twice`);
    if (option.type === "string" && value === undefined) throw new UsageError(`${rawName} needs a value`);
    if (option.type === "boolean" && value !== undefined) throw new UsageError(`${rawName} takes no value`);
    flags[name] = value ?? true;
  }
  if (flags.help || flags.version) return { flags };
  return { ...readCommand(positionals, flags), flags };
}

/**
 * Whether the output is JSON, even if the rest of the command line is wrong.
 *
 * @param {string[]} args
 */
export function wantsJson(args) {
  return args.includes("--json");
}

/**
 * @param {string[]} positionals
 * @param {Flags} flags
 */
function readCommand([command, action, ...rest], flags) {
  const names = Object.keys(COMMANDS);
  if (command === undefined) throw new UsageError(`which command? There are: ${names.join(", ")}`);
  if (!Object.hasOwn(COMMANDS, command)) throw new UsageError(`${command} is no command${suggestion(command, names)}`);
  const known = COMMANDS[command];
  const extra = known.action ? rest[0] : action;
  if (extra !== undefined) throw new UsageError(`${command} does not take ${JSON.stringify(extra)}; the input goes into --data`);
  if (known.action && action === undefined) throw new UsageError(`${command} needs an ACTION; refiner-wasm actions lists them`);
  for (const name of Object.keys(flags)) {
    if (name in EVERYWHERE || name in known.flags) continue;
    throw new UsageError(`--${name} is a flag of ${names.find((each) => name in COMMANDS[each].flags)}, not of ${command}`);
  }
  return { command, action };
}

/** @param {string} name */
function refuseKeys(name) {
  if (!/^(api|secret|refiner|access)?[-_]?(api[-_]?)?(key|token|secret|password)$/i.test(name)) return;
  throw new UsageError(
    "a key is never taken from the command line, where other users and the shell's history can see it; " +
      "set REFINER_API_KEY, and replace a key that was typed here",
  );
}

/**
 * A flag that is a whole number.
 *
 * @param {Flags} flags
 * @param {string} name
 * @param {number} least
 */
export function numberOf(flags, name, least) {
  const text = flags[name];
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(String(text)) || Number(text) < least) {
    throw new UsageError(`--${name} must be a whole number, at least ${least}`);
  }
  return Number(text);
}
