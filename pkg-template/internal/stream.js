// @ts-check
// A file as a stream that loads and requests nothing before someone reads it.

/**
 * @typedef {object} Source
 * @property {(controller: Pick<ReadableStreamDefaultController<Uint8Array>, "enqueue" | "close">) => Promise<void>} pull
 * @property {() => Promise<void>} cancel
 */

/**
 * @param {(cancelled: AbortSignal) => Promise<Source>} begin Called at the first read; `cancelled` ends what it waits for.
 * @returns {ReadableStream<Uint8Array>}
 */
export function lazyStream(begin) {
  const cancelled = new AbortController();
  /** @type {Promise<Source> | undefined} */
  let source;
  return new ReadableStream(
    {
      async pull(controller) {
        source ??= begin(cancelled.signal);
        await (await source).pull(controller);
      },
      async cancel() {
        // Ends a load that is still running; its failure is reported to the reader, not to the canceller.
        cancelled.abort();
        await (await source?.catch(() => undefined))?.cancel();
      },
    },
    // The default of 1 would pull before anyone reads.
    { highWaterMark: 0 },
  );
}
