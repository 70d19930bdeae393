/** Pictures of a folder and of IDX files come in one shape, with their classes, and what was not as wished is noted. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { loadPictures } from "../../../../electron/engine/lab/load/load.ts";
import { pixelsOf, randomImage, saved } from "../../../support/image-files.ts";
import { idxBytes } from "../../../support/idx-files.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const root = temporaryFolder();
const ports = {
  progress: () => undefined,
  signal: new AbortController().signal,
};
const load = (path: string, size: number | null, channels: number | null) =>
  loadPictures(path, { channels, height: size, width: size }, ports);

describe("a folder", () => {
  const folder = join(root, "animals");
  const into = (name: string, width: number, height: number) =>
    saved(pixelsOf(randomImage(width, height, 3)).png(), join(folder, name));

  test("is read with its classes, cropped and scaled", async () => {
    for (const inside of ["cat", "dog"])
      mkdirSync(join(folder, inside), { recursive: true });
    await into("cat/1.png", 16, 16);
    await into("cat/2.png", 40, 16);
    await into("dog/3.png", 16, 33);
    await into("dog/4.png", 7, 30);
    writeFileSync(join(folder, "dog/5.png"), "no picture");
    const { pictures, names, labels, reading } = await load(folder, 8, null);
    expect(pictures.shape).toEqual([3, 8, 8]);
    expect(pictures.data).toHaveLength(3 * 192);
    expect(pictures.data.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(names).toEqual(["cat/1.png", "cat/2.png", "dog/3.png"]);
    expect(labels).toEqual(["cat", "cat", "dog"]);
    expect(reading).toMatchObject({
      ...{ pictures: 3, cropped: 2, small: 1, unreadable: 1 },
      classes: ["cat", "dog"],
      failed: [{ error: { code: "FORMAT_UNSUPPORTED" } }],
    });
    expect((await load(folder, 8, 1)).pictures.shape).toEqual([1, 8, 8]);
  });

  test("that is not there, and one file", async () => {
    await expect(load(join(root, "none"), 8, null)).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
    });
    const one = await load(join(folder, "cat/1.png"), 8, null);
    expect(one.names).toEqual(["1.png"]);
    expect(one.reading.classes).toBeNull();
  });
});

describe("an IDX file", () => {
  const images = join(root, "small-images-idx3-ubyte.gz");
  const pixels = Uint8Array.from([0, 255, 51, 0, 0, 0, 255, 255]);
  writeFileSync(images, gzipSync(idxBytes([2, 2, 2], pixels)));

  test("has no classes alone, and those of the file beside it", async () => {
    const alone = await load(images, null, null);
    expect(alone.pictures.shape).toEqual([1, 2, 2]);
    expect(alone.pictures.data[2]).toBeCloseTo(0.2, 6);
    expect(alone.labels).toEqual([null, null]);
    const beside = join(root, "small-labels-idx1-ubyte.gz");
    writeFileSync(beside, gzipSync(idxBytes([2], Uint8Array.of(7, 3))));
    const both = await load(images, null, 3);
    expect(both.labels).toEqual(["7", "3"]);
    expect(both.reading.classes).toEqual(["3", "7"]);
    expect(both.pictures.shape).toEqual([3, 2, 2]);
  });

  test("is refused with other numbers of pictures and labels, or without pictures", async () => {
    const odd = join(root, "odd-images-idx3-ubyte");
    writeFileSync(odd, idxBytes([2, 2, 2], pixels));
    writeFileSync(
      join(root, "odd-labels-idx1-ubyte"),
      idxBytes([1], Uint8Array.of(7)),
    );
    const damaged = { code: "FILE_DAMAGED" };
    await expect(load(odd, null, null)).rejects.toMatchObject(damaged);
    const labels = join(root, "odd-labels-idx1-ubyte");
    await expect(load(labels, null, null)).rejects.toMatchObject(damaged);
  });
});
