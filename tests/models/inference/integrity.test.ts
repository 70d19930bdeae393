/** The verdict, and the measurements on networks whose faults are known. */
import { describe, expect, test } from "vitest";
import type { TileNetwork } from "../../../models/inference/denoise.ts";
import {
  failures,
  increases,
  type Integrity,
  judged,
  verdicts,
} from "../../../models/inference/integrity.ts";
import { measureIntegrity } from "../../../models/inference/measure-integrity.ts";

const good: Omit<Integrity, "passed"> = {
  identity: 40,
  meanShift: 0.1,
  seam: 0,
  monotonic: true,
  gain: 6,
};

describe("the verdict", () => {
  test("is good within all limits, with or without a noise input", () => {
    expect(judged(good).passed).toBe(true);
    expect(judged({ ...good, monotonic: null }).passed).toBe(true);
  });

  test.each([
    { identity: 34.9 },
    { meanShift: 1.1 },
    { seam: 0.6 },
    { monotonic: false },
    { gain: 1.9 },
    { gain: NaN },
    { seam: NaN },
  ])("fails for %j", (fault) => {
    const integrity = { ...good, ...fault };
    expect(judged(integrity).passed).toBe(false);
    expect(failures(integrity)).toEqual(Object.keys(fault));
  });

  test("leaves out what was not measured", () => {
    const checks = verdicts({ ...good, monotonic: null });
    expect(checks.map(({ check }) => check)).not.toContain("monotonic");
  });

  test("what stands still does not increase", () => {
    expect(increases([1, 2, 3])).toBe(true);
    expect(increases([1, 2, 2])).toBe(false);
    expect(increases([1, NaN])).toBe(false);
  });
});

/** A network that changes each sample by itself. */
const pointwise = (
  change: (sample: number, sigma: number, x: number) => number,
): TileNetwork => ({
  name: "pointwise",
  margin: 0,
  alignment: 2,
  run: (image, sigma, _height, width) =>
    Promise.resolve(
      image.map((sample, i) => change(sample, sigma[0] ?? 0, i % width)),
    ),
});

const measured = (network: TileNetwork): Promise<Integrity> =>
  measureIntegrity({ network, noiseInput: true });

describe("the measurements", () => {
  test("of a network that does nothing", async () => {
    expect(await measured(pointwise((sample) => sample))).toEqual({
      identity: 100,
      // Results are rounded to 16 bits.
      meanShift: expect.closeTo(0, 3) as number,
      seam: 0,
      monotonic: false,
      gain: expect.closeTo(0, 3) as number,
      passed: false,
    });
  });

  test("find a shift of the mean", async () => {
    const { meanShift, identity } = await measured(
      pointwise((sample) => sample + 5 / 255),
    );
    expect(meanShift).toBeCloseTo(5, 3);
    expect(identity).toBeCloseTo(20 * Math.log10(51), 3);
  });

  test("find what depends on the place in a tile", async () => {
    const { seam } = await measured(
      pointwise((sample, _sigma, x) => (x === 3 ? sample + 0.1 : sample)),
    );
    expect(seam).toBeCloseTo(25.5, 2);
  });

  test("find whether the noise level counts", async () => {
    const shrink = pointwise((x, sigma) => x + sigma * (0.5 - x));
    expect((await measured(shrink)).monotonic).toBe(true);
    const { monotonic } = await measureIntegrity({
      network: shrink,
      noiseInput: false,
    });
    expect(monotonic).toBeNull();
  });

  test("stop when they are cancelled", async () => {
    await expect(
      measureIntegrity({
        network: pointwise((x) => x),
        noiseInput: false,
        signal: { aborted: true },
      }),
    ).rejects.toMatchObject({ code: "CANCELLED" });
  });
});
