// @ts-check
// Errors as a model may read them. What Refiner, a proxy or the host said about a failure is somebody else's text; it may quote an
// answer. It stays in `detail`, cleaned, and the message is this package's own.
import { extend, isRefinerError } from "../internal/error.js";
import { cleanText } from "./clean.js";

const [MESSAGE, DETAIL] = [1000, 300];

/** Words of the core's before what it quotes. The quote reaches to the end, or to this package's own next clause. */
const QUOTES = [/^(.*?the connection failed): ([^]*?)(; it may have been carried out anyway)?$/, /^(.*?no API key): ([^]*)()$/];

/**
 * The same error, without other people's words in its message.
 *
 * @template T
 * @param {T} error
 * @returns {T}
 */
export function withoutQuotes(error) {
  if (!isRefinerError(error)) return error;
  let { message, detail } = error;
  // `(status 422: what Refiner said)` becomes `(status 422)`.
  if (detail) message = message.replace(`: ${detail})`, ")");
  for (const pattern of QUOTES) {
    const [, before, quote, after = ""] = pattern.exec(message) ?? [];
    if (quote === undefined) continue;
    message = `${before}${after}`;
    detail ??= quote;
  }
  return /** @type {T} */ (
    extend(error, {
      message: cleanText(message, MESSAGE),
      detail: detail && cleanText(detail, DETAIL),
      path: error.path && cleanText(error.path, DETAIL),
    })
  );
}

/**
 * Places in a reply, which name its keys, as far as they have the form of a place.
 *
 * @template {{ path: string }} T
 * @param {readonly T[]} anomalies
 * @returns {T[]}
 */
export function withoutWords(anomalies) {
  return anomalies.map((anomaly) => ({ ...anomaly, path: anomaly.path.replace(/[^\w.[\]*-]+/g, "?").slice(0, DETAIL) }));
}
