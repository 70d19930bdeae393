/** A case of the op table, its seeded input values, and the graph of its result and derivatives. */
import { checkGraph } from "../../models/graph/check.ts";
import { gradients } from "../../models/graph/grad.ts";
import {
  type Graph,
  type Node,
  graph,
  input,
} from "../../models/graph/graph.ts";
import { mul } from "../../models/graph/ops/mul.ts";
import { reduceSum } from "../../models/graph/ops/reduce-sum.ts";
import { type Shape, type Tensor, sizeOf } from "../../models/graph/tensor.ts";
import { Random } from "../../models/random.ts";

export type Range = readonly [low: number, high: number];

export interface OpCase {
  readonly name: string;
  readonly shapes: readonly Shape[];
  readonly ranges: readonly Range[];
  readonly build: (...inputs: readonly Node[]) => Node;
}

/** `ranges`: of each input's values; −1 to 1 where left out. */
export function opCase<const S extends readonly Shape[]>(
  name: string,
  shapes: S,
  build: (...inputs: { readonly [K in keyof S]: Node }) => Node,
  ranges: readonly Range[] = [],
): OpCase {
  // The tuple of inputs has the length of `shapes`; the table forgets it.
  return { name, shapes, ranges, build: build as OpCase["build"] };
}

/**
 * Values for the inputs `x0`, `x1`, … and for `weights`, the upstream derivative.
 *
 * All inputs together draw different steps of one scale, the middle of which lies between two
 * steps: nothing is closer than half a step to 0, to a tie or to another value, so finite
 * differences meet no kink. Values are float32, so that every engine starts from the same ones.
 */
export function caseValues({
  name,
  shapes,
  ranges,
  build,
}: OpCase): Record<string, Tensor> {
  const random = new Random(
    Random.seed(...Array.from(name, (c) => c.charCodeAt(0))),
  );
  const count = shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
  const total = count + (count % 2);
  const steps = random.shuffle(
    Array.from({ length: total }, (_, i) => (i + 0.5) / total),
  );
  const tensor = (shape: Shape, value: () => number): Tensor => ({
    shape,
    data: Float32Array.from({ length: sizeOf(shape) }, value),
  });
  const values: Record<string, Tensor> = {};
  shapes.forEach((shape, i) => {
    const [low, high] = ranges[i] ?? [-1, 1];
    values[`x${String(i)}`] = tensor(
      shape,
      () => low + (steps.pop() ?? 0) * (high - low),
    );
  });
  const output = build(
    ...shapes.map((shape, i) => input(`x${String(i)}`, shape)),
  );
  values.weights = tensor(output.shape, () => random.uniform(0.5, 1.5));
  return values;
}

/** The `loss` Σ weights · y, whose derivatives are what gradient rules are judged by. */
export function lossGraph(opCase: OpCase): Graph {
  return checkGraph(graph({ loss: assemble(opCase).loss }));
}

/** Outputs: `y`, and `d0`, `d1`, …: the derivatives of the loss by the inputs. */
export function caseGraph(opCase: OpCase): Graph {
  const { inputs, y, loss } = assemble(opCase);
  const derivatives = gradients(loss, inputs).map(
    (derivative, i) => [`d${String(i)}`, derivative] as const,
  );
  return checkGraph(graph({ y, ...Object.fromEntries(derivatives) }));
}

function assemble({ shapes, build }: OpCase) {
  const inputs = shapes.map((shape, i) => input(`x${String(i)}`, shape));
  const y = build(...inputs);
  return { inputs, y, loss: reduceSum(mul(y, input("weights", y.shape))) };
}
