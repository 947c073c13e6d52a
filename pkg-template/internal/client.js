// @ts-check
// The facade: takes plain objects, hands out plain data, turns failures into the one error class.
import { Actions } from "../generated/actions.js";
import * as glue from "../wasm/refiner_wasm.js";
import { RefinerError } from "./error.js";
import { List } from "./list.js";
import { loaderOf, within } from "./loader.js";
import { callSettings, readSettings, wrongOption } from "./settings.js";

/** @typedef {typeof glue} Core */
/** @typedef {typeof import("./insight.js")} Insight */
/** @typedef {ReturnType<typeof callSettings>} CallSettings */

/**
 * The Refiner of a runtime. All its clients share its two modules.
 *
 * @param {import("./loader.js").Modules} modules
 */
export function refinerFor(modules) {
  const loadCore = loaderOf(() => glue, "call", modules.client);
  // Lazy: a client that never summarises or exports never loads the code of it either.
  const loadInsight = loaderOf(() => import("./insight.js"), "report", modules.insight);
  return class Refiner extends Client {
    /** @param {import("../index.js").RefinerOptions} options */
    constructor(options) {
      super(options, loadCore, loadInsight);
    }
  };
}

export class Client extends Actions {
  #settings;
  #loadCore;
  #loadInsight;
  /** @type {Core | undefined} */
  #core;

  /**
   * @param {import("../index.js").RefinerOptions} options
   * @param {() => Promise<Core>} loadCore
   * @param {() => Promise<Insight>} loadInsight
   */
  constructor(options, loadCore, loadInsight) {
    super();
    this.#settings = readSettings(options);
    this.#loadCore = loadCore;
    this.#loadInsight = loadInsight;
  }

  /**
   * @param {string} action
   * @param {any} [input]
   * @param {import("../index.js").CallOptions} [options]
   * @returns {Promise<any>}
   */
  async call(action, input, options) {
    return (await this.execute(action, input, options)).data;
  }

  /**
   * @param {string} action
   * @param {any} [input]
   * @param {import("../index.js").CallOptions} [options]
   * @returns {any}
   */
  list(action, input, options) {
    return new List((input) => this.#run(action, input, options, true), input);
  }

  /**
   * @param {string} action
   * @param {any} [input]
   * @returns {Promise<any>}
   */
  async plan(action, input) {
    const settings = callSettings(this.#settings, undefined, named(action));
    const core = this.#core ?? (await this.#ready(action, settings));
    try {
      return core.plan(action, input, this.#settings.baseUrl);
    } catch (failure) {
      throw ours(failure);
    }
  }

  /**
   * A call with all that is known of it: the action's own name, the data, where a list goes on, attempts, anomalies.
   *
   * @param {string} action
   * @param {any} [input]
   * @param {import("../index.js").CallOptions} [options]
   * @returns {Promise<any>}
   */
  execute(action, input, options) {
    return this.#run(action, input, options, false);
  }

  /** @param {import("../index.js").PreloadOptions} [options] */
  async preload(options) {
    const name = "preload";
    const settings = callSettings(this.#settings, options, name, ["signal", "timeoutMs", "insight"]);
    await (settings.insight ? this.#readyForBulk(name, settings) : this.#ready(name, settings));
  }

  /**
   * @param {any} query
   * @param {any} options
   * @returns {Promise<any>}
   */
  async summarizeResponses(query, options) {
    const name = "summarize_responses";
    const { asked, call, settings } = this.#bulk(name, options);
    const { summarize } = await this.#readyForBulk(name, settings);
    return summarize(call, query, asked);
  }

  /**
   * @param {any} query
   * @param {any} options
   */
  exportResponses(query, options) {
    return this.#export("responses", query, options);
  }

  /**
   * @param {any} query
   * @param {any} options
   */
  exportContacts(query, options) {
    return this.#export("contacts", query, options);
  }

  /**
   * @param {any} [options]
   * @param {import("../index.js").CallOptions} [call]
   */
  syncResponses(options = {}, call) {
    const read = (/** @type {any} */ input) => this.#run("list_responses", input, call, true);
    const given = { ...options };
    /** @type {import("./sync.js").Sync | undefined} */
    let sync;
    return {
      get checkpoint() {
        return sync ? sync.checkpoint : given.checkpoint;
      },
      async *[Symbol.asyncIterator]() {
        const { Sync } = await import("./sync.js");
        yield* (sync ??= new Sync(read, given));
      },
    };
  }

  /**
   * @param {"responses" | "contacts"} of
   * @param {any} query
   * @param {any} options
   */
  #export(of, query, options) {
    const name = `export_${of}`;
    const { asked, call, settings } = this.#bulk(name, options);
    const cancelled = new AbortController();
    const begin = async () => {
      const { exportFile } = await this.#readyForBulk(name, settings, cancelled.signal);
      return exportFile(call, query, asked, of);
    };
    /** @type {ReturnType<typeof begin> | undefined} */
    let file;
    return new ReadableStream(
      {
        async pull(controller) {
          file ??= begin();
          await (await file).pull(controller);
        },
        async cancel() {
          // Whoever cancels does not wait for a load, and its failure is told to who reads.
          cancelled.abort();
          await (await file?.catch(() => undefined))?.cancel();
        },
      },
      // Nothing is loaded and nothing is asked for before someone reads.
      { highWaterMark: 0 },
    );
  }

  /**
   * The options of a walk through a list, parted into those of its calls and those of what is made of it.
   *
   * @param {string} name
   * @param {any} options
   */
  #bulk(name, options) {
    if (typeof options !== "object" || options === null) {
      throw wrongOption(name, "options", "must be an object");
    }
    const { timeoutMs, maxRetries, ...asked } = options;
    if (asked.onProgress !== undefined && typeof asked.onProgress !== "function") {
      throw wrongOption(name, "options.onProgress", "must be a function");
    }
    const limits = { timeoutMs, maxRetries, signal: asked.signal };
    const settings = callSettings(this.#settings, limits, name);
    /** @type {import("./insight.js").Call} */
    const call = (action, input, signal, sink) => this.#run(action, input, { ...limits, signal }, true, sink);
    return { asked, call, settings };
  }

  /**
   * @param {string} action
   * @param {any} input
   * @param {import("../index.js").CallOptions | undefined} options
   * @param {boolean} mustList
   * @param {import("./insight.js").Sink} [sink] Takes the body itself.
   * @returns {Promise<any>}
   */
  async #run(action, input, options, mustList, sink) {
    // Who counts and exports hears of anomalies through the observer alone: without one there is nothing to check for.
    const settings = { ...callSettings(this.#settings, options, named(action)), sink, check: Boolean(this.#settings.onAnomaly) };
    const core = this.#core ?? (await this.#ready(action, settings));
    if (mustList && core.lists(action) === false) {
      const message = `${action} does not list; use call()`;
      throw new RefinerError({ kind: "input", action, path: "action", message, attempts: 0 });
    }
    let result;
    try {
      result = await core.call(action, input, settings);
    } catch (failure) {
      throw ours(failure);
    }
    this.#report(result.action, result.anomalies);
    return result;
  }

  /**
   * The module of calls. What loading it takes is part of the call's time.
   *
   * @param {string} action
   * @param {CallSettings} settings
   */
  async #ready(action, settings) {
    const started = Date.now();
    this.#core = await within(action, this.#loadCore(), settings);
    settings.spentMs = Date.now() - started;
    return this.#core;
  }

  /**
   * Both modules, at once: a summary or an export needs the one to ask and the other to count or write.
   *
   * @param {string} name
   * @param {CallSettings} settings
   * @param {AbortSignal} [cancelled]
   */
  async #readyForBulk(name, settings, cancelled) {
    const [core, insight] = await within(name, Promise.all([this.#loadCore(), this.#loadInsight()]), settings, cancelled);
    this.#core = core;
    return insight;
  }

  /**
   * @param {string} action
   * @param {{ path: string, problem: string, count: number }[]} anomalies
   */
  #report(action, anomalies) {
    const { onAnomaly } = this.#settings;
    if (!onAnomaly) return;
    for (const anomaly of anomalies) {
      // An observer that fails, at once or later, must not fail the call it observes.
      try {
        Promise.resolve(onAnomaly({ action, ...anomaly })).catch(() => {});
      } catch {}
    }
  }
}

/**
 * The core fails with the properties of an error; anything else is a fault of its own, and is shown as it is.
 *
 * @param {any} failure
 */
function ours(failure) {
  return typeof failure?.kind === "string" ? new RefinerError(failure) : failure;
}

/** @param {unknown} action */
function named(action) {
  if (typeof action === "string") return action;
  const message = `an action is named by text, not by a ${typeof action}`;
  throw new RefinerError({ kind: "input", message, path: "action", attempts: 0 });
}
