// 10,000 messages that are wrong in every way: the server answers the next right one, and its memory stays flat.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { startSandbox } from "../support/sandbox.mjs";
import { seeded } from "../support/seeded.mjs";
import { environment } from "./program.mjs";
import { RawStdio, envelope } from "./raw.mjs";

const MESSAGES = 10_000;

/** By how many bytes the resident memory may grow from the first tenth to the end: a message kept each time would be more. */
const GROWTH = 40e6;

let sandbox;

before(async () => {
  sandbox = await startSandbox(["--contacts", "5", "--responses", "5"]);
});
after(() => sandbox?.stop());

/** A wrong message. @param {() => number} random */
function wrong(random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const junk = () => pick([null, true, -1, 1e308, "", "x".repeat(2000), [], {}, [[[[]]]], { a: { b: {} } }, "\u0000\u202e", "__proto__"]);
  const id = pick([1, "a", null, [], {}, undefined, -0.5]);
  const method = pick(["tools/call", "tools/list", "resources/read", "prompts/get", "initialize", "server/discover", "subscriptions/listen", "nothing", "", 7, null, "completion/complete", "notifications/cancelled"]);
  const params = pick([undefined, junk(), { name: junk(), arguments: junk() }, { name: "list_contacts", arguments: junk(), _meta: envelope() }, { uri: junk(), _meta: envelope() }, { _meta: junk() }, { name: "delete_contact", arguments: { id: junk() }, _meta: envelope({ elicitation: { form: {} } }), requestState: junk(), inputResponses: junk() }]);
  const message = JSON.stringify({ jsonrpc: pick(["2.0", "2.0", "1.0", undefined]), id, method, params });
  return pick([
    () => message, () => message, () => message, () => message.slice(0, Math.floor(random() * message.length)), () => `[${message},${message}]`,
    () => JSON.stringify(junk()), () => "{".repeat(500), () => "", () => "\u0000", () => `${message}${message}`, () => JSON.stringify({ jsonrpc: "2.0", id, result: junk() }),
  ])();
}

/** Resident memory of a process, in bytes. */
async function residentOf(pid) {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, "utf8"))[1]) * 1024;
}

test(`${MESSAGES} malformed messages leave a server that answers, in flat memory`, async (t) => {
  const server = new RawStdio(environment(sandbox), [], ["--max-semi-space-size=1", "--max-old-space-size=64"]);
  const alive = () => server.call("verify_key", {});
  assert.equal((await alive()).result.isError, undefined);
  const random = seeded(15);
  let early = 0;
  for (let count = 1; count <= MESSAGES; count++) {
    await server.write(`${wrong(random)}\n`);
    if (count === MESSAGES / 10) {
      assert.equal((await alive()).result.isError, undefined);
      early = await residentOf(server.pid);
    }
  }
  assert.equal((await alive()).result.isError, undefined);
  const late = await residentOf(server.pid);
  t.diagnostic(`resident: ${Math.round(early / 1e6)} MB after a tenth, ${Math.round(late / 1e6)} MB at the end`);
  assert.ok(late - early < GROWTH, `it grew by ${late - early} bytes`);
  assert.equal(await server.stop(), 0);
});

test("a message that does not end is left out, and the next one is answered", async () => {
  const server = new RawStdio(environment(sandbox), [], ["--max-old-space-size=64"]);
  assert.equal((await server.call("verify_key", {})).result.isError, undefined);
  const part = "x".repeat(1e6);
  for (let count = 0; count < 30; count++) await server.write(part);
  assert.ok((await residentOf(server.pid)) < 200e6);
  await server.write("\n");
  assert.equal((await server.call("verify_key", {})).result.isError, undefined);
  assert.equal(await server.stop(), 0);
});
