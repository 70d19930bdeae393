/** The tests that every engine passes: the same cases, compared with the reference. */
import { describe, expect, test } from "vitest";
import { evaluate } from "../../models/graph/evaluate.ts";
import type { Graph } from "../../models/graph/graph.ts";
import { beyond, relativeErrors } from "./allclose.ts";
import {
  networkCases,
  reference,
  type StepCase,
  stepCases,
  threeSteps,
} from "./network-cases.ts";
import type { Run } from "./onnx.ts";
import { type OpCase, caseGraph, caseValues } from "./op-case.ts";
import { opCases } from "./op-cases.ts";

/** Makes a graph ready to run on an engine. */
export type OpenGraph = (
  graph: Graph,
) => Promise<{ readonly run: Run; readonly close: () => Promise<void> }>;

/** A graphics driver in software compiles shaders for seconds. */
const options = { timeout: 120_000 };

/** The reference is slow: it computes each step once for all engines of a test file. */
const wantedSteps = new Map<StepCase, ReturnType<typeof threeSteps>>();

function wanted(step: StepCase): ReturnType<typeof threeSteps> {
  const known = wantedSteps.get(step);
  if (known) return known;
  const want = threeSteps(reference(step.graph), step.values);
  wantedSteps.set(step, want);
  return want;
}

export function agreesWithReference(open: OpenGraph): void {
  describe("ops", options, () => {
    test.each(opCases)("$name", (opCase) => agree(opCase));
  });

  describe("networks", options, () => {
    test.each(networkCases)("$name", (network) => agree(network));

    test.each(stepCases)("three training steps of $name", async (step) => {
      const { run, close } = await open(step.graph);
      const got = await threeSteps(run, step.values);
      await close();
      const want = await wanted(step);
      // Where an argument of relu or |x| is nearly 0, float32 may fall on the other side of the kink.
      expect(beyond(relativeErrors(got, want), 5e-5)).toEqual({});
    });
  });

  /** Results and all derivatives. */
  async function agree(opCase: OpCase): Promise<void> {
    const graph = caseGraph(opCase);
    const values = caseValues(opCase);
    const { run, close } = await open(graph);
    const got = await run(values);
    await close();
    const errors = relativeErrors(got, evaluate(graph, values));
    expect(beyond(errors, 1e-5)).toEqual({});
  }
}
