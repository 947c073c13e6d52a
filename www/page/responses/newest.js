// Runs one task at a time: a new run aborts the one before.

/**
 * @template Result
 * @param {(signal: AbortSignal, ...rest: any[]) => PromiseLike<Result>} run
 */
export function newestOnly(run) {
  /** @type {AbortController | undefined} */
  let current;
  /**
   * A run that a newer one replaced gives nothing: neither its result nor its failure matters any more.
   *
   * @returns {Promise<{ value: Result } | { error: unknown } | undefined>}
   */
  return async (...rest) => {
    current?.abort();
    const mine = (current = new AbortController());
    try {
      const value = await run(mine.signal, ...rest);
      return mine.signal.aborted ? undefined : { value };
    } catch (error) {
      return mine.signal.aborted ? undefined : { error };
    }
  };
}
