// Reads the summaries for what is chosen.

// Shorter than the default, so that a list of hundreds shows some progress.
const PAGE_LENGTH = 200;

/**
 * The query for what is chosen. Partial responses count: a score that was given before somebody left is a score.
 *
 * @param {import("./choices.js").Chosen} chosen
 */
export function toQuery({ survey, from, to }) {
  return {
    form_uuid: survey.uuid,
    include: "partials",
    ...(from ? { date_range_start: from } : {}),
    ...(to ? { date_range_end: to } : {}),
    page_length: PAGE_LENGTH,
  };
}

/**
 * @typedef {object} Answers
 * @property {import("/pkg/index.js").Summary} months
 * @property {import("/pkg/index.js").Summary | undefined} parts by the attribute, if one is chosen
 */

/**
 * Walks through the list once for each grouping, one after the other. Attributes are requested only if a grouping needs them.
 *
 * @param {import("/pkg/index.js").Refiner} client
 * @param {import("./choices.js").Chosen} chosen
 * @param {object} options
 * @param {AbortSignal} options.signal
 * @param {(progress: { share: number | undefined, said: string }) => void} options.onProgress
 * @returns {Promise<Answers>}
 */
export async function readAnswers(client, chosen, { signal, onProgress }) {
  const { question, attribute } = chosen;
  const walks = [
    { by: "month", query: toQuery(chosen), group_by: "month" },
    ...(attribute
      ? [
          {
            by: attribute,
            query: { ...toQuery(chosen), with_attributes: true },
            group_by: { attribute },
            compare: /** @type {const} */ ("each_against_rest"),
          },
        ]
      : []),
  ];
  const found = [];
  for (const [index, { by, query, ...grouping }] of walks.entries()) {
    const tell = ({ items, total }) => {
      const share = total ? Math.min(1, items / total) : undefined;
      const of = total === undefined ? "" : ` of ${total.toLocaleString("en")}`;
      onProgress({
        share: share === undefined ? undefined : (index + share) / walks.length,
        said: `Counting by ${by}: ${items.toLocaleString("en")}${of} responses`,
      });
    };
    const metrics = [{ ...question.kind.metric, question: question.identifier }];
    found.push(await client.summarizeResponses(query, { metrics, ...grouping, signal, onProgress: tell }));
  }
  const [months, parts] = found;
  return { months, parts };
}
