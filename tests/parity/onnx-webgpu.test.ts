/** The table of op cases on ONNX Runtime's WebGPU provider, in software, against the reference. */
import { afterAll, expect, test } from "vitest";
import { evaluate } from "../../models/graph/evaluate.ts";
import { beyond, relativeErrors } from "../support/allclose.ts";
import { available, describeWith } from "../support/available.ts";
import { modelOf } from "../support/onnx.ts";
import { caseGraph, caseValues } from "../support/op-case.ts";
import { opCases } from "../support/op-cases.ts";
import { SoftwareWebgpu } from "../support/webgpu.ts";

describeWith(available.chromiumVulkan, "ONNX WebGPU", (driver) => {
  const webgpu = new SoftwareWebgpu(driver);
  afterAll(() => {
    webgpu.stop();
  });

  test.each(opCases)("$name", async (opCase) => {
    const graph = caseGraph(opCase);
    const values = caseValues(opCase);
    const { run } = await webgpu.open(modelOf(graph));
    const errors = relativeErrors(await run(values), evaluate(graph, values));
    expect(beyond(errors, 1e-5)).toEqual({});
  });
});
