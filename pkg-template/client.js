// @ts-check
// The facade: takes plain objects, hands out plain data, turns failures into the one error class.
import { Actions } from "./actions.js";
import { RefinerError } from "./error.js";
import { List } from "./list.js";
import { callSettings, readSettings } from "./settings.js";

/** @typedef {import("./load/core.js").Core} Core */

export class Client extends Actions {
  #settings;
  #load;

  /**
   * @param {import("./index.js").RefinerOptions} options
   * @param {() => Promise<Core>} load
   */
  constructor(options, load) {
    super();
    this.#settings = readSettings(options);
    this.#load = load;
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
    return new List((input) => this.execute(action, input, options), input);
  }

  /**
   * @param {string} action
   * @param {any} [input]
   * @returns {Promise<any>}
   */
  async plan(action, input) {
    const core = await this.#load();
    try {
      return core.plan(String(action), input, this.#settings.baseUrl);
    } catch (failure) {
      throw new RefinerError(/** @type {any} */ (failure));
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
  async execute(action, input, options) {
    const settings = callSettings(this.#settings, options, String(action));
    const core = await this.#load();
    let result;
    try {
      result = await core.call(String(action), input, settings);
    } catch (failure) {
      throw new RefinerError(/** @type {any} */ (failure));
    }
    this.#report(result.action, result.anomalies);
    return result;
  }

  /**
   * @param {string} action
   * @param {{ path: string, problem: string, count: number }[]} anomalies
   */
  #report(action, anomalies) {
    const { onAnomaly } = this.#settings;
    if (!onAnomaly) return;
    for (const anomaly of anomalies) {
      try {
        onAnomaly({ action, ...anomaly });
      } catch {
        // An observer that fails must not fail the call it observes.
      }
    }
  }
}
