// Refiner's own reporting, and its terms for the metrics of a summary.

/** A range that covers any seed. */
export const EVER = { date_range_start: "2020-01-01", date_range_end: "2030-01-01" };

/** Rounds halves away from zero, as reporting does. */
const round = (value, decimals = 0) => {
  const factor = 10 ** decimals;
  const rounded = (Math.sign(value) * Math.round(Math.abs(value) * factor)) / factor;
  return rounded === 0 ? 0 : rounded;
};
const counts = (steps) => steps.map(({ count }) => count);

/** The parameters of reporting for a metric. */
export const AS_REPORTED = {
  nps: ({ n, value, promoters, passives, detractors }) => ({
    count: n,
    nps: value === null ? null : round(value),
    data: { detractors, passives, promoters },
  }),
  csat: ({ n, value, distribution }) => {
    const [very_unsatisfied, unsatisfied, neutral, satisfied, very_satisfied] = counts(distribution);
    const data = { very_unsatisfied, unsatisfied, neutral, satisfied, very_satisfied };
    return { count: n, csat: value === null ? null : round(value), data };
  },
  rating: ({ n, value, sum, distribution }) => ({
    count: n,
    sum,
    average: value === null ? null : round(value, 2),
    data: Object.fromEntries(distribution.map(({ score, count }) => [score, count])),
  }),
  distribution: ({ n, datapoints, distribution }) => ({
    responses: n,
    datapoints,
    data: Object.fromEntries(distribution.map(({ choice, count }) => [choice, count])),
  }),
  count: ({ views, responses }) => ({ views, responses }),
};
const TYPES = { rating: "ratings" };

/** A report without the date range that it repeats. */
export async function reported(refiner, metric, question, filter) {
  const questions = question ? { question_identifiers: [question].flat() } : {};
  const { date_range_start, date_range_end, ...said } = await refiner.getReporting({
    type: TYPES[metric] ?? metric,
    ...questions,
    ...EVER,
    ...filter,
  });
  return said;
}
