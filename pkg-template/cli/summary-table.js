// @ts-check
// The report of a summary as tables.
import { bar, roomBeside, table } from "./table.js";
import { plain } from "./terminal.js";

/** @typedef {import("./terminal.js").Terminal} Terminal */
/** @typedef {import("./table.js").Column} Column */
/** @typedef {any} Report Summaries gain parts: what is not known here is not shown, and said so. */

/** A row of figures: the whole, a group, or what is pooled. @typedef {{ name: string, metrics: any[] }} Row */

const TITLES = /** @type {Record<string, string>} */ ({ nps: "NPS", csat: "CSAT", ces: "CES", rating: "Rating", distribution: "Choices", count: "Responses" });

const VERDICTS = /** @type {Record<string, string>} */ ({ up: "up", down: "down", no_evidence: "no evidence", too_few: "too few" });

/** The parts of a report that are shown, or that say nothing to a person. */
const SHOWN = ["pages", "items", "unreadable", "metrics", "groups", "questions_seen", "other", "comparison", "comparisons", "drivers"];

const [NARROW_BAR, WIDE_BAR] = [10, 40];

/**
 * @param {Report} report
 * @param {Terminal} terminal
 */
export function summaryText(report, terminal) {
  const rows = rowsOf(report);
  const blocks = [
    [`${report.items} responses`, ...(report.unreadable > 0 ? [`${report.unreadable} items could not be read`] : [])],
    ...report.metrics.map((/** @type {any} */ metric, /** @type {number} */ index) => [
      terminal.paint("bold", titleOf(metric)),
      ...metricLines(rows.map(({ name, metrics }) => ({ name, figures: metrics[index] })), metric, terminal),
      ...(metric.warning ? [`  ${plain(metric.warning)}`] : []),
    ]),
    ...(report.comparisons?.length ? [[terminal.paint("bold", "Comparisons"), ...comparisonLines(report.comparisons, report, terminal)]] : []),
    ...(report.comparison && !report.comparisons?.length ? [[terminal.paint("bold", "Comparison"), ...differenceLines(report.comparison, terminal)]] : []),
    ...(report.drivers ? [[terminal.paint("bold", "Drivers"), ...driverLines(report.drivers, terminal)]] : []),
    ...(report.questions_seen ? [[`A metric has no answer to its question. Questions in these responses: ${report.questions_seen.map(plain).join(", ")}`]] : []),
  ];
  const more = Object.keys(report).filter((name) => !SHOWN.includes(name) && report[name] !== null && typeof report[name] === "object");
  if (more.length > 0) blocks.push([`--json also has: ${more.join(", ")}`]);
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** @param {Report} report @returns {Row[]} */
export function rowsOf({ metrics, groups, other }) {
  const named = (groups ?? []).map((/** @type {any} */ group) => ({ name: nameOf(group), metrics: group.metrics }));
  return [{ name: "all", metrics }, ...named, ...(other ? [{ name: "other groups", metrics: other.metrics }] : [])];
}

/** @param {{ key: string | null, label?: string | null }} group */
export function nameOf({ key, label }) {
  return plain(label ?? key ?? "(none)");
}

/** @param {any} metric */
function titleOf({ metric, question }) {
  const of = question?.length ? ` of ${question.map(plain).join(", ")}` : "";
  return `${TITLES[metric] ?? metric}${of}`;
}

/**
 * @param {{ name: string, figures: any }[]} rows
 * @param {any} metric
 * @param {Terminal} terminal
 */
function metricLines(rows, { metric }, terminal) {
  if (metric === "count") return countLines(rows, terminal);
  if (metric === "distribution") return choiceLines(rows, terminal);
  /** @type {Column[]} */
  const columns = [
    { name: "GROUP", shrinks: true, cells: rows.map(({ name }) => name) },
    { name: "N", align: "right", cells: rows.map(({ figures }) => String(figures.n)) },
    { name: "VALUE", align: "right", cells: rows.map(({ figures }) => decimal(figures.value, metric)) },
    { name: "95 % INTERVAL", cells: rows.map(({ figures }) => span(figures.interval, (value) => decimal(value, metric))) },
  ];
  const faint = (/** @type {number} */ row) => (rows[row].figures.small_sample ? /** @type {const} */ ("dim") : undefined);
  const bars = rows.map(({ figures: { value, interval } }) => ({ value, interval }));
  return table(withBars(columns.map((column) => ({ ...column, style: faint })), bars, terminal), terminal);
}

/** @param {{ name: string, figures: any }[]} rows @param {Terminal} terminal */
function countLines(rows, terminal) {
  const counted = (/** @type {string} */ field) => rows.map(({ figures }) => String(figures[field]));
  const rated = (/** @type {string} */ field) => rows.map(({ figures }) => (figures[field] ? percent(figures[field].value) : "–"));
  /** @type {Column[]} */
  const columns = [
    { name: "GROUP", shrinks: true, cells: rows.map(({ name }) => name) },
    { name: "VIEWS", align: "right", cells: counted("views") },
    { name: "RESPONSES", align: "right", cells: counted("responses") },
    { name: "COMPLETED", align: "right", cells: counted("completed") },
    { name: "RESPONSE RATE", align: "right", cells: rated("response_rate") },
    { name: "COMPLETION RATE", align: "right", cells: rated("completion_rate") },
  ];
  return table(columns, terminal);
}

/** @param {{ name: string, figures: any }[]} rows @param {Terminal} terminal */
function choiceLines(rows, terminal) {
  const choices = rows.flatMap(({ name, figures }) => figures.distribution.map((/** @type {any} */ choice) => ({ name, ...choice })));
  /** @type {Column[]} */
  const columns = [
    ...(rows.length > 1 ? [/** @type {Column} */ ({ name: "GROUP", shrinks: true, cells: choices.map(({ name }) => name) })] : []),
    { name: "CHOICE", shrinks: true, cells: choices.map(({ choice }) => plain(choice)) },
    { name: "N", align: "right", cells: choices.map(({ respondents }) => String(respondents)) },
    { name: "SHARE", align: "right", cells: choices.map(({ share }) => percent(share)) },
    { name: "95 % INTERVAL", cells: choices.map(({ interval }) => span(interval, percent)) },
  ];
  return table(withBars(columns, choices.map(({ share, interval }) => ({ value: share, interval })), terminal), terminal);
}

/** @param {any[]} comparisons @param {Report} report @param {Terminal} terminal */
function comparisonLines(comparisons, report, terminal) {
  const labels = new Map((report.groups ?? []).map((/** @type {any} */ group) => [group.key, nameOf(group)]));
  const group = (/** @type {string | null} */ key) => labels.get(key) ?? nameOf({ key });
  const style = (/** @type {number} */ row) => verdictStyle(comparisons[row].verdict);
  const told = comparisons.map((one) => /** @type {(value: number | null) => string} */ ((value) => difference(one, value)));
  /** @type {Column[]} */
  const columns = [
    { name: "A", shrinks: true, cells: comparisons.map(({ a }) => group(a)) },
    { name: "B", shrinks: true, cells: comparisons.map(({ b, against = "group" }) => (against === "group" ? group(b) : `(${plain(against)})`)) },
    { name: "FIGURE", shrinks: true, cells: comparisons.map(figureOf) },
    { name: "VERDICT", style, cells: comparisons.map(({ verdict }) => VERDICTS[verdict] ?? plain(verdict)) },
    { name: "DIFFERENCE", align: "right", cells: comparisons.map(({ difference }, row) => told[row](difference)) },
    { name: "95 % INTERVAL", cells: comparisons.map(({ interval }, row) => span(interval, told[row])) },
    { name: "P", cells: comparisons.map(({ p_adjusted, p }) => probability(p_adjusted ?? p)) },
  ];
  return table(columns, terminal);
}

/** @param {any} comparison @param {Terminal} terminal */
function differenceLines({ first, second, differences }, terminal) {
  const cells = (/** @type {(one: any) => string} */ write) => differences.map(write);
  const column = (/** @type {string | null} */ key, /** @type {number} */ side) =>
    /** @type {Column} */ ({ name: nameOf({ key }), align: "right", shrinks: true, cells: cells((one) => figure(one, one.values[side])) });
  /** @type {Column[]} */
  const columns = [
    { name: "FIGURE", shrinks: true, cells: cells(figureOf) },
    column(first, 0),
    column(second, 1),
    { name: "DIFFERENCE", align: "right", cells: cells((one) => difference(one, one.difference)) },
    { name: "95 % INTERVAL", cells: cells((one) => span(one.interval, (value) => difference(one, value))) },
  ];
  return table(columns, terminal);
}

/** What is compared. @param {any} of */
function figureOf({ metric, figure = "value", choice }) {
  const parts = [TITLES[metric] ?? metric, ...(figure === "value" ? [] : [figure.replaceAll("_", " ")]), ...(choice ? [choice] : [])];
  return plain(parts.join(", "));
}

/** A figure in its unit: all but the scores are shares. @param {any} of @param {number | null} value @param {boolean} [sign] */
function figure({ metric, figure = "value" }, value, sign = false) {
  return figure === "value" ? decimal(value, metric, sign) : percent(value, sign);
}

/** @param {any} of @param {number | null} value */
function difference(of, value) {
  return figure(of, value, true);
}

/** @param {any} drivers @param {Terminal} terminal */
function driverLines({ weights, r_squared, n }, terminal) {
  /** @type {Column[]} */
  const columns = [
    { name: "DRIVER", shrinks: true, cells: weights.map((/** @type {any} */ { name }) => plain(name)) },
    { name: "WEIGHT", align: "right", cells: weights.map((/** @type {any} */ { weight }) => number(weight, 3, false)) },
    { name: "95 % INTERVAL", cells: weights.map((/** @type {any} */ { interval }) => span(interval, (value) => number(value, 3, false))) },
  ];
  const bars = weights.map((/** @type {any} */ { weight, interval }) => ({ value: weight, interval }));
  return [...table(withBars(columns, bars, terminal), terminal), `  together they explain ${percent(r_squared)} of the variance; n ${n}`];
}

/**
 * The columns, with small bars beside them where it is a terminal and there is room.
 *
 * @param {Column[]} columns
 * @param {{ value: number | null, interval: readonly number[] | null }[]} figures
 * @param {Terminal} terminal
 */
function withBars(columns, figures, { isTerminal, width }) {
  const ends = figures.flatMap(({ value, interval }) => [value, ...(interval ?? [])]).filter((end) => typeof end === "number");
  const scale = { low: Math.min(...ends), high: Math.max(...ends) };
  const room = Math.min(roomBeside(columns, width), WIDE_BAR);
  if (!isTerminal || room < NARROW_BAR || !(scale.high > scale.low)) return columns;
  return [...columns, { name: "", cells: figures.map((figure) => bar(figure, scale, room)) }];
}

/** @param {string} verdict */
function verdictStyle(verdict) {
  return verdict === "up" ? "green" : verdict === "down" ? "red" : "dim";
}

/** A score in its usual form. @param {number | null | undefined} value @param {string} metric @param {boolean} [sign] */
function decimal(value, metric, sign = false) {
  return number(value, metric === "nps" || metric === "csat" ? 1 : 2, sign);
}

/** @param {number | null | undefined} value @param {number} digits @param {boolean} sign */
function number(value, digits, sign) {
  if (value === null || value === undefined) return "–";
  const text = value.toFixed(digits).replace(/^-(0\.?0*)$/, "$1");
  return sign && value > 0 ? `+${text}` : text;
}

/** @param {number | null | undefined} share @param {boolean} [sign] */
function percent(share, sign = false) {
  return share === null || share === undefined ? "–" : `${number(share * 100, 1, sign)} %`;
}

/** @param {readonly number[] | null | undefined} interval @param {(value: number) => string} write */
function span(interval, write) {
  return interval ? `${write(interval[0])} to ${write(interval[1])}` : "–";
}

/** @param {number | null | undefined} p */
function probability(p) {
  if (p === null || p === undefined) return "–";
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}
