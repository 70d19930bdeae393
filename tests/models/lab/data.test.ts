/** The lab's own pictures and the IDX format. */
import { describe, expect, test } from "vitest";
import { drawnPictures } from "../../../models/lab/data/drawn.ts";
import { readIdx } from "../../../models/lab/data/idx.ts";

describe("readIdx", () => {
  const header = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3];

  test("reads extents and bytes", () => {
    const { shape, data } = readIdx(
      Uint8Array.from([...header, 1, 2, 3, 4, 5, 6]),
      "a",
    );
    expect(shape).toEqual([2, 3]);
    expect([...data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test.each([
    ["empty", []],
    ["another type", [0, 0, 13, ...header.slice(3), 1, 2, 3, 4, 5, 6]],
    ["cut off", [...header, 1, 2]],
    ["no extents", [0, 0, 8, 0]],
    ["too long", [...header, 1, 2, 3, 4, 5, 6, 7]],
  ])("refuses what is %s", (_, bytes) => {
    expect(() => readIdx(Uint8Array.from(bytes), "a")).toThrow(
      expect.objectContaining({ code: "FILE_DAMAGED" }),
    );
  });
});

describe("drawnPictures", () => {
  const { data, labels, shape } = drawnPictures("digits", 20, 28, 1);

  test("has the classes in turn, white on black within 0..1", () => {
    expect(shape).toEqual([1, 28, 28]);
    expect([...labels.slice(8, 12)]).toEqual([8, 9, 0, 1]);
    expect(data.every((value) => value >= 0 && value <= 1)).toBe(true);
    for (let i = 0; i < 20; i++) {
      const ink = data.slice(784 * i, 784 * (i + 1)).reduce((a, b) => a + b);
      expect(ink / 784).toBeGreaterThan(0.05);
      expect(ink / 784).toBeLessThan(0.4);
    }
  });

  test("draws each differently, and the same from the same seed", () => {
    expect(data.slice(0, 784)).not.toEqual(data.slice(7840, 8624));
    expect(drawnPictures("digits", 20, 28, 1).data).toEqual(data);
    expect(drawnPictures("shapes", 5, 28, 1).labels).toHaveLength(5);
  });
});
