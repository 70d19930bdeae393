/** Waits for what cannot be stopped, for as long as somebody wants its result. */

/** As the promise, or rejects with the signal's reason as soon as that is aborted. */
export async function untilAborted<Result>(
  result: Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  if (!signal) return result;
  const done = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { signal: done.signal });
  });
  try {
    return await Promise.race([aborted, result]);
  } finally {
    done.abort();
  }
}
