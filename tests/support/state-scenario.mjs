// What any runtime must make of the gateway's memory, limits, queue and webhooks: printed as JSON.

import { clientAddress } from "../node_modules/refiner-wasm/gateway/limits/address.js";
import { openLimits } from "../node_modules/refiner-wasm/gateway/limits/index.js";
import { openOnce } from "../node_modules/refiner-wasm/gateway/once/index.js";
import { accept, consume } from "../node_modules/refiner-wasm/gateway/queue/index.js";
import { createWebhookHandler } from "../node_modules/refiner-wasm/gateway/webhook/index.js";

const ok = { status: 200, body: "{}", reached: "yes" };

const once = openOnce({});
const entry = { user: "u-1", id: "e-1", idempotent: false, waitMs: 5_000 };
const slow = async () => {
  await new Promise((resolve) => setTimeout(resolve, 30));
  return { settled: true, reply: { status: 200, body: "{}" } };
};
const repeats = await Promise.all([once.run(entry, slow), once.run(entry, slow)]);

const warned = [];
const limits = openLimits({ limits: { perUser: 1 }, warn: (message) => warned.push(message) });
const taken = [await limits.take({ user: "u-1" }), await limits.take({ user: "u-1" })];
const address = clientAddress(new Request("https://gateway.example/", { headers: { "CF-Connecting-IP": "2001:DB8::1" } }));

const calls = [];
const messages = [];
const env = { REFINER_QUEUE: { sendBatch: async (batch) => void messages.push(...batch) } };
const event = (id, action, input) => ({ user: "u-1", id, at: Number(id), action, input });
await accept({ env, entries: [event("1", "identify_user", { attributes: { a: 1 } }), event("2", "identify_user", { attributes: { b: 2 } }), event("3", "track_event", { event: "x" })] });
const batch = { messages: messages.map(({ body }) => ({ body, ack() {}, retry() {} })) };
await consume(batch, { once, limits: openLimits({}), forward: async ({ input }) => (calls.push(input), ok) });

const failing = [true, false];
const webhook = createWebhookHandler({ secret: "s-1", on: { survey_completed: () => { if (failing.shift()) throw new Error("failed"); } } });
const post = (secret, body = '{"triggered_event":"Completed Survey"}') =>
  webhook.fetch(new Request(`https://hooks.example/?token=${secret}`, { method: "POST", headers: { "Content-Type": "application/json" }, body }));
const answers = [];
for (const response of [await post("s-2"), await post("s-1", "["), await post("s-1"), await post("s-1"), await post("s-1")]) answers.push([response.status, (await response.json()).outcome ?? null]);

console.log(JSON.stringify({ repeats: repeats.map(({ outcome }) => outcome).sort(), taken: taken.map(({ allowed }) => allowed), warned: warned.length, address, calls, answers }));
