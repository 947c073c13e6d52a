// @ts-check
// The commands that are made from the contract's operations, and their flags.
import { findOperation } from "../tools/actions.js";
import { operationFlags } from "./operation-flags.js";

/** @typedef {import("./operation-flags.js").Flag} Flag */
/** @typedef {{ type: "string" | "boolean", value: string, description: string }} OwnFlag */

/** @type {Record<string, OwnFlag>} */
const COMMON = {
  data: { type: "string", value: "JSON | @FILE | -", description: "More parameters, or all of them, as JSON. What a flag says comes before it." },
  "timeout-ms": { type: "string", value: "N", description: "Milliseconds for each request, its retries included." },
  "max-retries": { type: "string", value: "N", description: "How often a failed attempt is retried." },
};

/** @type {OwnFlag} */
const PROGRESS = { type: "boolean", value: "", description: "Reports the progress on standard error, even if that is not a terminal." };

/**
 * Of what there is each command, as which operation; its flags besides the operation's parameters; and the parameters that it sets itself.
 *
 * @type {Record<string, { of: Record<string, string>, flags: Record<string, OwnFlag>, sets: string[] }>}
 */
export const OPERATIONS = {
  summarize: {
    of: { responses: "summarize_responses" },
    flags: {
      ...COMMON,
      csv: { type: "boolean", value: "", description: "A CSV table, a row for each figure." },
    },
    sets: [],
  },
  export: {
    of: { responses: "export_responses", contacts: "export_contacts" },
    flags: {
      ...COMMON,
      out: { type: "string", value: "FILE", description: "The file. It is there when it is complete; until then, FILE.part is." },
      progress: PROGRESS,
    },
    sets: [],
  },
  sync: {
    of: { responses: "sync_responses" },
    flags: {
      ...COMMON,
      out: { type: "string", value: "FILE", description: "The file to append to: NDJSON, one response a line." },
      state: { type: "string", value: "FILE", description: "Where the run keeps how far it has come, for the next one." },
      progress: PROGRESS,
    },
    sets: ["checkpoint"],
  },
};

/**
 * The flags of an operation's parameters.
 *
 * @param {string} name
 * @returns {Map<string, Flag>}
 */
export function flagsFor(name) {
  const operation = findOperation(name);
  if (!operation) throw new Error(`the contract has no ${name}`);
  const { sets } = Object.values(OPERATIONS).find(({ of }) => Object.values(of).includes(name)) ?? { sets: [] };
  return operationFlags(operation, sets);
}
