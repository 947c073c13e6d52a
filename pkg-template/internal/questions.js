// @ts-check
// Finds the question of a metric that names none: the one question of its kind in the surveys of a query. Answers do not tell their
// kind (a 4 may be an NPS or a rating), so the surveys are asked: list_forms, with include_config.
import { operationDefaults } from "../generated/operations.js";
import { Written } from "../wasm/refiner_wasm.js";
import { extend, inputError } from "./error.js";
import { List } from "./list.js";

/** @typedef {{ identifier: string, type: string }} Question */

const NAME = "summarize_responses";

/** The types of question that a metric is for. Refiner does not document their names: upper case and underscores do not matter. */
const TYPES = new Map([
  ["nps", /^nps|netpromoter/],
  ["csat", /csat|satisfaction/],
  ["ces", /^ces|effort/],
  ["rating", /rating|star/],
  ["distribution", /choice|select|radio|checkbox|dropdown|boolean|yesno/],
]);

/** The most questions that an error names. */
const NAMED = 20;

/** How deep a config is searched. */
const MAX_DEPTH = 8;

/**
 * The metrics that need a question and have none, by their place in the list.
 *
 * @param {Record<string, any> | undefined} settings As given, and not checked yet.
 * @returns {Map<number, string>}
 */
export function unasked(settings) {
  const { metrics } = settings ?? {};
  if (!Array.isArray(metrics) || Object.hasOwn(settings ?? {}, "question")) return new Map();
  const lacking = metrics.map((metric, place) => /** @type {const} */ ([place, metric?.metric ?? metric, Object.hasOwn(Object(metric), "question")]));
  return new Map(lacking.filter(([, name, has]) => TYPES.has(name) && !has).map(([place, name]) => [place, name]));
}

/**
 * The settings with questions for the metrics that have none.
 *
 * @param {Record<string, any> | undefined} settings
 * @param {Map<number, string>} lacking
 * @param {(metric: string, place: number) => string} find
 */
export function asked(settings, lacking, find) {
  const metrics = settings?.metrics.map((/** @type {any} */ metric, /** @type {number} */ place) => {
    const name = lacking.get(place);
    if (name === undefined) return metric;
    return { ...(typeof metric === "string" ? { metric } : metric), question: find(name, place) };
  });
  return new Written({ ...settings, metrics });
}

/**
 * Reads the surveys of a query, and returns a function that gives the question of a metric, or throws.
 *
 * @param {import("./insight.js").Call} call
 * @param {Record<string, any> | undefined} query
 * @param {import("./walk.js").Progress} progress
 * @param {AbortSignal} [signal]
 */
export async function questionsOf(call, query, progress, signal = new AbortController().signal) {
  const { form_uuid, form_uuids } = query ?? {};
  const wanted = [form_uuid, form_uuids].flat().filter((uuid) => uuid !== undefined);
  const { page_length } = operationDefaults[NAME];
  const list = new List((input) => call("list_forms", input, signal), new Written({ list: "all_with_archived", include_config: true, page_length }));
  /** @type {Map<string, string>} */
  const found = new Map();
  try {
    for await (const { data, attempts } of list.readings()) {
      progress.attempts += attempts;
      for (const form of data.items) {
        if (wanted.length > 0 && !wanted.includes(form?.uuid)) continue;
        for (const { identifier, type } of questionsIn(form?.config)) found.set(identifier, type);
      }
    }
  } catch (error) {
    // A place in the list of surveys is not one in the list of responses.
    throw extend(/** @type {import("./error.js").RefinerError} */ (error), { resume: undefined, progress: progress.soFar });
  }
  /** @param {string} metric @param {number} place */
  return (metric, place) => {
    const type = /** @type {RegExp} */ (TYPES.get(metric));
    const fitting = [...found].filter(([, given]) => type.test(given.toLowerCase().replaceAll(/[^a-z]/g, "")));
    if (fitting.length === 1) return fitting[0][0];
    throw inputError(NAME, `options.metrics[${place}].question`, `is required: ${why(fitting, [...found])}`);
  };
}

/** @param {[string, string][]} fitting @param {[string, string][]} all Identifiers and types. */
function why(fitting, all) {
  const named = (/** @type {[string, string][]} */ questions, /** @type {boolean} */ withType) => {
    const names = questions.slice(0, NAMED).map(([identifier, type]) => (withType ? `${identifier} (${type})` : identifier));
    return names.join(", ") + (questions.length > NAMED ? `, and ${questions.length - NAMED} more` : "");
  };
  if (fitting.length > 0) return `several questions are of this kind: ${named(fitting, false)}`;
  if (all.length > 0) return `no question is of this kind; the questions are: ${named(all, true)}`;
  return "Refiner does not say which questions there are";
}

/**
 * The questions in the config of a survey. Its shape may change, so anything that has an identifier and a type is one.
 *
 * @param {any} config
 * @param {number} [depth]
 * @returns {Generator<Question>}
 */
function* questionsIn(config, depth = 0) {
  if (typeof config !== "object" || config === null || depth > MAX_DEPTH) return;
  const { identifier, type } = config;
  if (typeof identifier === "string" && identifier !== "" && typeof type === "string") yield { identifier, type };
  for (const part of Object.values(config)) yield* questionsIn(part, depth + 1);
}
