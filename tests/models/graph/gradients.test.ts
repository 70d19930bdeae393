/** Every gradient rule against finite differences, over the whole table of op cases. */
import { describe, expect, test } from "vitest";
import { evaluate } from "../../../models/graph/evaluate.ts";
import { gradients } from "../../../models/graph/grad.ts";
import { graph, input, topological } from "../../../models/graph/graph.ts";
import { opNames } from "../../../models/graph/ops/table.ts";
import { mul } from "../../../models/graph/ops/mul.ts";
import { reduceSum } from "../../../models/graph/ops/reduce-sum.ts";
import { Random } from "../../../models/random.ts";
import { finiteDifferences } from "../../support/finite-differences.ts";
import { caseGraph, caseValues, lossGraph } from "../../support/op-case.ts";
import { opCases } from "../../support/op-cases.ts";

/** So many elements of each input are measured; small inputs are measured whole. */
const SAMPLES = 24;

describe("gradients", () => {
  test.each(opCases)("of $name", (opCase) => {
    const values = caseValues(opCase);
    const derived = evaluate(caseGraph(opCase), values);
    const loss = lossGraph(opCase);
    const random = new Random(7);
    opCase.shapes.forEach((_, i) => {
      const name = `x${String(i)}`;
      const size = values[name]?.data.length ?? 0;
      const all = random.shuffle(Array.from({ length: size }, (_, k) => k));
      const positions = all.slice(0, SAMPLES);
      const measured = finiteDifferences(loss, values, name, positions);
      positions.forEach((position, k) => {
        const want = measured[k] ?? NaN;
        const got = derived[`d${String(i)}`]?.data[position] ?? NaN;
        const error = Math.abs(got - want) / Math.max(1, Math.abs(want));
        expect(error, `d${String(i)}[${String(position)}]`).toBeLessThan(1e-6);
      });
    });
  });

  test("the table of cases covers every op", () => {
    const used = new Set(
      opCases.flatMap((opCase) => {
        const inputs = opCase.shapes.map((shape, i) => input(String(i), shape));
        return topological([opCase.build(...inputs)]).map(({ op }) => op.name);
      }),
    );
    expect(new Set([...used, "constant"])).toEqual(opNames);
  });

  test("a source that the loss does not depend on gets zeros", () => {
    const [x, y] = [input("x", [2]), input("y", [3])];
    const [, dy = x] = gradients(reduceSum(x), [x, y]);
    const { d } = evaluate(graph({ d: dy }), {});
    expect(d).toEqual({ shape: [3], data: new Float32Array(3) });
  });

  test("the loss itself may be a source", () => {
    const loss = reduceSum(mul(input("x", [2]), input("x", [2])));
    const [d = loss] = gradients(loss, [loss]);
    expect(evaluate(graph({ d }), {}).d?.data[0]).toBe(1);
  });

  test("branches without a source are not differentiated", () => {
    const [x, y] = [input("x", [2]), input("y", [2])];
    const square = mul(y, y);
    const [d = x] = gradients(reduceSum(mul(x, square)), [x]);
    const muls = topological([d]).filter(({ op }) => op.name === "mul");
    // y², and the one product that is ∂x.
    expect(muls).toHaveLength(2);
  });
});
