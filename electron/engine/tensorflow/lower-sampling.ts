/** Pooling, upsampling, and the exchange of pixels for channels with TensorFlow.js. */
import type { Tensor4D, Tf } from "./api.ts";
import type { Lowering } from "./lower.ts";
import { Value } from "./value.ts";

export const averagePool: Lowering<"averagePool"> = (
  tf,
  [x],
  { attributes: { size } },
) => Value.last(tf, tf.avgPool(x.last(), size, size, "valid"));

export const maxPool: Lowering<"maxPool"> = (
  tf,
  [x],
  { attributes: { size } },
) => Value.last(tf, tf.maxPool(x.last(), size, size, "valid"));

export const upsampleNearest: Lowering<"upsampleNearest"> = (
  tf,
  [x],
  { attributes: { factor } },
) => {
  const image = x.last();
  const size = enlarged(image, factor);
  return Value.last(tf, tf.image.resizeNearestNeighbor(image, size));
};

export const upsampleBilinear: Lowering<"upsampleBilinear"> = (
  tf,
  [x],
  { attributes: { factor } },
) => {
  const image = x.last();
  const size = enlarged(image, factor);
  return Value.last(tf, tf.image.resizeBilinear(image, size, false, true));
};

function enlarged({ shape }: Tensor4D, factor: number): [number, number] {
  return [shape[1] * factor, shape[2] * factor];
}

/** Not TensorFlow's own, which orders the channels otherwise: here those of one channel stay together. */
export const depthToSpace: Lowering<"depthToSpace"> = (
  tf,
  [x],
  { attributes: { block } },
) => {
  const image = x.last();
  const [n, h, w, deep] = image.shape;
  const channels = deep / (block * block);
  const moved = rearrange(
    tf,
    image,
    [n, h, w, channels, block, block],
    [0, 1, 4, 2, 5, 3],
  );
  return Value.last(tf, tf.reshape(moved, [n, h * block, w * block, channels]));
};

export const spaceToDepth: Lowering<"spaceToDepth"> = (
  tf,
  [x],
  { attributes: { block } },
) => {
  const image = x.last();
  const [n, height, width, channels] = image.shape;
  const [h, w] = [height / block, width / block];
  const moved = rearrange(
    tf,
    image,
    [n, h, block, w, block, channels],
    [0, 1, 3, 5, 2, 4],
  );
  return Value.last(tf, tf.reshape(moved, [n, h, w, channels * block * block]));
};

function rearrange(
  tf: Tf,
  x: Tensor4D,
  extents: readonly number[],
  perm: readonly number[],
) {
  return tf.transpose(tf.reshape(x, [...extents]), [...perm]);
}
