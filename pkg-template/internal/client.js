// @ts-check
// The facade: takes plain objects, returns plain data, and turns failures into the one error class.
import { Actions } from "../generated/actions.js";
import * as glue from "../wasm/refiner_wasm.js";
import { RefinerError, inputError, toRefinerError } from "./error.js";
import { guarded } from "./instance.js";
import { List } from "./list.js";
import { loaderOf, loadPart, withDeadline } from "./loader.js";
import { observe } from "./observe.js";
import { callSettings, checkLimit, plainOptions, readSettings } from "./settings.js";
import { lazyStream } from "./stream.js";
import { syncLoop } from "./sync-loop.js";
import { TotalTimeout } from "./total.js";

/** @typedef {typeof glue} Core */
/** @typedef {import("./lazy.js").Parts} Parts */
/** @typedef {typeof import("./insight.js")} Insight */
/** @typedef {ReturnType<typeof callSettings>} CallSettings */
/** @typedef {(status: number | undefined, asked: unknown) => void} Seen Told of each event of a call, with a reply's status, and of what the core then asks for. */
/** @typedef {import("../index.js").CallOptions} CallOptions */
/** @typedef {import("../index.js").WalkOptions} WalkOptions */

/**
 * The Refiner of a runtime. All of its clients share its two modules.
 *
 * @param {import("./loader.js").Modules} modules
 * @param {Parts} parts Loaded at their first use: a client that never summarises, exports or syncs does not load their code.
 */
export function refinerFor(modules, parts) {
  const { any } = guarded(glue);
  const loadCore = loaderOf(() => any, "call", modules.client);
  const loadInsight = loaderOf(parts.insight, "report", modules.insight);
  return class Refiner extends Client {
    /** @param {import("../index.js").RefinerOptions} options */
    constructor(options) {
      super(options, loadCore, loadInsight, parts.sync);
    }
  };
}

// A client may stand behind a Proxy, such as Vue's reactive(), through which its private fields cannot be reached. It is asked for
// itself by a function, which no such Proxy wraps.
const SELF = Symbol("self");

/** The method that the gateway calls. No user of the package has this name. */
export const PASS_ON = Symbol("pass on");

export class Client extends Actions {
  #settings;
  #loadCore;
  #loadInsight;
  #loadSync;
  /** @type {Core | undefined} */
  #core;

  /**
   * @param {import("../index.js").RefinerOptions} options
   * @param {() => Promise<Core>} loadCore
   * @param {() => Promise<Insight>} loadInsight
   * @param {Parts["sync"]} loadSync
   */
  constructor(options, loadCore, loadInsight, loadSync) {
    super();
    Object.defineProperty(this, SELF, { value: () => this });
    this.#settings = readSettings(options);
    this.#loadCore = loadCore;
    this.#loadInsight = loadInsight;
    this.#loadSync = loadSync;
  }

  /**
   * @param {string} action
   * @param {any} [input]
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  async call(action, input, options) {
    return (await itself(this).#execute(action, input, options)).data;
  }

  /**
   * @param {string} action
   * @param {any} [input]
   * @param {CallOptions} [options]
   * @returns {any}
   */
  list(action, input, options) {
    return itself(this).#list(action, input, options);
  }

  /**
   * @param {string} action
   * @param {any} input
   * @param {CallOptions | undefined} options
   */
  #list(action, input, options) {
    const settings = outcomeOf(() => callSettings(this.#settings, options, requireName(action)));
    return new List(async (input) => this.#run(action, input, settings(), { mustList: true }), new glue.Written(input));
  }

  /**
   * @param {string} action
   * @param {any} [input]
   * @returns {Promise<import("../index.js").Plan>}
   */
  async plan(action, input) {
    return itself(this).#plan(requireName(action), new glue.Written(input));
  }

  /**
   * @param {string} action
   * @param {import("../wasm/refiner_wasm.js").Written} input
   */
  async #plan(action, input) {
    const core = this.#core ?? (await this.#ready(action, callSettings(this.#settings, undefined, action)));
    try {
      return core.plan(action, input, this.#settings.baseUrl);
    } catch (failure) {
      throw toRefinerError(failure, action);
    }
  }

  /**
   * A call with everything known about it: the action's own name, the data, where a list continues, attempts, anomalies.
   *
   * @param {string} action
   * @param {any} [input]
   * @param {CallOptions} [options]
   * @param {Seen} [seen] For the tools.
   * @returns {Promise<import("../index.js").Execution<any>>}
   */
  async execute(action, input, options, seen) {
    return itself(this).#execute(action, input, options, seen);
  }

  /**
   * @param {string} action
   * @param {any} input
   * @param {CallOptions | undefined} options
   * @param {Seen} [seen]
   */
  #execute(action, input, options, seen) {
    const settings = callSettings(this.#settings, options, requireName(action));
    return this.#run(action, new glue.Written(input), { ...settings, seen });
  }

  /**
   * A call whose body is handed on as it came: checked, and not parsed. The client needs an `onAnomaly`, or nothing is checked.
   *
   * @param {string} action
   * @param {unknown} input
   * @param {CallOptions} options
   * @param {import("./insight.js").Sink} sink
   */
  async [PASS_ON](action, input, options, sink) {
    return this.#run(action, new glue.Written(input), callSettings(this.#settings, options, action), { sink });
  }

  /** @param {import("../index.js").PreloadOptions} [options] */
  async preload(options) {
    const name = "preload";
    const client = itself(this);
    const settings = callSettings(client.#settings, options, name, ["signal", "timeoutMs", "insight"]);
    await (settings.insight ? client.#readyWithInsight(name, settings) : client.#ready(name, settings));
  }

  /**
   * @param {import("../index.js").Query<import("../index.js").ListResponses>} query
   * @param {import("../index.js").SummaryOptions} options
   * @param {Seen} [seen] For the tools.
   * @returns {Promise<import("../index.js").Summary>}
   */
  async summarizeResponses(query, options, seen) {
    const name = "summarize_responses";
    const client = itself(this);
    const { walk, call, settings, begin } = client.#walkOptions(name, options, seen);
    const written = new glue.Written(query);
    const total = begin();
    const { signal } = total;
    try {
      const { summarize } = await client.#readyWithInsight(name, { ...settings, signal });
      return await summarize(call, written, { ...walk, signal });
    } catch (error) {
      throw total.explain(error);
    } finally {
      total.end();
    }
  }

  /**
   * @param {import("../index.js").Query<import("../index.js").ListResponses>} query
   * @param {import("../index.js").ExportOptions} options
   */
  exportResponses(query, options) {
    return itself(this).#export("export_responses", query, options);
  }

  /**
   * @param {import("../index.js").Query<import("../index.js").ListContacts>} query
   * @param {import("../index.js").ExportOptions} options
   */
  exportContacts(query, options) {
    return itself(this).#export("export_contacts", query, options);
  }

  /**
   * @param {import("../index.js").SyncOptions} [options]
   * @param {import("../index.js").WalkLimits} [call]
   * @returns {import("../index.js").ResponseSync}
   */
  syncResponses(options, call) {
    return itself(this).#sync(options, call);
  }

  /**
   * @param {import("../index.js").SyncOptions | undefined} options
   * @param {import("../index.js").WalkLimits | undefined} call
   * @returns {import("../index.js").ResponseSync}
   */
  #sync(options, call) {
    const name = "sync_responses";
    const limits = outcomeOf(() => {
      const given = call === undefined ? {} : plainOptions(call, (problem) => inputError(name, "options", problem));
      const { totalTimeoutMs, ...rest } = given;
      checkTotal(name, totalTimeoutMs);
      return { totalTimeoutMs, settings: callSettings(this.#settings, rest, name) };
    });
    const given = new glue.Written(options);
    const begin = async (/** @type {() => CallSettings} */ settings) => {
      const core = this.#core ?? (await this.#ready(name, settings()));
      const { Sync, checkOptions } = await withDeadline(name, loadPart(this.#loadSync), settings());
      const read = (/** @type {any} */ input) => this.#run("list_responses", input, settings(), { mustList: true });
      return new Sync(read, checkOptions(core, given));
    };
    return syncLoop(name, { begin, limits, checkpoint: () => given.copy()?.checkpoint });
  }

  /**
   * @param {"export_responses" | "export_contacts"} name
   * @param {import("../index.js").Query<import("../index.js").ListResponses | import("../index.js").ListContacts>} query
   * @param {import("../index.js").ExportOptions} options
   */
  #export(name, query, options) {
    const { walk, call, settings, begin } = this.#walkOptions(name, options);
    const written = new glue.Written(query);
    return lazyStream(async (cancelled) => {
      const total = begin();
      const { signal } = total;
      try {
        const { exportFile } = await this.#readyWithInsight(name, { ...settings, signal }, cancelled);
        return total.around(exportFile(call, written, { ...walk, signal }, name));
      } catch (error) {
        total.end();
        throw total.explain(error);
      }
    });
  }

  /**
   * Splits the options of a walk through a list into those of its calls and the rest.
   *
   * @param {string} name
   * @param {WalkOptions} options
   * @param {Seen} [seen]
   */
  #walkOptions(name, options, seen) {
    const given = plainOptions(options, (problem) => inputError(name, "options", problem));
    const { signal, timeoutMs, maxRetries, totalTimeoutMs, onProgress, ...rest } = given;
    if (onProgress !== undefined && typeof onProgress !== "function") {
      throw inputError(name, "options.onProgress", "must be a function");
    }
    const settings = callSettings(this.#settings, { timeoutMs, maxRetries, signal }, name);
    checkTotal(name, totalTimeoutMs);
    const begin = () => new TotalTimeout(name, totalTimeoutMs, signal);
    /** @type {import("./insight.js").Call} */
    const call = (action, input, signal, sink) => this.#run(action, input, { ...settings, signal, seen }, { mustList: true, sink });
    return { walk: { onProgress, settings: new glue.Written(rest) }, call, settings, begin };
  }

  /**
   * @param {string} action
   * @param {any} input Written already, or a copy that nobody else has.
   * @param {CallSettings & { seen?: Seen }} given
   * @param {object} [how]
   * @param {boolean} [how.mustList] Refuses an action that is not a list.
   * @param {import("./insight.js").Sink} [how.sink] Receives the body, which is then not parsed.
   * @returns {Promise<import("../index.js").Execution<any>>}
   */
  async #run(action, input, given, { mustList = false, sink } = {}) {
    // A body that goes to a sink is checked only for the observer of anomalies: without one, nobody would see the result.
    const settings = { ...given, sink, check: Boolean(this.#settings.onAnomaly) };
    const core = this.#core ?? (await this.#ready(action, settings));
    let result;
    try {
      if (mustList && core.lists(action) === false) {
        throw new RefinerError({ kind: "input", action, path: "action", message: `${action} does not list; use call()`, attempts: 0 });
      }
      result = await core.call(action, input, settings);
    } catch (failure) {
      throw toRefinerError(failure, action);
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
    for (const anomaly of anomalies) observe(onAnomaly, { action, ...anomaly });
  }
}

/**
 * A client that may stand behind a Proxy.
 *
 * @param {any} client
 * @returns {Client}
 */
function itself(client) {
  return client[SELF]();
}

/**
 * Does something now, and returns a function that gives its result, or throws its error, when it is asked.
 *
 * @template T
 * @param {() => T} make
 * @returns {() => T}
 */
function outcomeOf(make) {
  try {
    const made = make();
    return () => made;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** @param {string} name @param {unknown} totalTimeoutMs */
function checkTotal(name, totalTimeoutMs) {
  if (totalTimeoutMs === undefined) return;
  checkLimit("totalTimeoutMs", totalTimeoutMs, (option, problem) => inputError(name, `options.${option}`, problem));
}

/** @param {unknown} action */
function requireName(action) {
  if (typeof action === "string") return action;
  const message = `the name of an action must be text, got a ${typeof action}`;
  throw new RefinerError({ kind: "input", message, path: "action", attempts: 0 });
}
