// Refiner, as far as the gateway sees it: it takes an event or not, and answers or not.

import { strict as assert } from "node:assert";

/** What may happen to a call. Of those that are not taken for sure or answered for sure, nobody can tell what became of them. */
export const FATES = [
  "taken", "refused connection", "cut before", "reply lost", "half a reply", "page", "hangs", "redirect",
  "401", "408", "422", "429", "429 with a time", "500", "503", "504", "504 taken",
];

const TAKEN = ["taken", "reply lost", "half a reply", "page", "hangs", "504 taken"];

const OK = '{"message":"ok"}';

export class Refiner {
  /** The fates of the next calls, in order. Then all are taken. */
  fates = [];
  /** The calls that have not arrived yet. */
  #underWay = new Set();

  /** @param {import("./world.mjs").World} world */
  constructor(world) {
    this.world = world;
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
        const { host, pathname } = new URL(url);
        const isRight = method === "POST" && host === "refiner.example" && new Headers(headers).get("authorization") === "Bearer the-key";
        this.#promise(() => assert.ok(isRight, `a wrong call: ${method} ${url}`));
        const input = JSON.parse(body);
        const id = world.idOf(input);
        this.#promise(() => world.truth.sending(id, world.memoryOf(life), world.serverNow()));
        const fate = this.fates.shift() ?? "taken";
        const call = {
          life,
          arrive: () => {
            this.#underWay.delete(call);
            if (TAKEN.includes(fate)) this.#promise(() => world.delivered(pathname.replace("/v1/", ""), input, life));
          },
        };
        this.#underWay.add(call);
        signal?.addEventListener("abort", () => {
          this.#cut(call);
          reject(signal.reason);
        });
        const arrive = () => {
          if (!this.#underWay.has(call)) return;
          call.arrive();
          if (fate === "hangs") return;
          const answer = () => {
            if (signal?.aborted) return;
            answerTo(fate, resolve, reject);
          };
          world.schedule({ tab: life, run: answer });
        };
        world.schedule({ run: arrive });
      });
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
    if (!this.#underWay.has(call)) return;
    if (this.world.random() < 0.5) call.arrive();
    this.#underWay.delete(call);
  }
}

/** @param {string} fate @param {(response: Response) => void} resolve @param {(error: Error) => void} reject */
function answerTo(fate, resolve, reject) {
  const json = (status, headers = {}) => resolve(new Response(status === 200 ? OK : '{"error":"no"}', { status, headers: { "content-type": "application/json", ...headers } }));
  if (fate === "taken") return json(200);
  if (fate === "half a reply") return resolve(new Response(OK.slice(0, 5), { headers: { "content-type": "application/json" } }));
  if (fate === "page") return resolve(new Response("<html>", { headers: { "content-type": "text/html" } }));
  if (fate === "redirect") return resolve(new Response(null, { status: 302, headers: { location: "https://other.example/" } }));
  const status = Number.parseInt(fate, 10);
  if (status) return json(status, fate === "429 with a time" ? { "retry-after": "30" } : {});
  reject(new TypeError("fetch failed", fate === "refused connection" ? { cause: { code: "ECONNREFUSED" } } : {}));
}
