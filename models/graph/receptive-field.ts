/** How much of an image a tile needs around it, read from the graph: tiles are then exact, not approximately right. */
import {
  type Graph,
  type Interval,
  type Node,
  isInput,
  refuse,
  topological,
} from "./graph.ts";
import type { Shape } from "./tensor.ts";

/**
 * Both in pixels of the input. A block is a box of input pixels, and the box of output pixels in
 * the same place; its borders are multiples of `alignment`.
 */
export interface ReceptiveField {
  /**
   * The output block depends on the input block grown by so many pixels on each side, and on
   * nothing else. The borders of a tile must be multiples of `alignment` too, so a tile grows by
   * the margin rounded up to one.
   */
  readonly margin: number;
  /** The coarsest grid on the way from input to output: its total downsampling. */
  readonly alignment: number;
}

/**
 * Walks from an output back to an input, both N×C×H×W, and follows the rows that one block needs.
 * Columns need as many, for every op treats both alike.
 *
 * Throws GRAPH_INVALID for an unknown name, and for an op on the way that no tile can reproduce:
 * one that mixes all positions (matmul, a sum over rows), or whose rows do not keep their place
 * (a convolution without padding). Extents must be multiples of the alignment.
 */
export function receptiveField(
  { outputs }: Graph,
  output: string,
  input: string,
): ReceptiveField {
  const end = outputs[output] ?? refuse("receptiveField", "an output", output);
  const order = topological([end]);
  const start =
    order.find((node) => isInput(node) && node.attributes.name === input) ??
    refuse("receptiveField", `an input of ${output}`, input);
  const way = new Set<Node>([start]);
  for (const node of order)
    if (node.inputs.some((from) => way.has(from))) {
      way.add(node);
      checkPlace(node, way);
    }

  const pixels = (node: Node) => extent(start.shape) / extent(node.shape);
  const alignment = [...way].reduce(
    (all, node) => leastCommonMultiple(all, fraction(start, node)[0]),
    1,
  );
  const needed = new Map<Node, Interval>();
  needed.set(end, { first: 0, last: alignment / pixels(end) - 1 });
  let margin = 0;
  for (const node of order.reverse()) {
    const rows = needed.get(node);
    if (!rows || !way.has(node)) continue;
    // A tile has to hold each of these rows, not only the pixels that they are computed from.
    const [first, last] = [rows.first, rows.last].map((row) =>
      Math.floor(row * pixels(node)),
    ) as [number, number];
    margin = Math.max(margin, -first, last - (alignment - 1));
    const below = reach(node, rows);
    // A strided transposed convolution may leave rows that come from nowhere.
    if (below.first > below.last) continue;
    for (const from of node.inputs)
      if (way.has(from)) needed.set(from, union(needed.get(from), below));
  }
  return { margin, alignment };
}

/** Refuses a node whose rows or columns are not, in steps of whole periods, where its input has them. */
function checkPlace(node: Node, way: ReadonlySet<Node>): void {
  const { op, inputs, shape } = node;
  inputs.forEach((from, i) => {
    if (!way.has(from)) return;
    if (shape.length !== 4 || from.shape.length !== 4)
      refuse(op.name, "N×C×H×W on the way of a tile", [from.shape, shape]);
    if (op.reach && i > 0)
      refuse(
        op.name,
        "an image as first input only",
        `one as input ${String(i)}`,
      );
    for (const axis of [2, 3]) {
      const [inPeriod, outPeriod] = fraction(from, node, axis);
      const here = reach(node, { first: 0, last: 0 });
      const next = reach(node, { first: outPeriod, last: outPeriod });
      const inStep = next.first - here.first === inPeriod;
      if (!inStep || next.last - here.last !== inPeriod)
        refuse(op.name, "samples that keep their place", [from.shape, shape]);
    }
  });
}

/** Without a rule, rows stay where they are. */
function reach({ op, attributes }: Node, rows: Interval): Interval {
  return op.reach?.(rows, attributes) ?? rows;
}

function union(a: Interval | undefined, b: Interval): Interval {
  return {
    first: Math.min(a?.first ?? b.first, b.first),
    last: Math.max(a?.last ?? b.last, b.last),
  };
}

function extent(shape: Shape, axis = 2): number {
  return shape[axis] ?? 1;
}

/** The ratio of two nodes' rows (or columns) in lowest terms. */
function fraction(a: Node, b: Node, axis = 2): readonly [number, number] {
  const [p, q] = [extent(a.shape, axis), extent(b.shape, axis)];
  const divisor = greatestCommonDivisor(p, q);
  return [p / divisor, q / divisor];
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function leastCommonMultiple(a: number, b: number): number {
  return (a / greatestCommonDivisor(a, b)) * b;
}
