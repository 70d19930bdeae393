/** Computes a graph's nodes with TensorFlow.js: one entry for each op, and the table is total. */
import type { Node } from "../../../models/graph/graph.ts";
import type { AttributesOf, OpName } from "../../../models/graph/ops/table.ts";
import { broadcastShape, sizeOf } from "../../../models/graph/tensor.ts";
import type { Tensor, Tf } from "./api.ts";
import * as convolution from "./lower-convolution.ts";
import * as sampling from "./lower-sampling.ts";
import { lastAxis, lastOrder, Value } from "./value.ts";

/** Where a run's leaves come from. */
export interface Leaves {
  /** The tensor that the caller gives under this name. */
  input(name: string): Tensor;
  /** The tensor of a constant node. */
  constant(node: object): Tensor;
}

/**
 * The value of one IR node, given its inputs'. Sizes are read off the tensors where they can be:
 * a graph that names none runs at any size.
 */
export type Lowering<K extends OpName> = (
  tf: Tf,
  inputs: readonly [Value, Value, Value],
  node: Omit<Node, "attributes"> & { readonly attributes: AttributesOf<K> },
  leaves: Leaves,
) => Value;

/** How an op names axes: as the IR does, or as they lie with channels last. */
interface Layout {
  readonly axis: (axis: number) => number;
  /** A list with an entry for each axis. */
  readonly order: <T>(list: readonly T[]) => T[];
}

const PLAIN: Layout = { axis: (axis) => axis, order: (list) => [...list] };
const LAST: Layout = { axis: lastAxis, order: lastOrder };

/** An op that is the same in both layouts: it computes in the one that its inputs have. */
const either =
  <K extends OpName>(
    compute: (
      tf: Tf,
      inputs: readonly [Tensor, Tensor, Tensor],
      attributes: AttributesOf<K>,
      layout: Layout,
    ) => Tensor,
  ): Lowering<K> =>
  (tf, inputs, { shape, attributes }) => {
    const isLast = shape.length === 4 && inputs.some((value) => value.isLast);
    const tensors = inputs.map((value) =>
      isLast ? value.last() : value.plain(),
    ) as unknown as readonly [Tensor, Tensor, Tensor];
    const layout = isLast ? LAST : PLAIN;
    const result = tf.tidy(() => compute(tf, tensors, attributes, layout));
    return isLast ? Value.last(tf, result) : Value.plain(tf, result);
  };

/** An op that knows its axes as the IR has them. */
const plain =
  <K extends OpName>(
    compute: (
      tf: Tf,
      inputs: readonly [Tensor, Tensor, Tensor],
      attributes: AttributesOf<K>,
    ) => Tensor,
  ): Lowering<K> =>
  (tf, inputs, { attributes }) => {
    const tensors = inputs.map((value) => value.plain());
    const given = tensors as unknown as readonly [Tensor, Tensor, Tensor];
    return Value.plain(
      tf,
      tf.tidy(() => compute(tf, given, attributes)),
    );
  };

export const lowerings: { readonly [K in OpName]: Lowering<K> } = {
  abs: either((tf, [x]) => tf.abs(x)),
  add: either((tf, [a, b]) => tf.add(a, b)),
  clip: either((tf, [x], { low, high }) => tf.clipByValue(x, low, high)),
  concat: either((tf, inputs, attributes, { axis }) =>
    tf.concat([...inputs], axis(attributes.axis)),
  ),
  constant: (tf, _inputs, node, leaves) =>
    Value.lent(tf, leaves.constant(node)),
  ...convolution,
  ...sampling,
  div: either((tf, [a, b]) => tf.div(a, b)),
  exp: either((tf, [x]) => tf.exp(x)),
  input: (tf, _inputs, { attributes }, leaves) =>
    Value.lent(tf, leaves.input(attributes.name)),
  leakyRelu: either((tf, [x], { slope }) => tf.leakyRelu(x, slope)),
  log: either((tf, [x]) => tf.log(x)),
  matmul: plain(matmul),
  maximum: either((tf, [a, b]) => tf.maximum(a, b)),
  mul: either((tf, [a, b]) => tf.mul(a, b)),
  pad: either((tf, [x], { before, after }, { order }) =>
    tf.pad(x, order(before.map((count, axis) => [count, after[axis] ?? 0]))),
  ),
  // No axes mean no reduction, as for TensorFlow.
  reduceMean: either((tf, [x], { axes }, { axis }) =>
    tf.mean(x, axes.map(axis), true),
  ),
  reduceSum: either((tf, [x], { axes }, { axis }) =>
    tf.sum(x, axes.map(axis), true),
  ),
  relu: either((tf, [x]) => tf.relu(x)),
  reshape: plain((tf, [x], { to }) => tf.reshape(x, [...to])),
  sigmoid: either((tf, [x]) => tf.sigmoid(x)),
  slice: either((tf, [x], { starts, ends }, { order }) => {
    const sizes = ends.map((end, axis) => end - (starts[axis] ?? 0));
    return tf.slice(x, order(starts), order(sizes));
  }),
  sqrt: either((tf, [x]) => tf.sqrt(x)),
  sub: either((tf, [a, b]) => tf.sub(a, b)),
  tanh: either((tf, [x]) => tf.tanh(x)),
  transpose: plain((tf, [x], { perm }) => tf.transpose(x, [...perm])),
  where: either((tf, [c, a, b]) => tf.where(tf.greater(c, 0), a, b)),
};

/** TensorFlow.js repeats a single matrix, and no other batch. */
function matmul(tf: Tf, [a, b]: readonly [Tensor, Tensor, Tensor]): Tensor {
  const batches = ({ shape }: Tensor) => shape.slice(0, -2);
  const lead = broadcastShape(batches(a), batches(b)) ?? [];
  const [left, right] = [a, b].map((x) =>
    sizeOf(batches(x)) === 1
      ? x
      : tf.broadcastTo(x, [...lead, ...x.shape.slice(-2)]),
  ) as [Tensor, Tensor];
  return tf.matMul(left, right);
}
