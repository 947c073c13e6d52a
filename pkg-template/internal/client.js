// @ts-check
// The facade: takes plain objects, returns plain data, and turns failures into the one error class.
import { Actions } from "../generated/actions.js";
import * as glue from "../wasm/refiner_wasm.js";
import { RefinerError, inputError, toRefinerError } from "./error.js";
import { List } from "./list.js";
import { loaderOf, withDeadline } from "./loader.js";
import { callSettings, readSettings } from "./settings.js";
import { lazyStream } from "./stream.js";

/** @typedef {typeof glue} Core */
/** @typedef {typeof import("./insight.js")} Insight */
/** @typedef {ReturnType<typeof callSettings>} CallSettings */
/** @typedef {import("../index.js").CallOptions} CallOptions */
/** @typedef {import("../index.js").WalkOptions} WalkOptions */

/**
 * The Refiner of a runtime. All of its clients share its two modules.
 *
 * @param {import("./loader.js").Modules} modules
 */
export function refinerFor(modules) {
  const loadCore = loaderOf(() => glue, "call", modules.client);
  // Lazy: a client that never summarises or exports does not load this code either.
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
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  async call(action, input, options) {
    return (await this.execute(action, input, options)).data;
  }

  /**
   * @param {string} action
   * @param {any} [input]
   * @param {CallOptions} [options]
   * @returns {any}
   */
  list(action, input, options) {
    return new List((input) => this.#run(action, input, options, { mustList: true }), input);
  }

  /**
   * @param {string} action
   * @param {any} [input]
   * @returns {Promise<import("../index.js").Plan>}
   */
  async plan(action, input) {
    const settings = callSettings(this.#settings, undefined, requireName(action));
    const core = this.#core ?? (await this.#ready(action, settings));
    try {
      return core.plan(action, input, this.#settings.baseUrl);
    } catch (failure) {
      throw toRefinerError(failure);
    }
  }

  /**
   * A call with everything known about it: the action's own name, the data, where a list continues, attempts, anomalies.
   *
   * @param {string} action
   * @param {any} [input]
   * @param {CallOptions} [options]
   * @returns {Promise<import("../index.js").Execution<any>>}
   */
  execute(action, input, options) {
    return this.#run(action, input, options);
  }

  /** @param {import("../index.js").PreloadOptions} [options] */
  async preload(options) {
    const name = "preload";
    const settings = callSettings(this.#settings, options, name, ["signal", "timeoutMs", "insight"]);
    await (settings.insight ? this.#readyWithInsight(name, settings) : this.#ready(name, settings));
  }

  /**
   * @param {import("../index.js").Query<import("../index.js").ListResponses>} query
   * @param {import("../index.js").SummaryOptions} options
   * @returns {Promise<import("../index.js").Summary>}
   */
  async summarizeResponses(query, options) {
    const name = "summarize_responses";
    const { walk, call, settings } = this.#walkOptions(name, options);
    const { summarize } = await this.#readyWithInsight(name, settings);
    return summarize(call, query, walk);
  }

  /**
   * @param {import("../index.js").Query<import("../index.js").ListResponses>} query
   * @param {import("../index.js").ExportOptions} options
   */
  exportResponses(query, options) {
    return this.#export("export_responses", query, options);
  }

  /**
   * @param {import("../index.js").Query<import("../index.js").ListContacts>} query
   * @param {import("../index.js").ExportOptions} options
   */
  exportContacts(query, options) {
    return this.#export("export_contacts", query, options);
  }

  /**
   * @param {import("../index.js").SyncOptions} [options]
   * @param {CallOptions} [call]
   * @returns {import("../index.js").ResponseSync}
   */
  syncResponses(options = {}, call) {
    const name = "sync_responses";
    const read = (/** @type {any} */ input) => this.#run("list_responses", input, call, { mustList: true });
    const given = { ...options };
    const begin = async () => {
      const core = this.#core ?? (await this.#ready(name, callSettings(this.#settings, call, name)));
      // Lazy: a client that never syncs does not load this code.
      const { Sync, checkSettings } = await import("./sync.js");
      checkSettings(core, given);
      return Sync;
    };
    /** @type {import("./sync.js").Sync | undefined} */
    let sync;
    return {
      get checkpoint() {
        return sync ? sync.checkpoint : given.checkpoint;
      },
      async *[Symbol.asyncIterator]() {
        const Sync = await begin();
        yield* (sync ??= new Sync(read, given));
      },
    };
  }

  /**
   * @param {"export_responses" | "export_contacts"} name
   * @param {import("../index.js").Query<import("../index.js").ListResponses | import("../index.js").ListContacts>} query
   * @param {import("../index.js").ExportOptions} options
   */
  #export(name, query, options) {
    const { walk, call, settings } = this.#walkOptions(name, options);
    return lazyStream(async (cancelled) => {
      const { exportFile } = await this.#readyWithInsight(name, settings, cancelled);
      return exportFile(call, query, walk, name);
    });
  }

  /**
   * Splits the options of a walk through a list into those of its calls and the rest.
   *
   * @template {WalkOptions} Options
   * @param {string} name
   * @param {Options} options
   */
  #walkOptions(name, options) {
    if (typeof options !== "object" || options === null) {
      throw inputError(name, "options", "must be an object");
    }
    const { timeoutMs, maxRetries, ...walk } = options;
    if (walk.onProgress !== undefined && typeof walk.onProgress !== "function") {
      throw inputError(name, "options.onProgress", "must be a function");
    }
    const limits = { timeoutMs, maxRetries, signal: walk.signal };
    const settings = callSettings(this.#settings, limits, name);
    /** @type {import("./insight.js").Call} */
    const call = (action, input, signal, sink) => this.#run(action, input, { ...limits, signal }, { mustList: true, sink });
    return { walk, call, settings };
  }

  /**
   * @param {string} action
   * @param {any} input
   * @param {CallOptions | undefined} options
   * @param {object} [how]
   * @param {boolean} [how.mustList] Refuses an action that is not a list.
   * @param {import("./insight.js").Sink} [how.sink] Receives the body, which is then not parsed.
   * @returns {Promise<import("../index.js").Execution<any>>}
   */
  async #run(action, input, options, { mustList = false, sink } = {}) {
    // A body that goes to a sink is checked only for the observer of anomalies: without one, nobody would see the result.
    const settings = { ...callSettings(this.#settings, options, requireName(action)), sink, check: Boolean(this.#settings.onAnomaly) };
    const core = this.#core ?? (await this.#ready(action, settings));
    if (mustList && core.lists(action) === false) {
      throw new RefinerError({ kind: "input", action, path: "action", message: `${action} does not list; use call()`, attempts: 0 });
    }
    let result;
    try {
      result = await core.call(action, input, settings);
    } catch (failure) {
      throw toRefinerError(failure);
    }
    this.#report(result.action, result.anomalies);
    return result;
  }

  /**
   * Loads the module of calls. The time it takes counts against the deadline of the call.
   *
   * @param {string} action
   * @param {CallSettings} settings
   */
  async #ready(action, settings) {
    const started = Date.now();
    this.#core = await withDeadline(action, this.#loadCore(), settings);
    settings.spentMs = Date.now() - started;
    return this.#core;
  }

  /**
   * Loads both modules at once: a summary or an export needs one to send requests and the other to read the replies.
   *
   * @param {string} name
   * @param {CallSettings} settings
   * @param {AbortSignal} [cancelled]
   */
  async #readyWithInsight(name, settings, cancelled) {
    const [core, insight] = await withDeadline(name, Promise.all([this.#loadCore(), this.#loadInsight()]), settings, cancelled);
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
      // An observer that throws or rejects must not fail the call it observes.
      try {
        Promise.resolve(onAnomaly({ action, ...anomaly })).catch(() => {});
      } catch {}
    }
  }
}

/** @param {unknown} action */
function requireName(action) {
  if (typeof action === "string") return action;
  const message = `the name of an action must be text, got a ${typeof action}`;
  throw new RefinerError({ kind: "input", message, path: "action", attempts: 0 });
}
