// The gateway: the published code, with the sandbox behind it. It can end at any moment, and a new one takes its place.

import { createGateway, issueToken, RefinerOnce } from "refiner-wasm/gateway";
import { Refiner as Client } from "refiner-wasm";
import { virtualObjects } from "../support/virtual-queue.mjs";
import { ADDRESS, KEY } from "./upstream.mjs";

const SECRET = "a-secret-of-the-world-0123456789abcdef";

// Once loaded, the wasm answers without waiting for anything that is not in the world.
await new Client({ apiKey: KEY }).preload();

/** The token that a page's server gives a user. @param {string} user */
export const tokenOf = (user) => issueToken({ secret: SECRET, sub: user });

/** Whose a token is. @param {string} token @returns {string} */
export const ownerOf = (token) => JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString()).sub;

export class Gateway {
  /** What is so until it ends. */
  life = { number: 0, isDead: false };
  #pending = new Set();
  #objects = virtualObjects(RefinerOnce);
  #gateway;
  #env;

  /**
   * @param {import("./world.mjs").World} world
   * @param {import("./upstream.mjs").Upstream} refiner
   */
  constructor(world, refiner) {
    this.world = world;
    this.refiner = refiner;
  }

  /** The batches that are being handled, as text. */
  get underWay() {
    return [...this.#pending].map(({ text }) => text);
  }

  /** Ends, and starts again. What it remembered in its own memory is gone; Durable Objects stay. */
  restart() {
    const { life } = this;
    life.isDead = true;
    this.refiner.cutAll(life);
    this.world.forget(life);
    for (const { cut } of this.#pending) cut({ status: 0 });
    this.#pending.clear();
    this.life = { number: life.number + 1, isDead: false };
    this.start();
  }

  /**
   * Handles a batch.
   *
   * @param {string | undefined} token
   * @param {string} text
   * @returns {Promise<import("../../pkg-template/tracker/replies.js").Reply>}
   */
  handle(token, text) {
    const { world, life } = this;
    return new Promise((resolve, reject) => {
      const pending = { text, cut: resolve };
      this.#pending.add(pending);
      const headers = { "content-type": "application/json", ...(token !== undefined && { authorization: `Bearer ${token}` }) };
      const answer = async () => {
        const response = await this.#gateway.fetch(new Request("https://gateway.example/batch", { method: "POST", headers, body: text }), this.#env);
        const after = response.headers.get("retry-after");
        const body = await response.json();
        this.#pending.delete(pending);
        for (const { id, status } of body.results ?? []) if (status !== "later") world.truth.answered(id, world.memoryOf(life), world.serverNow());
        resolve({ status: response.status, body, retryAfterMs: after === null ? undefined : Number(after) * 1000 });
      };
      answer().catch(reject);
    });
  }

  start() {
    const { world, life } = this;
    this.#env = world.knobs.memory === "objects" ? { REFINER_ONCE: this.#namespace() } : {};
    this.#gateway = createGateway({
      apiKey: KEY,
      baseUrl: ADDRESS,
      tokens: { secret: SECRET },
      limits: { perUser: world.knobs.perUser, perAddress: false },
      onLog() {},
      fetch: this.refiner.of(life),
    });
  }

  /** The Durable Objects, over a network: a question or its answer may be lost, though not twice in a row, so that asking again helps. */
  #namespace() {
    const { world, life } = this;
    const turn = () => new Promise((resolve) => world.schedule({ tab: life, run: resolve }));
    const objects = this.#objects;
    let hasFailed = false;
    const travel = async () => {
      await turn();
      hasFailed = !hasFailed && world.knobs.objectsFail && world.random() < 0.1;
      if (hasFailed) throw new Error("the object was not reached");
    };
    return {
      idFromName: (name) => name,
      get: (name) => ({
        async fetch(url, init) {
          await travel();
          const answer = await objects.get(name).fetch(url, init);
          await travel();
          return answer;
        },
      }),
    };
  }
}
