/** How far noise reaches is measured, on smooth ground and under texture. */
import { expect, test } from "vitest";
import { interleave } from "../../../models/image/interleave.ts";
import { toPlanes } from "../../../models/image/image.ts";
import { noiseCorrelation } from "../../../models/noise/correlation.ts";
import { correlated } from "../../../models/noise/spatial-correlation.ts";
import { Random } from "../../../models/random.ts";
import { photographOf } from "../../support/photograph.ts";

const clean = toPlanes(photographOf(3, 384, 320));

// The correlation of noise blurred by s at the distance d is exp(−d² ∕ 4s²).
test.each([
  [0.1, 1],
  [0.5, 2],
  [0.7, 3],
  [1.2, 4],
])("noise that a blur of %f pixels made", (blur, length) => {
  const noisy = correlated.apply(clean, new Random(5), { sigma: 20, blur });
  const measured = noiseCorrelation(interleave(noisy));
  expect(measured.length).toBe(length);
  if (blur < 0.2) expect(measured.blur).toBeLessThan(0.4);
  else expect(Math.abs(measured.blur - blur)).toBeLessThan(0.15);
});

test("a picture of one colour has no noise to tell of", () => {
  const samples = new Uint8Array(3 * 64 * 64).fill(90);
  const image = { width: 64, height: 64, channels: 3, samples } as const;
  expect(noiseCorrelation(image)).toEqual({ length: 1, blur: 0 });
});
