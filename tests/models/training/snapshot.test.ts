/** Snapshots: at which steps, and that they come back as they were. */
import { expect, test } from "vitest";
import {
  decodeSnapshot,
  encodeSnapshot,
  isSnapshotStep,
} from "../../../models/training/snapshot.ts";

const steps = (end: number) =>
  Array.from({ length: end + 1 }, (_, step) => step).filter(isSnapshotStep);

test("are taken soon after the start and then ever more rarely", () => {
  expect(steps(100)).toEqual([0, 10, 13, 18, 24, 32, 42, 56, 75, 100]);
  expect(steps(30_000).length).toBeLessThan(32);
});

test("come back as they were, and damaged are refused by name", () => {
  const weights = Float32Array.of(0.5, -1, 2);
  const bytes = encodeSnapshot({ step: 13, network: "fast", weights });
  expect(decodeSnapshot(bytes, "13")).toEqual({
    ...{ step: 13, network: "fast", weights },
  });
  expect(() => decodeSnapshot(bytes.subarray(0, 90), "13")).toThrow(
    expect.objectContaining({
      code: "CHECKPOINT_DAMAGED",
      details: expect.objectContaining({ file: "13" }) as unknown,
    }),
  );
});
