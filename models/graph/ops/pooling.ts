/** Geometry shared by the pooling ops: square windows side by side, kernel equal to stride. */
import { type Interval, refuse } from "../graph.ts";
import { type Shape, type Tensor, stridesOf, tabulate } from "../tensor.ts";

export interface PoolAttributes {
  /** Rows and columns of a window. */
  readonly size: number;
}

/** Refuses extents that are not whole windows: what to do with a rest is the network's decision (pad or slice). */
export function pooledShape(
  op: string,
  x: Shape,
  { size }: PoolAttributes,
): Shape {
  const [n = 0, c = 0, h = 0, w = 0] = x;
  // The negated form also catches a size that is zero, fractional or NaN.
  if (x.length !== 4 || !(size >= 1 && h % size === 0 && w % size === 0))
    refuse(op, `N×C×H×W with H and W multiples of ${String(size)}`, x);
  return [n, c, h / size, w / size];
}

/** Reduces the size² values of every window, given in row-major order, to one. */
export function evaluatePool(
  x: Tensor | undefined,
  { size }: PoolAttributes,
  shape: Shape,
  reduce: (window: readonly number[]) => number,
): Tensor {
  const [sn = 0, sc = 0, sh = 0] = stridesOf(x?.shape ?? []);
  return tabulate(shape, ([n = 0, c = 0, i = 0, j = 0]) => {
    const start = n * sn + c * sc + i * size * sh + j * size;
    const window: number[] = [];
    for (let a = 0; a < size; a++)
      for (let b = 0; b < size; b++)
        window.push(x?.data[start + a * sh + b] ?? NaN);
    return reduce(window);
  });
}

export function poolReach(
  { first, last }: Interval,
  { size }: PoolAttributes,
): Interval {
  return { first: first * size, last: last * size + size - 1 };
}
