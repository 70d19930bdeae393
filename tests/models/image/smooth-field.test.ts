/** Fields without detail: even, within range, and the same from the same seed. */
import { describe, expect, test } from "vitest";
import { plane } from "../../../models/image/image.ts";
import { texture } from "../../../models/image/patches.ts";
import { smoothField } from "../../../models/image/smooth-field.ts";
import { Random } from "../../../models/random.ts";

const fields = Array.from({ length: 40 }, (_, seed) =>
  smoothField(16, new Random(seed)),
);

describe("smoothField", () => {
  test("stays within 0..1 and has no more than a gradient's texture", () => {
    for (const field of fields) {
      expect(field.data.every((value) => value >= 0 && value <= 1)).toBe(true);
      expect(texture(field)).toBeLessThan(0.02);
    }
  });

  test("is of one colour about half the time", () => {
    const plain = fields.filter((field) =>
      [0, 1, 2].every((c) => new Set(plane(field, c)).size === 1),
    );
    expect(plain.length).toBeGreaterThan(10);
    expect(plain.length).toBeLessThan(30);
  });

  test("follows from the seed", () => {
    expect(smoothField(16, new Random(7))).toEqual(
      smoothField(16, new Random(7)),
    );
  });

  test("takes a single pixel", () => {
    expect(smoothField(1, new Random(1)).data).toHaveLength(3);
  });
});
