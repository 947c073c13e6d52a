// @ts-check
// What --help says.
import { findOperation } from "../tools/actions.js";
import { OPERATIONS, flagsFor } from "./operations.js";
import { EXIT_STATUS, MEANING } from "./status.js";
import { wrapped } from "./wrap.js";

const STATUSES = Object.entries(EXIT_STATUS).map(
  ([kind, status]) => `  ${String(status).padStart(3)}  ${kind.padEnd(13)}${MEANING[/** @type {keyof typeof MEANING} */ (kind)]}`,
);

export const HELP = `refiner-wasm: Refiner (refiner.io) from the command line

Usage:
  refiner-wasm actions                  every action, summarize_responses included, and its effect on data
  refiner-wasm schema ACTION            the input and output of an action, as JSON Schemas
  refiner-wasm run ACTION [flags]       run an action and print its result as JSON
  refiner-wasm summarize responses      scores with their intervals, as a table (--json, --csv)
  refiner-wasm export responses|contacts --out FILE
                                        a CSV, NDJSON, JSON or Excel file (--format), continued after an interruption
  refiner-wasm sync responses --out FILE --state FILE
                                        append what is new since the last run to an NDJSON file
  refiner-wasm sandbox [flags]          a Refiner on this machine with invented data, until it is stopped

The flags of summarize, export and sync are the parameters of their operation: refiner-wasm summarize --help

Flags of run:
  --data JSON | @FILE | -               the input: JSON, a file with JSON, or standard input; default none
  --dry-run                             print the request that would be sent, and send nothing
  --yes                                 allow a destructive action
  --all                                 every item of a list, page after page, one JSON object a line
  --progress                            report the progress of --all on standard error, even if that is not a terminal
  --timeout-ms N                        milliseconds for the whole run, retries included; with --all, for each page
  --max-retries N                       how often a failed attempt is retried, where a retry does no harm

Flags of sandbox:
  --port N                              its port on 127.0.0.1; 0 takes any free one; default 4010
  --seed N                              the seed of the data; the same flags give the same data; default 7
  --contacts N, --responses N           how many there are at the start; default 300 and 2000
  --empty                               start with forms and segments only
  --rate-limits on | off                whether to refuse calls above 4,000 a minute, or 100 for one user; default on
  --now TIME | clock                    its time at the start, ISO 8601, or the real time; default 2026-11-15T09:00:00Z
  --response-times plain | iso          the form of times in responses; default plain
  --tags objects | texts                the form of tags; default objects
  --no-account object | null            the account of a contact without one; default object

Flags of every command:
  --json                                one line of JSON, errors too; run prints {"data":…,"meta":{"executionId":…,…}}
  --help, -h                            this text
  --version                             the version

Environment:
  REFINER_API_KEY                       the secret API key; never a flag, which other users and the shell's history can see
  REFINER_BASE_URL                      the address of a sandbox or a gateway

Exit status:
${STATUSES.join("\n")}
`;

/** Where descriptions begin, and where lines end. */
const [INDENT, WIDTH] = [34, 110];

/**
 * The help of a command that is made from operations: a flag for each parameter.
 *
 * @param {string} command
 */
export function helpOf(command) {
  const { of, flags } = OPERATIONS[command];
  const subjects = Object.keys(of);
  const own = Object.entries(flags).map(([name, { value, description }]) => ({ name, value, description }));
  /** @type {Map<string, { value: string, description: string, subjects: string[] }>} */
  const parameters = new Map();
  for (const [subject, operation] of Object.entries(of)) {
    for (const [name, { value, description }] of flagsFor(operation)) {
      const known = parameters.get(name);
      if (known) known.subjects.push(subject);
      else parameters.set(name, { value, description, subjects: [subject] });
    }
  }
  const all = [...parameters].map(([name, { value, description, subjects: some }]) => {
    const only = some.length < subjects.length ? ` Only for ${some.join(", ")}.` : "";
    return { name, value, description: `${description}${only}` };
  });
  const described = [...new Set(Object.values(of))].map((name) => findOperation(name)?.description ?? "");
  return (
    `refiner-wasm ${command} ${subjects.join("|")} [flags]\n\n${described.flatMap((text) => wrapped(text, WIDTH)).join("\n")}\n\n` +
    `Parameters:\n${all.map(flagLines).join("")}\nFlags:\n${own.map(flagLines).join("")}` +
    flagLines({ name: "json", value: "", description: "One line of JSON, errors too." }) +
    "\nThe environment and the exit statuses: refiner-wasm --help\n"
  );
}

/** @param {{ name: string, value: string, description: string }} flag */
function flagLines({ name, value, description }) {
  const head = `  --${name}${value ? ` ${value}` : ""}`;
  const [first = "", ...rest] = wrapped(description, WIDTH - INDENT);
  const begin = head.length < INDENT - 1 ? head.padEnd(INDENT) + first : `${head}\n${" ".repeat(INDENT)}${first}`;
  return [begin, ...rest.map((line) => " ".repeat(INDENT) + line)].map((line) => `${line.trimEnd()}\n`).join("");
}
