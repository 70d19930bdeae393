/** The name of a training's network that is tried leads back to the training, and nothing else does. */
import { expect, test } from "vitest";
import { trialName, trialOf } from "../../../models/training/trial.ts";

test("the name of a trial is told from all others", () => {
  expect(trialOf(trialName("aB3-_x"))).toBe("aB3-_x");
  for (const name of ["fast-photo", "trial:", "trial:../up", "trial:a/b", "a"])
    expect(trialOf(name), name).toBeNull();
});
