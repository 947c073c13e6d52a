// @ts-check
// Standard output, with backpressure.

/** The reader of the output is gone. That is not a failure. */
export class OutputClosed extends Error {}

/**
 * @param {import("node:stream").Writable} stream
 * @param {AbortSignal} signal
 * @returns {(text: string) => Promise<void>}
 */
export function writer(stream, signal) {
  /** @type {Error | undefined} */
  let failure;
  stream.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
    failure = closed(error);
  });
  return async (text) => {
    if (failure) throw failure;
    signal.throwIfAborted();
    const problem = await new Promise((resolve) => {
      const abort = () => resolve(signal.reason);
      const settle = (/** @type {unknown} */ error) => {
        signal.removeEventListener("abort", abort);
        resolve(error);
      };
      signal.addEventListener("abort", abort);
      // Waits while the stream is full. If the write fails later, the next write reports it.
      if (stream.write(text, settle)) settle(undefined);
    });
    if (failure) throw failure;
    if (problem) throw closed(problem);
  };
}

/** @param {any} error */
function closed(error) {
  return error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED" ? new OutputClosed() : error;
}
