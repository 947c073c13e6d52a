// @ts-check
// Serves one client on standard input and output.
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import { Refiner } from "refiner-wasm";
import { confirmationsOf } from "../server/confirm.js";
import { createServer } from "../server/create.js";
import { onceInMemory } from "../server/once.js";
import { withoutLongLines } from "./long-lines.js";
import { SettingsError, USAGE, readSettings } from "./settings.js";

/** The longest message, in bytes: no input of a tool comes near it. */
const LONGEST = 4 * 1024 * 1024;

/**
 * @param {string[]} args
 * @param {Pick<NodeJS.Process, "env" | "stdin" | "stdout" | "stderr">} io Standard output belongs to the protocol; what is for people goes to the other.
 * @returns {number} The exit status, if nothing is served.
 */
export function serve(args, { env, stdin, stdout, stderr }) {
  try {
    const settings = readSettings(args, env);
    if (!settings) {
      stdout.write(USAGE);
      return 0;
    }
    const { apiKey, baseUrl, ...how } = settings;
    const refiner = new Refiner({ apiKey, ...(baseUrl !== undefined && { baseUrl }) });
    // One process serves one person, and its secret ends with it.
    const confirmations = confirmationsOf(crypto.getRandomValues(new Uint8Array(32)), onceInMemory());
    const shared = { refiner, ...how, confirmations };
    const lines = stdin.pipe(withoutLongLines(LONGEST, () => stderr.write(`refiner-mcp: a message of more than ${LONGEST} bytes was left out\n`)));
    // What a message was wrong about is answered on the wire; here it is one line, without what the message said.
    const onerror = (/** @type {Error} */ error) => stderr.write(`refiner-mcp: ${error.name}\n`);
    serveStdio(() => createServer(shared, { user: "stdio" }), { onerror, transport: new StdioServerTransport(lines, stdout) });
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    stderr.write(`refiner-mcp: ${message}\n${error instanceof SettingsError ? "Try refiner-mcp --help\n" : ""}`);
    return 2;
  }
}
