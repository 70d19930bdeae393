/** A packed graph survives being sent, and computes the same. */
import { expect, test } from "vitest";
import { evaluate } from "../../../models/graph/evaluate.ts";
import { packGraph, unpackGraph } from "../../../models/graph/pack.ts";
import { printGraph } from "../../../models/graph/print.ts";
import { caseGraph, caseValues } from "../../support/op-case.ts";
import { opCases } from "../../support/op-cases.ts";

test("a graph is the same after structured copying", () => {
  for (const opCase of opCases) {
    const original = caseGraph(opCase);
    const copy = unpackGraph(structuredClone(packGraph(original)));
    expect(printGraph(copy), opCase.name).toBe(printGraph(original));
  }
});

test("and computes the same", () => {
  const [opCase] = opCases;
  const original = caseGraph(opCase!);
  const copy = unpackGraph(structuredClone(packGraph(original)));
  const values = caseValues(opCase!);
  expect(evaluate(copy, values)).toEqual(evaluate(original, values));
});
