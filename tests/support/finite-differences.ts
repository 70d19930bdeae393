/** Derivatives measured rather than derived: the judge of every gradient rule. */
import { evaluate } from "../../models/graph/evaluate.ts";
import type { Graph } from "../../models/graph/graph.ts";
import type { Tensor } from "../../models/graph/tensor.ts";

/**
 * Central differences of the scalar output `loss` by the elements `positions` of one input, in
 * float64. The step is relative to the value, so inputs may span orders of magnitude.
 */
export function finiteDifferences(
  graph: Graph,
  inputs: Readonly<Record<string, Tensor>>,
  name: string,
  positions: readonly number[],
): number[] {
  const { shape, data } = inputs[name] as Tensor;
  const lossAt = (position: number, value: number): number => {
    const moved = Float64Array.from(data);
    moved[position] = value;
    const values = { ...inputs, [name]: { shape, data: moved } };
    return evaluate(graph, values).loss?.data[0] ?? NaN;
  };
  return positions.map((position) => {
    const value = data[position] ?? NaN;
    const step = 1e-4 * Math.abs(value);
    const rise =
      lossAt(position, value + step) - lossAt(position, value - step);
    return rise / (2 * step);
  });
}
