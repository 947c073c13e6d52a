// @ts-check
// Answers: what a model asks of a summary, and the part of the report that answers it.
import { rounded } from "./shorten.js";

/** @typedef {{ path: string, returned: number, total: number }} LeftOut A list that was cut. */

/**
 * How an answer is made: the settings of the summary, and the parts of the report that are shown.
 *
 * @typedef {object} Answer
 * @property {(settings: Record<string, any>) => Record<string, any>} settings
 * @property {readonly string[]} [shows] Default: all.
 */

/** @type {Record<string, Answer>} */
const ANSWERS = {
  summarize_responses: { settings: (settings) => settings },
  compare_responses: {
    settings: (settings) => ({ compare: "each_against_rest", ...settings }),
    shows: ["items", "metrics", "groups", "comparisons", "adjustment", "pairs_left_out", "trend", "questions_seen"],
  },
  sample_comments: {
    // A summary needs a metric; counting is the cheapest.
    settings: (settings) => ({ metrics: ["count"], comments: settings }),
    shows: ["items", "comments", "questions_seen"],
  },
};

/**
 * The settings of the summary that answers.
 *
 * @param {string} name
 * @param {Record<string, any>} settings
 */
export function settingsOf(name, settings) {
  return ANSWERS[name].settings(settings);
}

/**
 * The path of a setting as the model sent it: `comments.by` was sent as `by`.
 *
 * @param {string} path
 */
export function asGiven(path) {
  return path.replace(/^comments\./, "");
}

/** The tokens of an answer, unless the caller says otherwise. */
export const ANSWER_TOKENS = 2000;

/**
 * The part of the report that answers, without what says nothing.
 *
 * @param {string} name
 * @param {Record<string, any>} report
 * @returns {Record<string, any>}
 */
export function partOf(name, report) {
  const { shows } = ANSWERS[name];
  const parts = Object.entries(report).filter(([key, value]) => value !== null && !NOTHING.includes(key) && (!shows || shows.includes(key)));
  /** @type {Record<string, any>} */
  const part = rounded(Object.fromEntries(parts));
  /** @type {any[]} */
  const metrics = part.metrics ?? [];
  const kinds = new Set(metrics.map(({ metric }) => metric));
  for (const group of [...(part.groups ?? []), ...(part.other ? [part.other] : [])]) {
    group.metrics = group.metrics.map(brief);
    // The key of a period says how its start is written.
    if (group.start) delete group.key;
  }
  // The questions are those of `metrics`, in its order; one metric of a kind needs no name.
  const tests = [...(part.comparisons ?? []), ...(part.trend ?? []), ...(part.comparison?.differences ?? [])];
  for (const one of tests) {
    if (kinds.size === metrics.length) delete one.question;
    if (one.against === "rest") delete one.b;
  }
  for (const metric of metrics) {
    if (metric.ignored?.not_a_number === 0 && metric.ignored.off_scale === 0) delete metric.ignored;
  }
  for (const comment of part.comments?.sample ?? []) if (comment.completed_at) delete comment.last_data_reception_at;
  if (part.pairs_left_out === 0) delete part.pairs_left_out;
  part.comparisons?.sort((/** @type {Tested} */ one, /** @type {Tested} */ other) => rank(one) - rank(other) || (one.p_adjusted ?? 2) - (other.p_adjusted ?? 2));
  return part;
}

/** What a model does not ask about. */
const NOTHING = ["pages", "unreadable"];

/** @typedef {{ verdict: string, p_adjusted?: number }} Tested */

/** What says something comes first. @param {Tested} comparison */
function rank({ verdict }) {
  return ["up", "down"].includes(verdict) ? 0 : verdict === "no_evidence" ? 1 : 2;
}

/**
 * A metric in a group: the figure, how sure it is, and of how many.
 *
 * @param {Record<string, any>} report
 */
function brief({ metric, n, value, interval, small_sample, agreeing, distribution, views, responses, completed, response_rate, completion_rate, median_seconds }) {
  const shares = { agreeing: rate(agreeing), response_rate: rate(response_rate), completion_rate: rate(completion_rate) };
  const list = metric === "distribution" ? { distribution } : {};
  const all = { metric, n, value, interval, small_sample, ...list, views, responses, completed, ...shares, median_seconds };
  return Object.fromEntries(Object.entries(all).filter(([, one]) => one !== undefined));
}

/** A share and its interval. @param {Record<string, any> | undefined} share */
function rate(share) {
  return share && { value: share.value ?? share.share, interval: share.interval };
}
