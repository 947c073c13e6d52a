// What a README tells its reader to run.

import assert from "node:assert/strict";

/**
 * The one block of code that contains some text.
 *
 * @param {string} readme
 * @param {string} language
 * @param {string} part
 */
export function blockOf(readme, language, part) {
  const blocks = [...readme.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].filter(([, is, text]) => is === language && text.includes(part));
  assert.equal(blocks.length, 1, `blocks of ${language} with ${part}`);
  return blocks[0][2];
}

/** A server with `app.get(path, (request, reply) => …)`, where u-1 is signed in. Its argument is the port. */
export const APP_SERVER = `
import { createServer } from "node:http";
const handlers = new Map();
const app = { get: (path, handle) => handlers.set(path, handle) };
// the README's
const server = createServer((incoming, outgoing) => {
  const handle = handlers.get(incoming.url);
  if (handle) handle({ session: { userId: "u-1" } }, { send: (text) => outgoing.end(text) });
  else outgoing.writeHead(404).end();
});
server.listen(Number(process.argv[2]), "127.0.0.1", () => console.log("listening"));
`;
