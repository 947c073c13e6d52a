// @ts-check
// A sandbox: Refiner as a `fetch`, with the control side of the sandbox's server as methods.
import { configError } from "../internal/error.js";
import { deliver } from "./deliver.js";
import { jsonOf } from "./json.js";
import { readOptions } from "./options.js";
import { readRequest } from "./request.js";

/** @typedef {typeof import("../wasm/refiner_sandbox.js")} Bindings */
/** @typedef {import("./request.js").Call} Call */

/** Forgets sandboxes that nobody can reach any more. @type {FinalizationRegistry<{ bindings: Bindings, number: number }> | undefined} */
const unreachable = globalThis.FinalizationRegistry && new FinalizationRegistry(({ bindings, number }) => bindings.sandbox_close(number));

export class Sandbox {
  #bindings;
  /** Its number in the module. */
  #number;
  /** The time in milliseconds since 1970. Read from the host each time: a test may have replaced its clock. */
  #clock;

  /**
   * @param {Bindings} bindings
   * @param {import("./options.js").Asked} asked
   */
  constructor(bindings, { account, clock, faults }) {
    this.#bindings = bindings;
    this.#clock = () => read(clock);
    const text = JSON.stringify(account);
    const number = (this.#number = told(() => bindings.sandbox_open(text, read(clock))));
    // Not a function made here: it would hold what it sees, and so this sandbox.
    unreachable?.register(this, { bindings, number });
    this.apiKey = bindings.sandbox_key();
    if (faults) this.setFaults(/** @type {any} */ (faults));
  }

  /** @type {import("../testing.js").Sandbox["fetch"]} */
  fetch = async (input, init) => {
    const { call, signal, redirect } = await readRequest(input, init);
    return deliver(this.answer(call), { method: call.method, signal, redirect });
  };

  /**
   * Answers a request. For whoever delivers the answer; `fetch` does.
   *
   * @param {Call} call
   * @returns {import("./deliver.js").Answer}
   */
  answer({ body, ...rest }) {
    const head = JSON.stringify(rest);
    const clockMs = this.#clock();
    const answer = JSON.parse(told(() => this.#bindings.sandbox_answer(this.#number, head, body, clockMs)));
    return { ...answer, body: this.#bindings.sandbox_body(this.#number) };
  }

  /** @param {readonly import("../testing.js").Fault[]} faults */
  setFaults(faults) {
    this.#control("POST", "faults", jsonOf("faults", faults));
  }

  /** @returns {import("../testing.js").ReceivedRequest[]} */
  requests() {
    return this.#control("GET", "requests").requests;
  }

  clearRequests() {
    this.#control("DELETE", "requests");
  }

  /** @param {Omit<import("../testing.js").SandboxOptions, "faults">} [options] */
  reset(options) {
    const { account, clock, faults } = readOptions(options);
    if (clock) this.#clock = () => read(clock);
    this.#control("POST", "reset", JSON.stringify(account));
    if (faults) this.setFaults(/** @type {any} */ (faults));
  }

  /** @param {string} method @param {string} path @param {string} [json] */
  #control(method, path, json = "") {
    const body = new TextEncoder().encode(json);
    const { status, body: said } = this.answer({ method, target: `/_sandbox/${path}`, headers: [], body });
    const reply = JSON.parse(new TextDecoder().decode(said));
    if (status !== 200) throw configError(reply.error);
    return reply;
  }
}

/** @param {(() => number) | undefined} clock */
function read(clock) {
  const now = clock ? clock() : Date.now();
  if (!Number.isFinite(now)) throw configError("the clock of a sandbox must return milliseconds since 1970");
  return now;
}

/** What the module refuses is a sentence. @template T @param {() => T} ask */
function told(ask) {
  try {
    return ask();
  } catch (refused) {
    throw typeof refused === "string" ? configError(refused) : refused;
  }
}
