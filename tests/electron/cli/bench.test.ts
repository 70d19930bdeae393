/** `nitido bench`: its request, and its answer in words. */
import { describe, expect, test } from "vitest";
import type { BenchResult } from "../../../electron/services/api-models.ts";
import { nitido } from "../../support/fake-host.ts";

const lines = (text: string): string[] => text.trimEnd().split("\n");

describe("bench", () => {
  test("gives the rates and the share of the peak", async () => {
    const result: BenchResult = {
      device: "cpu",
      network: "fast",
      trainMpxPerSecond: 0.65,
      inferMpxPerSecond: 2.83,
      inferGflops: 150,
      peakGflops: 200,
    };
    const { stdout, calls } = await nitido("bench --device cpu", {
      engine: { bench: () => Promise.resolve(result) },
    });
    expect(calls[0]?.request).toEqual({ network: "fast", device: "cpu" });
    expect(lines(stdout)).toEqual([
      "fast on cpu",
      "training: 0.65 MP/s",
      "denoising: 2.83 MP/s, 150 GFLOP/s",
      "largest rate: 200 GFLOP/s; denoising reaches 75 %",
    ]);
  });
});
