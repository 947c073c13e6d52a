// @ts-check
// The command line, read and checked.
import { parseArgs } from "node:util";
import { suggestion } from "../internal/nearest.js";
import { OPERATIONS, flagsFor } from "./operations.js";
import { UsageError } from "./usage-error.js";

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

const NAMES = [...Object.keys(COMMANDS), ...Object.keys(OPERATIONS)];

/** Whether a flag allows a change of data. @param {string} flag */
const changes = (flag) => flag === "yes";

/** @typedef {{ [name: string]: string | boolean | undefined }} Flags */

/** @typedef {{ name: string, text: string | undefined }} Given A flag as it was given. */

/**
 * @typedef {object} Read
 * @property {string} [command]
 * @property {string} [action] The action or operation.
 * @property {Flags} flags
 * @property {Given[]} given The flags of an operation's parameters, in their order.
 */

/**
 * @param {string[]} args
 * @returns {Read}
 */
export function readArguments(args) {
  const first = args.find((arg) => !arg.startsWith("-"));
  if (first !== undefined && Object.hasOwn(OPERATIONS, first)) return readOperation(first, args);
  const { positionals, given } = parse(args, OPTIONS);
  const flags = checked(given, OPTIONS);
  if (flags.help || flags.version) return { flags, given: [] };
  return { ...readCommand(positionals, flags), flags, given: [] };
}

/**
 * A command that is made from an operation: `summarize responses`.
 *
 * @param {string} command
 * @param {string[]} args
 * @returns {Read}
 */
function readOperation(command, args) {
  const of = OPERATIONS[command].of;
  const subject = args.slice(args.indexOf(command) + 1).find((arg) => Object.hasOwn(of, arg));
  const name = of[subject ?? Object.keys(of)[0]];
  const own = { ...EVERYWHERE, ...OPERATIONS[command].flags };
  const options = { ...Object.fromEntries(flagsFor(name)), ...own };
  const { positionals, given } = parse(args, options);
  const flags = checked(given, options, Object.keys(own));
  if (flags.version) return { flags, given: [] };
  if (flags.help) return { command, action: name, flags, given: [] };
  const [, said, ...rest] = positionals;
  const known = Object.keys(of);
  if (said === undefined) throw new UsageError(`${command} needs to know of what: ${known.join(" or ")}`);
  if (!Object.hasOwn(of, said)) throw new UsageError(`${command} does not take ${JSON.stringify(said)}${suggestion(said, known)}`);
  if (rest.length > 0) throw new UsageError(`${command} ${said} does not take ${JSON.stringify(rest[0])}; every parameter is a flag`);
  return { command, action: name, flags, given: given.filter(({ name }) => !(name in own)).map(({ name, value }) => ({ name, text: value })) };
}

/** @typedef {Record<string, { type: "string" | "boolean", short?: string, multiple?: boolean }>} Options */

/** @param {string[]} args @param {Options} options */
function parse(args, options) {
  const types = Object.fromEntries(Object.entries(options).map(([name, { type, short }]) => [name, { type, ...(short && { short }) }]));
  // Not strict: the messages of parseArgs suggest no flag, and would come before the warning about keys.
  const { tokens, positionals } = parseArgs({ args, options: types, strict: false, allowPositionals: true, tokens: true });
  const given = tokens.flatMap((token) => (token.kind === "option" ? [token] : []));
  for (const { name } of given) refuseKeys(name);
  return { positionals, given };
}

/**
 * @param {{ name: string, rawName: string, value?: string }[]} given
 * @param {Options} options
 * @param {string[]} [kept] The flags to return; the others are only checked.
 * @returns {Flags}
 */
function checked(given, options, kept = Object.keys(options)) {
  /** @type {Flags} */
  const flags = Object.create(null);
  for (const { name, rawName, value } of given) {
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!option) throw new UsageError(`${rawName} is no flag${suggestion(name, Object.keys(options), { before: "--", changes })}`);
    if (name in flags && !option.multiple) throw new UsageError(`${rawName} is there twice`);
    if (option.type === "string" && value === undefined) throw new UsageError(`${rawName} needs a value`);
    if (option.type === "boolean" && value !== undefined) throw new UsageError(`${rawName} takes no value`);
    flags[name] = value ?? true;
  }
  for (const name of Object.keys(flags)) if (!kept.includes(name)) delete flags[name];
  return flags;
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
  if (command === undefined) throw new UsageError(`which command? There are: ${NAMES.join(", ")}`);
  if (!Object.hasOwn(COMMANDS, command)) throw new UsageError(`${command} is no command${suggestion(command, NAMES)}`);
  const known = COMMANDS[command];
  const extra = known.action ? rest[0] : action;
  if (extra !== undefined) throw new UsageError(`${command} does not take ${JSON.stringify(extra)}; the input goes into --data`);
  if (known.action && action === undefined) throw new UsageError(`${command} needs an ACTION; refiner-wasm actions lists them`);
  for (const name of Object.keys(flags)) {
    if (name in EVERYWHERE || name in known.flags) continue;
    throw new UsageError(`--${name} is a flag of ${NAMES.find((each) => name in COMMANDS[each].flags)}, not of ${command}`);
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
