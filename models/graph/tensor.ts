/** Dense arrays with a shape, and the index arithmetic that the reference evaluator is written in. */

export type Shape = readonly number[];

/** Row-major values. The reference computes in float64 so that finite differences are sharp. */
export interface Tensor {
  readonly shape: Shape;
  readonly data: Float32Array | Float64Array;
}

/** Number of elements; 1 for a scalar (shape []). */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** Row-major strides, in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--)
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  return strides;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, i) => extent === b[i]);
}

/** Shape of an elementwise result under NumPy broadcasting, or undefined where the shapes do not fit. */
export function broadcastShape(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let i = 0; i < rank; i++) {
    const p = a[i - rank + a.length] ?? 1;
    const q = b[i - rank + b.length] ?? 1;
    if (p !== q && p !== 1 && q !== 1) return undefined;
    shape.push(p === 1 ? q : p);
  }
  return shape;
}

/** Calls `visit(index, flat)` for every element of `shape` in row-major order; `index` is reused. */
export function forEachIndex(
  shape: Shape,
  visit: (index: readonly number[], flat: number) => void,
): void {
  const index = new Array<number>(shape.length).fill(0);
  const size = sizeOf(shape);
  for (let flat = 0; flat < size; flat++) {
    visit(index, flat);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      if (next < (shape[axis] ?? 1)) {
        index[axis] = next;
        break;
      }
      index[axis] = 0;
    }
  }
}

/** Flat position of `index` in a tensor of `shape` that is broadcast to the index's rank. */
export function broadcastOffset(
  index: readonly number[],
  shape: Shape,
  strides: readonly number[],
): number {
  let offset = 0;
  const lead = index.length - shape.length;
  for (let axis = 0; axis < shape.length; axis++)
    if (shape[axis] !== 1)
      offset += (index[axis + lead] ?? 0) * (strides[axis] ?? 0);
  return offset;
}

/** A float64 tensor whose elements are computed one by one from their index. */
export function tabulate(
  shape: Shape,
  value: (index: readonly number[], flat: number) => number,
): Tensor {
  const data = new Float64Array(sizeOf(shape));
  forEachIndex(shape, (index, flat) => {
    data[flat] = value(index, flat);
  });
  return { shape, data };
}
