// @ts-check
// refiner-wasm summarize: scores with their intervals, as a table, JSON or CSV.
import { run } from "../tools/index.js";
import { connect } from "./connect.js";
import { callOptions, readOperationInput } from "./operation.js";
import { summaryCsv } from "./summary-csv.js";
import { summaryText } from "./summary-table.js";
import { terminalOf } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/** @param {import("./operation.js").Context} context */
export async function summarizeCommand(context) {
  const { name, flags, io, write } = context;
  if (flags.csv && flags.json) throw new UsageError("--csv and --json exclude each other");
  const options = callOptions(flags);
  const refiner = connect(io.env);
  const input = await readOperationInput(context);
  const { data, meta } = await run(/** @type {any} */ (refiner), name, input, { ...options, signal: io.signal, maxResultBytes: Infinity, raw: true });
  if (flags.json) return write(`${JSON.stringify({ data, meta })}\n`);
  return write(flags.csv ? summaryCsv(data) : summaryText(data, terminalOf(io.stdout, io.env)));
}
