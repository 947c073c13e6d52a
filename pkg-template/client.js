// @ts-check
// The facade: takes plain objects, hands out plain data, turns failures into the one error class.
import { Actions } from "./actions.js";
import { within } from "./deadline.js";
import { RefinerError } from "./error.js";
import { List } from "./list.js";
import { callSettings, readSettings } from "./settings.js";

/** @typedef {import("./load/core.js").Core} Core */

export class Client extends Actions {
  #settings;
  #load;
  #insight;
  /** @type {Core | undefined} */
  #core;

  /**
   * @param {import("./index.js").RefinerOptions} options
   * @param {() => Promise<Core>} load
   * @param {() => Promise<typeof import("./core/refiner_insight.js")>} insight
   */
  constructor(options, load, insight) {
    super();
    this.#settings = readSettings(options);
    this.#load = load;
    this.#insight = insight;
  }

  /**
   * @param {string} action
   * @param {any} [input]
   * @param {import("./index.js").CallOptions} [options]
   * @returns {Promise<any>}
   */
  async call(action, input, options) {
    return (await this.execute(action, input, options)).data;
  }

  /**
   * @param {string} action
   * @param {any} [input]
   * @param {import("./index.js").CallOptions} [options]
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
    const core = await this.#ready(named(action), callSettings(this.#settings, undefined, action));
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
   * @param {import("./index.js").CallOptions} [options]
   * @returns {Promise<any>}
   */
  execute(action, input, options) {
    return this.#run(action, input, options, false);
  }

  /**
   * @param {any} query
   * @param {any} options
   * @returns {Promise<any>}
   */
  async summarizeResponses(query, options) {
    const { summarize } = await import("./insight.js");
    const { asked, call } = this.#bulk("summarize_responses", options);
    return summarize(await this.#insight(), call, query, asked);
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
   * @param {import("./index.js").CallOptions} [call]
   */
  syncResponses(options = {}, call) {
    const read = (/** @type {any} */ input) => this.#run("list_responses", input, call, true);
    const begun = import("./sync.js").then(({ Sync }) => new Sync(read, options));
    // Whoever iterates learns of wrong options; a sync that nobody iterates harms nobody.
    begun.catch(() => {});
    /** @type {import("./sync.js").Sync | undefined} */
    let sync;
    return {
      get checkpoint() {
        return sync ? sync.checkpoint : options.checkpoint;
      },
      async *[Symbol.asyncIterator]() {
        sync = await begun;
        yield* sync;
      },
    };
  }

  /**
   * @param {"responses" | "contacts"} of
   * @param {any} query
   * @param {any} options
   */
  #export(of, query, options) {
    const { asked, call } = this.#bulk(`export_${of}`, options);
    const load = this.#insight;
    /** @type {Promise<ReturnType<typeof import("./insight.js").exportFile>> | undefined} */
    let file;
    return new ReadableStream(
      {
        async pull(controller) {
          // The code of exports is imported late, and a stream is due at once.
          file ??= import("./insight.js").then(({ exportFile }) => exportFile(load, call, query, asked, of));
          await (await file).pull(controller);
        },
        async cancel() {
          await (await file)?.cancel();
        },
      },
      // Nothing is asked for before someone reads.
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
      throw new RefinerError({ kind: "input", action: name, path: "options", message: `${name}: options must be an object`, attempts: 0 });
    }
    const { timeoutMs, maxRetries, ...asked } = options;
    if (asked.onProgress !== undefined && typeof asked.onProgress !== "function") {
      const message = `${name}: options.onProgress must be a function`;
      throw new RefinerError({ kind: "input", action: name, path: "options.onProgress", message, attempts: 0 });
    }
    const limits = Object.fromEntries(Object.entries({ timeoutMs, maxRetries, signal: asked.signal }).filter(([, value]) => value !== undefined));
    callSettings(this.#settings, limits, name);
    /** @type {import("./insight.js").Call} */
    const call = (action, input, signal, sink) => this.#run(action, input, { ...limits, signal }, true, sink);
    return { asked, call };
  }

  /**
   * @param {string} action
   * @param {any} input
   * @param {import("./index.js").CallOptions | undefined} options
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
   * The core, loaded within what the call allows; what is left of its time is for the rest of it.
   *
   * @param {string} action
   * @param {ReturnType<typeof callSettings>} settings
   */
  async #ready(action, settings) {
    if (this.#core) return this.#core;
    const started = Date.now();
    try {
      this.#core = await within(this.#load(), settings);
    } catch (error) {
      // Calls that wait for the same load fail with the same error, and each names its own action.
      const { kind, message, attempts, cause } = /** @type {any} */ (error);
      throw new RefinerError({ kind, message: `${action}: ${message}`, action, attempts, cause });
    }
    settings.spentMs = Date.now() - started;
    return this.#core;
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
