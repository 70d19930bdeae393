/** Tells a training that has lost its way from one that only wavers. */

/** Losses differ from batch to batch: only medians of so many steps are compared. */
const CHUNK = 25;
/** How many chunks back a training is measured by. */
const CHUNKS = 20;
/** Steps whose errors are enough to tell. */
export const DIVERGENCE_HISTORY = CHUNK * CHUNKS;
/** Four times the error: far more than from one kind of patches, or of loss, to another. */
const RISE = Math.log(4);

/** It is asked at steps that follow from the step alone, so that a resumed training decides alike. */
export function isDivergenceStep(step: number): boolean {
  return step % CHUNK === 0;
}

/**
 * Whether the errors have risen far above those of before and stayed there, or are greater than any
 * picture's: `logErrors` are the natural logarithms of errors of 0..1 samples, one a step, newest last.
 */
export function hasDiverged(logErrors: readonly number[]): boolean {
  const medians: number[] = [];
  for (let end = logErrors.length; end >= CHUNK; end -= CHUNK)
    medians.push(median(logErrors.slice(end - CHUNK, end)));
  const [newest, ...before] = medians.slice(0, CHUNKS);
  if (newest === undefined) return false;
  return newest > 0 || newest > Math.min(...before) + RISE;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
