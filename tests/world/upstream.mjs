// Refiner, and the network before it: the package's own sandbox, whose clock is the world's. Its request log says what reached Refiner.

import { strict as assert } from "node:assert";
import { createSandbox } from "refiner-wasm/testing";

/** One for all worlds of this thread, which have it one after another. While a world lives, `Date.now` is the time at its servers. */
const sandbox = await createSandbox({ empty: true, now: () => Date.now() });

/** The key of the gateway. */
export const KEY = sandbox.apiKey;

/** Where the gateway looks for Refiner. */
export const ADDRESS = "https://refiner.example/v1";

/** What may happen to a call, as a fault of the sandbox: only a connection that is refused never gets there. */
const FAULTS = {
  taken: "pass",
  "refused connection": undefined,
  "cut before": "reset",
  "reply lost": "lost_reply",
  "half a reply": "close_midway",
  page: { kind: "html", carried_out: true },
  // Nobody hears the reply.
  hangs: "pass",
  redirect: "redirect",
  401: "unauthorized",
  408: { kind: "status", status: 408 },
  422: "invalid",
  429: { kind: "status", status: 429 },
  "429 with a time": { kind: "status", status: 429, headers: { "retry-after": "30" } },
  500: "server_error",
  503: { kind: "status", status: 503 },
  504: { kind: "status", status: 504 },
  "504 taken": "gateway_timeout",
};

/** In the order in which plans draw them. */
export const FATES = [
  "taken", "refused connection", "cut before", "reply lost", "half a reply", "page", "hangs", "redirect",
  "401", "408", "422", "429", "429 with a time", "500", "503", "504", "504 taken",
];

const REFUSED = () => Promise.reject(new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } }));

export class Upstream {
  /** The fates of the next calls, in order. Then all are taken. */
  fates = [];
  /** The calls that have not arrived yet. */
  #underWay = new Set();
  /** Calls arrive one at a time. */
  #line = Promise.resolve();

  /** @param {import("./world.mjs").World} world */
  constructor(world) {
    this.world = world;
  }

  /** Refiner has forgotten the world before this one. */
  start() {
    sandbox.reset();
  }

  /**
   * The `fetch` of a gateway.
   *
   * @param {object} life Of the gateway: once it is over, nobody hears an answer.
   */
  of(life) {
    const { world } = this;
    return (url, { method, headers, body, signal }) =>
      new Promise((resolve, reject) => {
        this.#promise(() => {
          assert.ok(url.startsWith(`${ADDRESS}/`), `a wrong address: ${url}`);
          world.truth.sending(world.idOf(JSON.parse(body)), world.memoryOf(life), world.serverNow());
        });
        const fate = this.fates.shift() ?? "taken";
        const fault = FAULTS[fate];
        const call = { life, arrive: () => (fault === undefined ? REFUSED() : this.#arrive(fault, life, url, { method, headers, body })) };
        this.#underWay.add(call);
        signal?.addEventListener("abort", () => {
          this.#cut(call);
          reject(signal.reason);
        });
        const arrive = () => {
          if (!this.#underWay.delete(call)) return;
          const reply = call.arrive();
          // It may be that nobody listens any more.
          reply.catch(() => {});
          if (fate !== "hangs") world.schedule({ tab: life, run: () => signal?.aborted || reply.then(resolve, reject) });
        };
        world.schedule({ run: arrive });
      });
  }

  /**
   * A call reaches the sandbox. Then the log of the sandbox is read.
   *
   * @returns {Promise<Response>} The reply, if there is one.
   */
  #arrive(fault, life, url, init) {
    const reply = this.#line.then(() => {
      if (fault !== "pass") sandbox.setFaults([fault]);
      return sandbox.fetch(url, init);
    });
    const read = () => this.#promise(() => this.#read(life));
    this.#line = reply.then(read, read);
    return reply;
  }

  /** What the log says is what happened. */
  #read(life) {
    const { world } = this;
    const [{ method, path, headers, body, at, carried_out }, ...more] = sandbox.requests();
    sandbox.clearRequests();
    assert.equal(more.length, 0, "a call came twice");
    assert.equal(at, Math.floor(world.serverNow()), "Refiner has another time");
    assert.ok(method === "POST" && headers.authorization === `Bearer ${KEY}`, `a wrong call: ${method} ${path}`);
    if (carried_out) world.delivered(path.replace("/v1/", ""), JSON.parse(body), life);
  }

  /** Checks a promise in the middle of code that would catch what it throws. @param {() => void} check */
  #promise(check) {
    try {
      check();
    } catch (broken) {
      this.world.broken ??= broken;
    }
  }

  /** A gateway ends in the middle of its calls. */
  cutAll(life) {
    for (const call of [...this.#underWay]) if (call.life === life) this.#cut(call);
  }

  /** Whoever sent a call is gone. It was on the wire already, or never will be: a server does not hold a call back for those behind it. */
  #cut(call) {
    if (!this.#underWay.delete(call)) return;
    if (this.world.random() < 0.5) call.arrive().catch(() => {});
  }
}
