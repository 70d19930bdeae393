/** Tensors as they travel between the engine's threads: values, or a handle to values that stay on the device. */

/** Values in row-major order; `dims` multiply to `data.length` ([] is one value). */
export interface TensorLike {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** A tensor in the device's memory, until it is released or its session closed. */
export interface HeldTensor {
  readonly dims: readonly number[];
  readonly held: number;
}

export type Feeds = Readonly<Record<string, TensorLike | HeldTensor>>;

export function isHeld(tensor: TensorLike | HeldTensor): tensor is HeldTensor {
  return "held" in tensor;
}
