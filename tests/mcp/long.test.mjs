// Long walks: progress for who asks, and a cancellation that ends them.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { startSandbox } from "../support/sandbox.mjs";
import { connect } from "./program.mjs";
import { connectWorker, startWorker, tokenFor } from "./workerd.mjs";

const SUMMARY = { name: "summarize_responses", arguments: { metrics: ["count"], include: "all" } };

let sandbox;
let worker;

before(async () => {
  sandbox = await startSandbox(["--contacts", "100", "--responses", "3000"]);
  worker = await startWorker(sandbox);
});
after(async () => {
  await worker?.stop();
  await sandbox?.stop();
});
beforeEach(() => sandbox.reset());

const HOSTS = [
  ["stdio, 2026-07-28", () => connect(sandbox)],
  ["stdio, 2025-11-25", () => connect(sandbox, { mode: "legacy" })],
  ["workerd, 2026-07-28", async () => connectWorker(worker, { token: await tokenFor("ann") })],
];

for (const [host, open] of HOSTS) {
  test(`${host}: a summary tells how far it is, and only who asks`, async () => {
    const client = await open();
    const seen = [];
    const { structuredContent } = await client.callTool(SUMMARY, { onprogress: (progress) => seen.push(progress) });
    assert.equal(structuredContent.data.items, 3000);
    assert.ok(seen.length > 1, `${seen.length}`);
    for (const [index, { progress, total, message }] of seen.entries()) {
      assert.ok(index === 0 || progress > seen[index - 1].progress);
      assert.equal(total, 3000);
      assert.match(message, /items on \d+ page/);
    }
    await client.callTool(SUMMARY);
    await client.close();
  });
}

for (const [host, open] of HOSTS.slice(0, 2)) {
  test(`${host}: a call that is cancelled sends no more requests`, async () => {
    const client = await open();
    const controller = new AbortController();
    const call = client.callTool(SUMMARY, { signal: controller.signal, onprogress: () => controller.abort() });
    await assert.rejects(call);
    // The server answers what comes later, and the walk is over: its last pages were never asked for.
    await client.callTool({ name: "verify_key", arguments: {} });
    const pages = (await sandbox.requests()).filter(({ path }) => path.includes("/responses"));
    await client.callTool({ name: "verify_key", arguments: {} });
    assert.deepEqual((await sandbox.requests()).filter(({ path }) => path.includes("/responses")).length, pages.length);
    await client.close();
  });
}
