/** The verdict of a training: better or worse only where chance does not explain it. */
import { describe, expect, test } from "vitest";
import {
  type PhotographScore,
  reportOf,
  withBlind,
} from "../../../models/training/report.ts";
import { Random } from "../../../models/random.ts";

const scores = (gains: readonly number[]): PhotographScore[] =>
  gains.map((gain, i) => ({
    ...{ noisy: 20 + i, base: 30 + i, trained: 30 + i + gain },
  }));
const report = (...gains: number[]) => reportOf(scores(gains), "fast-photo", 1);

describe("measured", () => {
  test("a gain on every photograph is better, a loss is worse", () => {
    const better = report(0.2, 0.25, 0.15, 0.22, 0.18);
    expect(better).toMatchObject({
      ...{ measure: "psnr", against: "fast-photo", photographs: 5 },
      ...{ noisy: 22, base: 32, verdict: "better" },
    });
    expect(better.trained).toBeCloseTo(32.2);
    expect(better.gain!.mean).toBeCloseTo(0.2);
    expect(better.gain!.low).toBeGreaterThan(0.1);
    expect(better.gain!.high).toBeLessThan(0.3);
    expect(report(-0.2, -0.3, -0.25, -0.2).verdict).toBe("worse");
  });

  test("gains that outweigh losses by chance alone are even", () => {
    const even = report(0.5, -0.3, 0.2, -0.1, 0.1);
    expect(even.verdict).toBe("even");
    expect(even.gain!.low).toBeLessThan(0);
    expect(even.gain!.high).toBeGreaterThan(0);
  });

  test("photographs differ far more than networks do, and that changes nothing", () => {
    const gains = [0.2, 0.25, 0.15, 0.22];
    const varied = scores(gains).map((score, i) => ({
      ...{ noisy: 20, base: score.base + 10 * i },
      trained: score.trained + 10 * i,
    }));
    expect(reportOf(varied, "fast-photo", 1).verdict).toBe("better");
  });

  test("of three photographs only a very even gain is trusted", () => {
    expect(report(0.2, 0.21, 0.19).verdict).toBe("better");
    expect(report(0.1, 0.4, 0.05).verdict).toBe("even");
  });

  test("of two nothing is", () => {
    expect(report(1, 1)).toMatchObject({
      ...{ photographs: 2, gain: null, verdict: "unjudged", trained: 31.5 },
    });
  });

  test("is wrong about networks that are alike in about one of twenty", () => {
    const random = new Random(3);
    let judged = 0;
    for (let trial = 0; trial < 200; trial++) {
      const gains = Array.from({ length: 5 }, () => 0.1 * random.normal());
      if (reportOf(scores(gains), "", trial).verdict !== "even") judged++;
    }
    expect(judged).toBeLessThan(24);
  });

  test("is the same again", () => {
    expect(report(0.2, -0.1, 0.3)).toEqual(report(0.2, -0.1, 0.3));
  });
});

describe("without a reference", () => {
  const unmeasured = report();
  const blind = (trained: number, base: number, same = 0) =>
    withBlind(unmeasured, { trained, base, same });

  test("nothing is claimed", () => {
    expect(unmeasured).toMatchObject({
      ...{ measure: "none", photographs: 0, trained: null, gain: null },
      verdict: "unjudged",
    });
  });

  test("a blind comparison decides when it is clear", () => {
    expect(blind(6, 0).verdict).toBe("better");
    expect(blind(1, 11).verdict).toBe("worse");
    expect(blind(7, 5).verdict).toBe("even");
    expect(blind(5, 0, 7).verdict).toBe("unjudged");
    expect(blind(6, 0, 2).blind).toEqual({ trained: 6, base: 0, same: 2 });
  });

  test("what was measured outweighs it", () => {
    const worse = report(-0.2, -0.3, -0.25, -0.2);
    const after = withBlind(worse, { trained: 12, base: 0, same: 0 });
    expect(after.verdict).toBe("worse");
  });
});
