import { describe, expect, it } from "vitest";
import type { Planes } from "../../../models/image/image.ts";
import { psnr, ssim } from "../../../models/image/metrics.ts";

function planes(size: number, value: (i: number) => number): Planes {
  const data = Float32Array.from({ length: 3 * size * size }, (_, i) =>
    value(i),
  );
  return { width: size, height: size, channels: 3, data };
}

/** A fixed pattern that needs no generator: digits of multiples of √2. */
const pattern = (i: number): number => (i * Math.SQRT2) % 1;

describe("psnr", () => {
  it("is 20 dB for an error of a tenth, and infinite for none", () => {
    const black = planes(4, () => 0);
    expect(
      psnr(
        planes(4, () => 0.1),
        black,
      ),
    ).toBeCloseTo(20, 5);
    expect(psnr(black, black)).toBe(Infinity);
  });

  it("takes all channels together", () => {
    const oneChannel = planes(2, (i) => (i < 4 ? 0.3 : 0));
    const mean = 0.09 / 3;
    expect(
      psnr(
        oneChannel,
        planes(2, () => 0),
      ),
    ).toBeCloseTo(-10 * Math.log10(mean), 5);
  });
});

describe("ssim", () => {
  it("is 1 for equal images", () => {
    const image = planes(16, pattern);
    expect(ssim(image, image)).toBeCloseTo(1, 9);
  });

  it("follows the formula for constants", () => {
    const c1 = 0.01 ** 2;
    const expected = (2 * 0.5 * 0.6 + c1) / (0.25 + 0.36 + c1);
    const [one, other] = [planes(12, () => 0.5), planes(12, () => 0.6)];
    expect(ssim(one, other)).toBeCloseTo(expected, 5);
  });

  it("agrees with scikit-image (gaussian_weights, population variance)", () => {
    const image = planes(24, pattern);
    const other = planes(24, (i) => 0.7 * pattern(i) + 0.3 * pattern(7 * i));
    expect(ssim(image, other)).toBeCloseTo(SCIKIT_IMAGE, 4);
  });

  it("shrinks its window for tiny images", () => {
    expect(ssim(planes(4, pattern), planes(4, pattern))).toBeCloseTo(1, 6);
  });
});

/** structural_similarity of scikit-image 0.26, cropped to where the window fits. */
const SCIKIT_IMAGE = 0.904605;
