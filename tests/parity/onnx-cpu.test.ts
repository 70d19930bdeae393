/** The table of op cases on ONNX Runtime's CPU provider against the reference: results and derivatives. */
import { describe, expect, test } from "vitest";
import { evaluate } from "../../models/graph/evaluate.ts";
import { beyond, relativeErrors } from "../support/allclose.ts";
import { modelOf, openOnCpu } from "../support/onnx.ts";
import { caseGraph, caseValues } from "../support/op-case.ts";
import { opCases } from "../support/op-cases.ts";

const targets = [
  { target: "portable", fusedMatMul: false },
  { target: "with FusedMatMul", fusedMatMul: true },
];

describe.each(targets)("ONNX CPU, $target", ({ fusedMatMul }) => {
  test.each(opCases)("$name", async (opCase) => {
    const graph = caseGraph(opCase);
    const values = caseValues(opCase);
    const { run, close } = await openOnCpu(modelOf(graph, { fusedMatMul }));
    const errors = relativeErrors(await run(values), evaluate(graph, values));
    await close();
    expect(beyond(errors, 1e-5)).toEqual({});
  });
});
