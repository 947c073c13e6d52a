// @ts-check
// The report of a summary as a CSV table (RFC 4180): a row for each figure, so that a spreadsheet can pivot it.

const HEADER = ["group", "label", "metric", "question", "figure", "choice", "n", "value", "low", "high", "small_sample", "compared_with", "p", "p_adjusted", "verdict"];

/** @typedef {Partial<Record<typeof HEADER[number], unknown>>} Line */

/** @param {any} report */
export function summaryCsv(report) {
  /** @type {Line[]} */
  const lines = [
    ...figuresOf(report.metrics, { group: "", label: "all" }),
    ...(report.groups ?? []).flatMap((/** @type {any} */ { key, label, metrics }) => figuresOf(metrics, { group: key, label: label ?? key ?? "(none)" })),
    ...(report.other ? figuresOf(report.other.metrics, { group: "", label: "other groups" }) : []),
    ...(report.comparison ? comparisonLines(report.comparison) : []),
    ...(report.comparisons ?? []).map(comparisonLine),
  ];
  return [HEADER.join(","), ...lines.map((line) => HEADER.map((name) => cell(line[name])).join(","))].map((line) => `${line}\r\n`).join("");
}

/** @param {any[]} metrics @param {Line} of @returns {Line[]} */
function figuresOf(metrics, of) {
  return metrics.flatMap((figures) => {
    const { metric, question, n, small_sample } = figures;
    const line = (/** @type {string} */ figure, /** @type {Line} */ more) => ({ ...of, metric, question: question?.join(" "), figure, n, small_sample, ...more });
    if (metric === "count") {
      const counts = ["views", "responses", "partials", "completed", "median_seconds"].map((name) => line(name, { value: figures[name] }));
      const rates = ["response_rate", "completion_rate"].filter((name) => figures[name]);
      return [...counts, ...rates.map((name) => line(name, { ...rate(figures[name]) }))];
    }
    if (metric === "distribution") {
      return figures.distribution.map((/** @type {any} */ { choice, share, interval }) => line("share", { choice, value: share, ...ends(interval) }));
    }
    const agreeing = figures.agreeing ? [line("agreeing", { value: figures.agreeing.share, ...ends(figures.agreeing.interval) })] : [];
    return [line("value", { value: figures.value, ...ends(figures.interval) }), ...agreeing];
  });
}

/** @param {any} comparison @returns {Line[]} */
function comparisonLines({ first, second, differences }) {
  return differences.map((/** @type {any} */ { metric, question, figure, choice, difference, interval, small_sample, n }) => ({
    group: second,
    label: second,
    compared_with: first,
    metric,
    question: question.join(" "),
    figure: `difference of ${figure}`,
    choice,
    n: n[0] + n[1],
    value: difference,
    ...ends(interval),
    small_sample,
  }));
}

/** @param {any} comparison @returns {Line} */
function comparisonLine({ a, b, metric, difference, interval, p, p_adjusted, verdict, question, choice, figure }) {
  const said = (/** @type {unknown} */ key) => (typeof key === "object" && key !== null ? JSON.stringify(key) : key);
  return {
    group: said(a),
    label: said(a),
    compared_with: said(b),
    metric,
    question: Array.isArray(question) ? question.join(" ") : question,
    figure: figure ? `difference of ${figure}` : "difference",
    choice,
    value: difference,
    ...ends(interval),
    p,
    p_adjusted,
    verdict,
  };
}

/** @param {{ n: number, value: number, interval: readonly number[], small_sample: boolean }} rate @returns {Line} */
const rate = ({ n, value, interval, small_sample }) => ({ n, value, small_sample, ...ends(interval) });

/** @param {readonly number[] | null | undefined} interval @returns {Line} */
const ends = (interval) => (interval ? { low: interval[0], high: interval[1] } : {});

/** A cell. Text that a spreadsheet would run as a formula gets an apostrophe, as in the exports. @param {unknown} value */
function cell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const isFormula = /^[=+\-@＝＋－＠\t\r\n\0]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value);
  const text = isFormula ? `'${value}` : value;
  return /[",;\r\n\t]|^ | $/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
