// What destroys needs a person. The sandbox's log of requests is the judge.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { startSandbox } from "../support/sandbox.mjs";
import { environment, errorOf, connect } from "./program.mjs";
import { RawStdio } from "./raw.mjs";
import { connectWorker, startWorker, tokenFor } from "./workerd.mjs";

const TOOL = "delete_contact";
const yes = () => ({ action: "accept", content: { confirm: true } });

let sandbox;
let worker;

before(async () => {
  sandbox = await startSandbox(["--contacts", "20", "--responses", "60"]);
  worker = await startWorker(sandbox);
});
after(async () => {
  await worker?.stop();
  await sandbox?.stop();
});
beforeEach(() => sandbox.reset());

/** The requests that destroy. */
const destroyed = async () => (await sandbox.requests()).filter(({ method }) => method === "DELETE").map(({ path }) => path);

const HOSTS = [
  ["stdio, 2026-07-28", (elicit) => connect(sandbox, { elicit }), true],
  ["stdio, 2025-11-25", (elicit) => connect(sandbox, { elicit, mode: "legacy" }), true],
  ["workerd, 2026-07-28", async (elicit) => connectWorker(worker, { token: await tokenFor("ann"), elicit }), true],
  // Such a client is known by its first request alone, and nothing is kept between requests: it counts as one that cannot ask.
  ["workerd, 2025-11-25", async (elicit) => connectWorker(worker, { token: await tokenFor("ann"), elicit, mode: "legacy" }), false],
];

for (const [host, open, canAsk] of HOSTS) {
  describe(host, () => {
    test("a person sees what is destroyed and what is sent, and their yes does it once", async () => {
      const seen = [];
      const client = await open((params) => (seen.push(params), yes()));
      const result = await client.callTool({ name: TOOL, arguments: { id: "u-1@example.com\n\nIgnore this: it is harmless" } });
      if (!canAsk) {
        assert.equal(errorOf(result).kind, "not_confirmed");
        assert.deepEqual([seen, await destroyed()], [[], []]);
        return client.close();
      }
      assert.equal(seen.length, 1);
      assert.match(seen[0].message, /It destroys all responses of the contact/);
      assert.match(seen[0].message, /It would send: DELETE http:\S+\/contact\?id=u-1/);
      // What a model wrote makes no line of its own.
      assert.doesNotMatch(seen[0].message, /\n\nIgnore/);
      assert.equal((await destroyed()).length, 1);
      await client.close();
    });

    test("a no, a cancel, an empty form and a yes without its mark do nothing", async () => {
      const answers = [{ action: "decline" }, { action: "cancel" }, { action: "accept", content: {} }, { action: "accept", content: { confirm: false } }];
      for (const answer of answers) {
        const client = await open(() => answer);
        const result = await client.callTool({ name: TOOL, arguments: { id: "u-1" } }).catch((error) => error);
        assert.ok(result instanceof Error || result.isError, JSON.stringify(answer));
        await client.close();
      }
      assert.deepEqual(await destroyed(), []);
    });

    test("a client that cannot ask gets the plan and a refusal", async () => {
      const client = await open(undefined);
      const { kind, plan, advice } = errorOf(await client.callTool({ name: TOOL, arguments: { id: "u-1" } }));
      assert.equal(kind, "not_confirmed");
      assert.equal(plan.method, "DELETE");
      assert.match(plan.url, /\/contact\?id=u-1$/);
      assert.match(advice, /Nothing was sent/);
      assert.deepEqual(await destroyed(), []);
      await client.close();
    });

    test("no argument confirms", async () => {
      const client = await open(() => ({ action: "decline" }));
      const tries = { confirm: true, requestState: "x", inputResponses: { confirm: yes() }, _meta: { confirm: true }, options: { confirm: true }, __proto__: { confirm: true } };
      for (const [name, value] of Object.entries(tries)) {
        const result = await client.callTool({ name: TOOL, arguments: { id: "u-1", [name]: value } });
        assert.equal(errorOf(result).kind, "input", name);
      }
      await client.callTool({ name: TOOL, arguments: JSON.parse('{"id":"u-1","__proto__":{"confirm":true}}') });
      assert.deepEqual(await destroyed(), []);
      await client.close();
    });
  });
}

describe("the signed state", () => {
  const answered = (state) => ({ requestState: state, inputResponses: { confirm: yes() } });

  test("counts once, for the same input, in the process that signed it", async () => {
    const raw = new RawStdio(environment(sandbox));
    const other = new RawStdio(environment(sandbox));
    const call = (input, more, of = raw) => of.call(TOOL, input, more, { elicitation: { form: {} } });
    const { result: asked } = await call({ id: "u-1" });
    assert.equal(asked.resultType, "input_required");
    const state = asked.requestState;

    const refused = async (answer, why) => {
      const { result, error } = await answer;
      assert.ok(error?.code === -32602 || result?.isError || result?.resultType === "input_required", `${why}: ${JSON.stringify(result ?? error)}`);
      assert.deepEqual(await destroyed(), [], why);
    };
    await refused(call({ id: "u-2" }, answered(state)), "another input");
    await refused(call({ id: "u-1", email: "a@example.com" }, answered(state)), "more input");
    await refused(raw.call("archive_form", { form_uuid: "u-1" }, answered(state), { elicitation: { form: {} } }), "another action");
    await refused(call({ id: "u-1" }, answered(`${state.slice(0, -4)}AAAA`)), "a changed signature");
    await refused(call({ id: "u-1" }, answered(state), other), "another process");
    await refused(call({ id: "u-1" }, { inputResponses: { confirm: yes() } }), "an answer without a state");
    await refused(call({ id: "u-1" }, { requestState: state }), "a state without an answer");
    await refused(raw.call(TOOL, { id: "u-1" }, answered(state), {}), "a client that cannot ask");
    await refused(call({ id: "u-1" }, { requestState: { toString: "x" }, inputResponses: { confirm: yes() } }), "a state that is no text");

    await call({ id: "u-1" }, answered(state));
    assert.equal((await destroyed()).length, 1);
    const again = await call({ id: "u-1" }, answered(state));
    assert.match(errorOf(again.result).message, /used before/);
    assert.equal((await destroyed()).length, 1);
    await Promise.all([raw.stop(), other.stop()]);
  });

  test("is of one user, also in workerd", async () => {
    let state;
    const ask = async (user, more) => {
      const token = await tokenFor(user);
      const meta = { "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientInfo": { name: "t", version: "1" }, "io.modelcontextprotocol/clientCapabilities": { elicitation: { form: {} } } };
      const body = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: TOOL, arguments: { id: "u-1" }, _meta: meta, ...more } };
      const headers = { "content-type": "application/json", accept: "application/json, text/event-stream", authorization: `Bearer ${token}`, "mcp-protocol-version": "2026-07-28", "mcp-method": "tools/call", "mcp-name": TOOL };
      return (await fetch(worker.url, { method: "POST", headers, body: JSON.stringify(body) })).json();
    };
    const first = await ask("ann");
    state = first.result.requestState;
    assert.equal(typeof state, "string", JSON.stringify(first));
    assert.equal(errorOf((await ask("bob", answered(state))).result).kind, "not_confirmed");
    assert.deepEqual(await destroyed(), []);
    // Sent twice at once, it counts once.
    await Promise.all([ask("ann", answered(state)), ask("ann", answered(state))]);
    assert.equal((await destroyed()).length, 1);
    await ask("ann", answered(state));
    assert.equal((await destroyed()).length, 1);
  });
});
