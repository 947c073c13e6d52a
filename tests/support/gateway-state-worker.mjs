// A Worker that does with the gateway's memory and limits what a test asks of it.

import { openLimits } from "../node_modules/refiner-wasm/gateway/limits/index.js";
import { RefinerPace } from "../node_modules/refiner-wasm/gateway/limits/pace.js";
import { openOnce } from "../node_modules/refiner-wasm/gateway/once/index.js";
import { RefinerOnce } from "../node_modules/refiner-wasm/gateway/once/object.js";
import { accept, consume } from "../node_modules/refiner-wasm/gateway/queue/index.js";
import { createWebhookHandler } from "../node_modules/refiner-wasm/gateway/webhook/index.js";

/** The published object, with a clock that the test sets, and a look into its storage. */
class ObservedOnce extends RefinerOnce {
  constructor(state, env) {
    super(state, env, () => Date.now() + (env.OFFSET ?? 0));
    this.state = state;
  }

  async fetch(request) {
    const { storage } = this.state;
    const { pathname } = new URL(request.url);
    if (pathname === "/look") return Response.json({ keys: [...(await storage.list()).keys()], alarm: await storage.getAlarm() });
    if (pathname === "/ring") {
      await storage.setAlarm(Date.now() + 1);
      return new Response();
    }
    return super.fetch(request);
  }
}

export { ObservedOnce, RefinerPace };

const warned = [];
let once;
let limits;

const TASKS = {
  /** Sends an entry by asking the test's server, which decides what becomes of it. */
  async once(env, { url, ...entry }) {
    once ??= openOnce({ env });
    return once.run(entry, async () => (await fetch(url)).json());
  },
  async take(env, { requests, options }) {
    limits ??= openLimits({ env, limits: options, warn: (message) => warned.push(message) });
    const taken = await Promise.all(requests.map((request) => limits.take(request)));
    return { taken, warned };
  },
  async accept(env, { entries }) {
    await accept({ env, entries });
    return {};
  },
  /** What the objects of these names have stored; `ring` lets their alarms go off first. */
  async look(env, { names, path = "look" }) {
    const stubs = names.map((name) => env.REFINER_ONCE.get(env.REFINER_ONCE.idFromName(name)));
    const answers = await Promise.all(stubs.map((stub) => stub.fetch(`https://once/${path}`)));
    return Promise.all(answers.map(async (answer) => (path === "look" ? answer.json() : answer.status)));
  },
};

const webhook = createWebhookHandler({
  secret: (env) => env.WEBHOOK_SECRET,
  on: { other: (event, { env }) => fetch(`${env.HANDLED}?${event.triggered_event}`) },
});

/** Sends a call to the test's server, which decides what Refiner makes of it. */
const forward = (env) => async (call) => (await fetch(`${env.UPSTREAM}/call`, { method: "POST", body: JSON.stringify(call) })).json();

export default {
  async queue(batch, env) {
    const tell = (what) => fetch(`${env.UPSTREAM}/${what}`, { method: "POST", body: JSON.stringify(batch.messages.map(({ body }) => body)) });
    if (batch.queue === "dead") return void (await tell("dead"));
    once ??= openOnce({ env });
    limits ??= openLimits({ env });
    await consume(batch, { forward: forward(env), once, limits, env });
    await tell("consumed");
  },

  async fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    if (pathname === "/webhook") return webhook.fetch(request, env, ctx);
    const { task, ...parameters } = await request.json();
    return Response.json(await TASKS[task](env, parameters));
  },
};
