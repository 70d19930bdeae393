/** Principal components, by covariance and of pictures with more samples than that allows. */
import { expect, test } from "vitest";
import { principalComponents } from "../../../../electron/engine/lab/principal.ts";
import { projectionErrors } from "../../../../models/lab/linear.ts";
import { Random } from "../../../../models/random.ts";

/** Forty pictures that vary along two directions only, much along the first. */
function picturesOf(size: number) {
  const random = new Random(7);
  const direction = () =>
    Float32Array.from({ length: size }, () => random.normal());
  const [first, second] = [direction(), direction()];
  const data = new Float32Array(40 * size);
  for (let n = 0; n < 40; n++) {
    const [a, b] = [random.normal(), 0.2 * random.normal()];
    for (let i = 0; i < size; i++)
      data[n * size + i] = 0.5 + a * first[i]! + b * second[i]!;
  }
  return { shape: [1, 1, size] as const, data };
}

test.each([12, 1100])("of %i samples", (size) => {
  const pictures = picturesOf(size);
  const principal = principalComponents(pictures, 3);
  const [none, one, two] = projectionErrors(pictures, principal);
  expect(one! / none!).toBeLessThan(0.1);
  expect(two! / none!).toBeLessThan(1e-6);
});
