// The packed refiner-mcp as a process, and the clients that talk to it.

import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { KEY } from "../support/sandbox.mjs";

export const PROGRAM = fileURLToPath(new URL("../node_modules/refiner-mcp/stdio/main.js", import.meta.url));

/** The environment of a server process: nothing of this one but what a process needs. */
export function environment(sandbox, more = {}) {
  return { PATH: process.env.PATH, REFINER_API_KEY: KEY, REFINER_BASE_URL: sandbox.url, ...more };
}

/**
 * A client of the official package, connected to a process of its own.
 *
 * @param {{ url: string }} sandbox
 * @param {{ args?: string[], env?: object, mode?: "auto" | "legacy", elicit?: (params: any) => any, program?: string }} [how] `elicit` answers for
 *   the person; without it the client says that it cannot ask one.
 */
export async function connect(sandbox, { args = [], env, mode = "auto", elicit, program = PROGRAM } = {}) {
  const client = new Client(
    { name: "test", version: "1" },
    { capabilities: elicit ? { elicitation: { form: {} } } : {}, versionNegotiation: { mode } },
  );
  if (elicit) client.setRequestHandler("elicitation/create", ({ params }) => elicit(params));
  const transport = new StdioClientTransport({ command: process.execPath, args: [program, ...args], env: environment(sandbox, env), stderr: "pipe" });
  await client.connect(transport);
  return client;
}

/** What a failed tool says. */
export function errorOf(result) {
  return JSON.parse(result.content[0].text).error;
}
