import { describe, expect, test } from "vitest";
import { tidyExif } from "../../../../electron/codecs/metadata/exif.ts";

interface Entry {
  readonly tag: number;
  readonly type: 3 | 4;
  readonly value: number;
}

/** A main directory at 8 with an EXIF directory and a thumbnail, in either byte order. */
function exifBlock(little: boolean, thumbnail: Uint8Array): Buffer {
  const bytes = Buffer.alloc(200);
  const u16 = (value: number, at: number): void => {
    if (little) bytes.writeUInt16LE(value, at);
    else bytes.writeUInt16BE(value, at);
  };
  const u32 = (value: number, at: number): void => {
    if (little) bytes.writeUInt32LE(value, at);
    else bytes.writeUInt32BE(value, at);
  };
  const directory = (
    at: number,
    entries: readonly Entry[],
    next: number,
  ): void => {
    u16(entries.length, at);
    entries.forEach(({ tag, type, value }, i) => {
      const entry = at + 2 + i * 12;
      u16(tag, entry);
      u16(type, entry + 2);
      u32(1, entry + 4);
      if (type === 3) u16(value, entry + 8);
      else u32(value, entry + 8);
    });
    u32(next, at + 2 + entries.length * 12);
  };
  bytes.write(little ? "II" : "MM", "latin1");
  u16(42, 2);
  u32(8, 4);
  directory(
    8,
    [
      { tag: 0x0112, type: 3, value: 6 },
      { tag: 0x8769, type: 4, value: 50 },
    ],
    100,
  );
  directory(
    50,
    [
      { tag: 0xa002, type: 3, value: 400 },
      { tag: 0xa003, type: 4, value: 300 },
    ],
    0,
  );
  directory(
    100,
    [
      { tag: 0x0201, type: 4, value: 200 },
      { tag: 0x0202, type: 4, value: thumbnail.length },
    ],
    0,
  );
  return Buffer.concat([bytes, thumbnail]);
}

describe.each([true, false])("little-endian: %s", (little) => {
  const thumbnail = Buffer.from("the image as it was");
  const read16 = (bytes: Buffer, at: number): number =>
    little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
  const read32 = (bytes: Buffer, at: number): number =>
    little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);

  test("rotation and sizes are set, the thumbnail is gone, the rest stays", () => {
    const before = exifBlock(little, thumbnail);
    const after = Buffer.from(tidyExif(before, 300, 400)!);
    expect(read16(after, 8 + 2 + 8)).toBe(1);
    expect(read16(after, 50 + 2 + 8)).toBe(300);
    expect(read32(after, 50 + 2 + 12 + 8)).toBe(400);
    expect(read32(after, 8 + 2 + 24)).toBe(0);
    expect(after.length).toBe(200);
    const changed = [...after].filter((byte, i) => byte !== before[i]).length;
    // One byte of the rotation, two and two of the sizes, one of the link.
    expect(changed).toBeLessThanOrEqual(6);
  });

  test("a thumbnail in the middle is blanked", () => {
    const before = Buffer.concat([
      exifBlock(little, thumbnail),
      Buffer.from("end"),
    ]);
    const after = Buffer.from(tidyExif(before, 300, 400)!);
    expect(after.includes("as it was")).toBe(false);
    expect(after.subarray(-3).toString()).toBe("end");
  });

  test("JPEG's prefix is taken off", () => {
    const block = exifBlock(little, thumbnail);
    const prefixed = Buffer.concat([Buffer.from("Exif\0\0"), block]);
    expect(tidyExif(prefixed, 300, 400)).toEqual(tidyExif(block, 300, 400));
  });

  test("the original bytes are not touched", () => {
    const block = exifBlock(little, thumbnail);
    const copy = Buffer.from(block);
    tidyExif(block, 1, 1);
    expect(block.equals(copy)).toBe(true);
  });

  test("every shortened block is survived", () => {
    const block = exifBlock(little, thumbnail);
    for (let length = 0; length < block.length; length++)
      expect(() => tidyExif(block.subarray(0, length), 3, 4)).not.toThrow();
  });
});

test("what is no TIFF structure is left out", () => {
  expect(tidyExif(Buffer.from("rubbish, not EXIF"), 1, 1)).toBeUndefined();
  expect(tidyExif(new Uint8Array(0), 1, 1)).toBeUndefined();
});
