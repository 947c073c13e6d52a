// @ts-check
// Serves one client on standard input and output.
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { Refiner } from "refiner-wasm";
import { confirmationsOf } from "../server/confirm.js";
import { createServer } from "../server/create.js";
import { onceInMemory } from "../server/once.js";
import { SettingsError, USAGE, readSettings } from "./settings.js";

/**
 * @param {string[]} args
 * @param {Pick<NodeJS.Process, "env" | "stdout" | "stderr">} io Standard output belongs to the protocol; what is for people goes to the other.
 * @returns {number} The exit status, if nothing is served.
 */
export function serve(args, { env, stdout, stderr }) {
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
    // What a message was wrong about is answered on the wire; here it is one line, without what the message said.
    serveStdio(() => createServer(shared, { user: "stdio" }), { onerror: (error) => stderr.write(`refiner-mcp: ${error.name}\n`) });
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    stderr.write(`refiner-mcp: ${message}\n${error instanceof SettingsError ? "Try refiner-mcp --help\n" : ""}`);
    return 2;
  }
}
