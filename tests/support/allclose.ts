/** How far two sets of tensors are apart. */
import type { Tensor } from "../../models/graph/tensor.ts";

/**
 * The largest difference over the largest magnitude wanted, for each tensor by name. Relative to
 * the whole tensor: where terms cancel, a single element has no relative precision.
 * Infinite where shapes differ or a value is not finite.
 */
export function relativeErrors(
  got: Readonly<Record<string, Tensor>>,
  want: Readonly<Record<string, Tensor>>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(want).map(([name, tensor]) => [
      name,
      relativeError(got[name], tensor),
    ]),
  );
}

function relativeError(got: Tensor | undefined, want: Tensor): number {
  if (got?.shape.join() !== want.shape.join()) return Infinity;
  let difference = 0;
  let magnitude = 0;
  want.data.forEach((value, i) => {
    const error = Math.abs((got.data[i] ?? NaN) - value);
    difference = Math.max(difference, Number.isNaN(error) ? Infinity : error);
    magnitude = Math.max(magnitude, Math.abs(value));
  });
  return difference === 0 ? 0 : difference / magnitude;
}

/** The entries above the tolerance: an empty object is what a test expects. */
export function beyond(
  errors: Readonly<Record<string, number>>,
  tolerance: number,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(errors).filter(([, error]) => !(error <= tolerance)),
  );
}
