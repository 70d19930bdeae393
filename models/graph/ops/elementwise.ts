/** The common part of ops that work element by element: one input, or two that are broadcast. */
import { type Node, type Op, refuse } from "../graph.ts";
import {
  broadcastOffset,
  broadcastShape,
  sameShape,
  stridesOf,
  tabulate,
} from "../tensor.ts";
import { reduceSum } from "./reduce-sum.ts";
import { reshape } from "./reshape.ts";

/** An op y = f(x). `gradient` returns ∂loss/∂x. */
export function unary<A extends object>(
  name: string,
  f: (x: number, attributes: Readonly<A>) => number,
  gradient: (node: Node<A>, upstream: Node) => Node | null,
): Op<A> {
  return {
    name,
    shape: ([x = []]) => x,
    gradient: (node, upstream) => [gradient(node, upstream)],
    evaluate: ([x], attributes, shape) =>
      tabulate(shape, (_index, flat) => f(x?.data[flat] ?? NaN, attributes)),
  };
}

/**
 * An op y = f(a, b) under broadcasting. `gradient` returns both derivatives in the shape of y;
 * they are summed over the broadcast axes here.
 */
export function binary(
  name: string,
  f: (a: number, b: number) => number,
  gradient: (
    a: Node,
    b: Node,
    upstream: Node,
    y: Node,
  ) => readonly [Node, Node],
): Op {
  return {
    name,
    shape: ([a = [], b = []]) =>
      broadcastShape(a, b) ??
      refuse(
        name,
        "shapes that broadcast",
        `${JSON.stringify(a)} and ${JSON.stringify(b)}`,
      ),
    gradient(node, upstream) {
      const [a, b] = node.inputs as [Node, Node];
      const [da, db] = gradient(a, b, upstream, node);
      return [sumTo(da, a), sumTo(db, b)];
    },
    evaluate(inputs, _attributes, shape) {
      const [read, readOther] = inputs.map(({ shape: own, data }) => {
        const strides = stridesOf(own);
        return (index: readonly number[]) =>
          data[broadcastOffset(index, own, strides)] ?? NaN;
      });
      return tabulate(shape, (index) =>
        f(read?.(index) ?? NaN, readOther?.(index) ?? NaN),
      );
    },
  };
}

/** Adjoint of broadcasting: sums `value` over the axes along which `target` was repeated. */
export function sumTo(value: Node, target: Node): Node {
  if (sameShape(value.shape, target.shape)) return value;
  const lead = value.shape.length - target.shape.length;
  const axes = value.shape.flatMap((extent, axis) =>
    axis < lead || (target.shape[axis - lead] === 1 && extent !== 1)
      ? [axis]
      : [],
  );
  return reshape(axes.length ? reduceSum(value, axes) : value, target.shape);
}
