/** Noise that a photograph shows is found as it was before the file was compressed. */
import { expect, test } from "vitest";
import { deadLeaves } from "../../../models/image/dead-leaves.ts";
import { estimateNoise } from "../../../models/noise/estimate.ts";
import { fitShot } from "../../../models/noise/fit-shot.ts";
import { imitate, type NoiseShot } from "../../../models/noise/profile.ts";
import { Random } from "../../../models/random.ts";

const clean = deadLeaves(640, 480, 9);
/** The correlation of neighbours that a Gaussian blur of this many pixels makes. */
const correlation = (blur: number) =>
  blur > 0.2 ? Math.exp(-0.25 / blur ** 2) : 0;
/** σ of middle grey, in 0..255 units. */
const level = ({ a, b }: NoiseShot) => 255 * Math.sqrt(a / 2 + b);

test.each([
  ["blurred", 0.8, null],
  ["blurred, JPEG 95", 0.8, 95],
  ["white, JPEG 85", 0, 85],
] as const)("%s", (_what, blur, quality) => {
  const b = (12 / 255) ** 2;
  const shot = { a: 0, b, blur, quality, subsampling: "4:2:0" } as const;
  const noisy = imitate(clean, shot, new Random(5));
  const found = fitShot(noisy, estimateNoise(noisy), shot);
  expect(Math.abs(level(found) / 12 - 1)).toBeLessThan(0.15);
  expect(Math.abs(correlation(found.blur) - correlation(blur))).toBeLessThan(
    0.25,
  );
});
