// The webhook handler in real workerd: its replay memory is the Durable Object, so that another life of the Worker has it too.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DATES, bundleWorker, startUpstream } from "../support/gateway-state.mjs";

const SECRET = "whsec-0123456789abcdef";

let bundle;
before(async () => {
  bundle = await bundleWorker();
});
after(() => bundle.remove());

for (const compatibilityDate of DATES) {
  test(`at ${compatibilityDate}: an event is handled once, also after a restart and when it comes twice at once`, async (t) => {
    const upstream = await startUpstream(() => ({}));
    t.after(() => upstream.stop());
    const options = { compatibilityDate, bindings: { WEBHOOK_SECRET: SECRET, HANDLED: `${upstream.url}/` } };
    const body = JSON.stringify({ triggered_event: "Completed Survey", project_uuid: compatibilityDate });
    let worker = await bundle.start(options);
    t.after(() => worker.stop());
    const send = async (token, text = body) => {
      const response = await worker.fetch(`http://worker.example/webhook?token=${token}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: text });
      return [response.status, (await response.json()).outcome];
    };
    assert.deepEqual(await send("wrong"), [401, undefined]);
    const both = await Promise.all([send(SECRET), send(SECRET)]);
    assert.deepEqual(both.map(([, outcome]) => outcome).sort(), ["duplicate", "handled"]);
    await worker.stop();
    worker = await bundle.start(options);
    assert.deepEqual(await send(SECRET), [200, "duplicate"]);
    assert.deepEqual(await send(SECRET, `${body} `), [200, "handled"]);
    assert.equal(upstream.requests.length, 2);
  });

  test(`at ${compatibilityDate}: without its secret it lets nobody in`, async (t) => {
    const worker = await bundle.start({ compatibilityDate });
    t.after(() => worker.stop());
    const response = await worker.fetch("http://worker.example/webhook?token=undefined", { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
    const text = await response.text();
    assert.equal(response.status, 500);
    assert.doesNotMatch(text, /SECRET/i);
  });
}
