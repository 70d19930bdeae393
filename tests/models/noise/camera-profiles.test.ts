/** Camera profiles: one line from several photographs, found again by camera and ISO. */
import { describe, expect, test } from "vitest";
import { toPlanes } from "../../../models/image/image.ts";
import { interleave } from "../../../models/image/interleave.ts";
import {
  type CameraProfile,
  chosenProfile,
  estimateBy,
  isTelling,
  midGreySigma,
  profileFor,
  profilesOf,
  shotOf,
} from "../../../models/noise/camera-profiles.ts";
import { estimateNoise } from "../../../models/noise/estimate.ts";
import { poissonGaussian } from "../../../models/noise/poisson-gaussian.ts";
import { Random } from "../../../models/random.ts";
import { photographOf } from "../../support/photograph.ts";

const setting = {
  camera: "Lux 1",
  iso: 800,
  size: [240, 192] as const,
  format: "png",
};
const known = { a: 0.004, b: 0.0004 };

test("the line of several photographs is the camera's", () => {
  const shots = [1, 2, 3, 4, 5].map((seed) => {
    const clean = toPlanes(photographOf(seed));
    const noisy = interleave(
      poissonGaussian.apply(clean, new Random(seed), known),
    );
    return shotOf(noisy, estimateNoise(noisy), setting);
  });
  const [profile, ...others] = profilesOf(shots);
  expect(others).toEqual([]);
  expect(profile).toMatchObject({ ...setting, photographs: 5 });
  expect(midGreySigma(profile!) / midGreySigma(known)).toBeGreaterThan(0.85);
  expect(midGreySigma(profile!) / midGreySigma(known)).toBeLessThan(1.15);
  expect(profile!.correlated).toBe(false);
});

test("photographs without noise, and all but black or white ones, tell nothing", () => {
  const at = (x: number, variance: number) => ({ points: [{ x, variance }] });
  expect(isTelling(at(0.5, 1e-4))).toBe(true);
  expect(isTelling(at(0.5, 1e-8))).toBe(false);
  expect(isTelling(at(0.01, 1e-4))).toBe(false);
  expect(isTelling(at(0.99, 1e-4))).toBe(false);
  expect(isTelling({ points: [] })).toBe(false);
});

test("one that is odd among several does not count", () => {
  const shot = (variance: number) => ({
    ...{ ...setting, correlation: 1, correlated: false },
    points: [0.1, 0.5, 0.9].map((x) => ({ x, variance: variance * x })),
  });
  const [profile] = profilesOf([shot(0.01), shot(0.01), shot(1)]);
  expect(profile!.a).toBeCloseTo(0.01, 6);
  expect(profile!.b).toBeCloseTo(0, 6);
});

test("two photographs are too few", () => {
  const shot = { ...setting, points: [], correlation: 1, correlated: false };
  expect(profilesOf([shot, shot])).toEqual([]);
});

describe("the profile for a photograph", () => {
  const at = (iso: number): CameraProfile => ({
    ...{ ...setting, iso, photographs: 3 },
    ...{ a: iso / 1e6, b: (iso / 1e5) ** 2 },
    ...{ correlation: 1, correlated: false },
  });
  const profiles = [at(3200), at(400), at(1600)];
  const found = (iso: number, more = {}) =>
    profileFor(profiles, { ...setting, iso, ...more });

  test("is that of its ISO, or lies between two", () => {
    expect(found(1600)).toEqual(at(1600));
    const between = found(800)!;
    expect(between.a).toBeCloseTo(800 / 1e6, 9);
    expect(between.b).toBeCloseTo((800 / 1e5) ** 2, 9);
    expect(between.iso).toBe(800);
  });

  test("is the nearest one half a stop beyond, and none farther away", () => {
    expect(found(4500)).toEqual(at(3200));
    expect(found(6400)).toBeUndefined();
    expect(found(200)).toBeUndefined();
  });

  test.each([
    ["camera", { camera: "Lux 2" }],
    ["size", { size: [120, 96] }],
    ["format", { format: "jpeg" }],
  ])("is not that of another %s", (_what, other) => {
    expect(found(1600, other)).toBeUndefined();
  });
});

test("a photograph's level follows from its brightness", () => {
  const samples = new Uint8Array(3 * 16 * 16).fill(51);
  const image = { width: 16, height: 16, channels: 3, samples } as const;
  const profile = {
    ...{ ...setting, ...known, photographs: 3 },
    ...{ correlation: 1, correlated: false },
  };
  const { sigma, curve, ...rest } = estimateBy(profile, image);
  const expected = 255 * Math.sqrt(0.2 * known.a + known.b);
  for (const channel of sigma) expect(channel).toBeCloseTo(expected, 4);
  expect(curve[0]).toBeCloseTo(known.a / 24 + known.b, 9);
  expect(rest).toMatchObject({
    ...known,
    profile: { camera: "Lux 1", iso: 800 },
  });
});

describe("a level that was chosen for a photograph", () => {
  const image = photographOf(1);
  const estimate = {
    ...estimateNoise(image),
    a: 0.002,
    b: 0.001,
    correlated: true,
    correlation: 1.7,
  };

  test("is what its profile says of the photograph, as bright parts and dark ones differed", () => {
    const profile = chosenProfile(image, estimate, setting, 6);
    expect(profile).toMatchObject({ ...setting, photographs: 1 });
    expect(profile).toMatchObject({ correlated: true, correlation: 1.7 });
    expect(profile.a / profile.b).toBeCloseTo(2, 6);
    const { sigma } = estimateBy(profile, image);
    const overall = Math.sqrt(
      sigma.reduce((sum, level) => sum + level ** 2, 0) / 3,
    );
    expect(overall).toBeCloseTo(6, 6);
  });

  test("is the same everywhere where no noise was measured", () => {
    const none = { ...estimate, a: 0, b: 0 };
    const { a, b } = chosenProfile(image, none, setting, 5.1);
    expect(a).toBe(0);
    expect(b).toBeCloseTo(0.02 ** 2, 9);
  });
});
