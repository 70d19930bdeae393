/** Copies of a photograph are recognised; other photographs, and flat ones, are not. */
import { expect, test } from "vitest";
import {
  FINGERPRINT_PICTURE,
  fingerprintOf,
  Fingerprints,
} from "../../../models/image/fingerprint.ts";
import { Random } from "../../../models/random.ts";

/** A picture of random cells, `change` levels off in each sample. */
function picture(seed: number, change = 0, contrast = 100) {
  const cells = new Random(seed);
  const levels = Array.from({ length: 72 }, () =>
    cells.uniform(128 - contrast, 128 + contrast),
  );
  const noise = new Random(seed + 1);
  const { width, height } = FINGERPRINT_PICTURE;
  const samples = Uint8Array.from({ length: 3 * width * height }, (_, i) => {
    const pixel = Math.floor(i / 3);
    const row = Math.floor(pixel / width / 8);
    const column = Math.floor((pixel % width) / 8);
    return levels[9 * row + column]! + noise.uniform(-change, change);
  });
  return fingerprintOf({ width, height, channels: 3, samples });
}

test("a copy is found by the name of the first", () => {
  const seen = new Fingerprints<string>();
  seen.add("first", picture(1));
  seen.add("other", picture(2));
  expect(seen.copyOf(picture(1, 20))).toBe("first");
  expect(seen.copyOf(picture(3))).toBeUndefined();
});

test("clear skies are no copies of each other", () => {
  const seen = new Fingerprints<string>();
  seen.add("sky", picture(1, 0, 2));
  expect(seen.copyOf(picture(1, 0, 2))).toBeUndefined();
});
