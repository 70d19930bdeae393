/** `nitido train --inspect`: what a folder holds, what is left out, and what is proposed. */
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { InspectFolderResult } from "../../../electron/services/api-training.ts";
import { photographOf } from "../../support/photograph.ts";
import {
  pixelsOf,
  randomImage,
  saved,
  slopeImage,
} from "../../support/image-files.ts";
import { answer } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = temporaryFolder();
const data = join(root, "data");

process.env["NITIDO_DATA"] = data;

const inspect = (folder: string) =>
  answer<InspectFolderResult>(["train", folder, "--inspect"]);

function folderOf(name: string, ...inside: string[]): string {
  const folder = join(root, name);
  for (const one of ["", ...inside])
    mkdirSync(join(folder, one), { recursive: true });
  return folder;
}

test("what cannot be learnt from is left out and named", async () => {
  const folder = folderOf("mixed", "inside");
  await saved(pixelsOf(photographOf(1)).png(), join(folder, "a.png"));
  copyFileSync(join(folder, "a.png"), join(folder, "inside", "b.png"));
  const small = pixelsOf(photographOf(1)).resize(120, 96).jpeg({ quality: 90 });
  await saved(small, join(folder, "c.jpg"));
  await saved(pixelsOf(photographOf(2)).png(), join(folder, "d.png"));
  await saved(pixelsOf(randomImage(63, 200, 3)).png(), join(folder, "e.png"));
  const white = pixelsOf(randomImage(80, 80, 3)).linear(0, 255);
  await saved(white.png(), join(folder, "f.png"));
  writeFileSync(join(folder, "g.jpg"), "no photograph");

  const { code, result } = await inspect(folder);
  expect(code).toBe(0);
  expect(result).toMatchObject({
    files: 7,
    usable: 2,
    leftOutCounts: {
      ...{ unreadable: 1, tiny: 1, overexposed: 1, duplicate: 1, similar: 1 },
    },
  });
  const left = result.leftOut.map(({ file, why, of }) => [file, why, of]);
  expect(left.sort()).toEqual([
    ["c.jpg", "similar", "a.png"],
    ["e.png", "tiny", undefined],
    ["f.png", "overexposed", undefined],
    ["g.jpg", "unreadable", undefined],
    ["inside/b.png", "duplicate", "a.png"],
  ]);

  // The second time the index is read, and a file that has changed is looked at again.
  expect(readdirSync(join(data, "training-folders"))).toHaveLength(1);
  await saved(pixelsOf(photographOf(3)).png(), join(folder, "g.jpg"));
  expect((await inspect(folder)).result).toMatchObject({
    files: 7,
    usable: 3,
  });
});

test("frames of one second are no copies, but a copy of one is", async () => {
  const folder = folderOf("burst");
  const taken = { IFD2: { DateTimeOriginal: "2024:05:01 12:00:00" } };
  const frame = (seed: number, quality: number, name: string) =>
    saved(
      pixelsOf(slopeImage(20, seed)).withExif(taken).jpeg({ quality }),
      join(folder, name),
    );
  for (const seed of [1, 2, 3]) await frame(seed, 95, `${String(seed)}.jpg`);
  await frame(1, 70, "1 small.jpg");
  const { result } = await inspect(folder);
  expect(result.leftOut).toMatchObject([
    { file: "1 small.jpg", why: "similar", of: "1.jpg" },
  ]);
});

describe("is proposed", () => {
  test("clean, for photographs without noise", async () => {
    const folder = folderOf("clean");
    for (const seed of [1, 2, 3])
      await saved(
        pixelsOf(photographOf(seed)).png(),
        join(folder, `${String(seed)}.png`),
      );
    const { result } = await inspect(folder);
    expect(result.proposal).toEqual({ mode: "clean", reason: "clean" });
  });

  test("noisy, for white noise", async () => {
    const folder = folderOf("noisy");
    for (const seed of [1, 2, 3])
      await saved(
        pixelsOf(slopeImage(20, seed)).png(),
        join(folder, `${String(seed)}.png`),
      );
    const { result } = await inspect(folder);
    expect(result.proposal).toEqual({ mode: "noisy", reason: "noisy" });
    expect(result.noise!.median).toBeCloseTo(20, -1);
  });

  test("nothing, for noise that reaches far", async () => {
    const folder = folderOf("correlated");
    for (const seed of [1, 2, 3])
      await saved(
        pixelsOf(slopeImage(40, seed)).blur(2.5).png(),
        join(folder, `${String(seed)}.png`),
      );
    const { result } = await inspect(folder);
    expect(result.proposal).toEqual({ mode: null, reason: "correlated" });
  });

  test("pairs, where the two sides fit", async () => {
    const folder = folderOf("pairs", "noisy", "clean");
    for (const seed of [1, 2, 3, 4]) {
      const clean = pixelsOf(photographOf(seed));
      const name = String(seed);
      await saved(clean.clone().png(), join(folder, "clean", `${name}.png`));
      const other = seed === 3 ? pixelsOf(photographOf(9)) : clean;
      const noisy = seed === 4 ? other.resize(200, 100) : other;
      await saved(noisy.jpeg(), join(folder, "noisy", `${name}.jpg`));
    }
    const { result } = await inspect(folder);
    expect(result.proposal).toEqual({ mode: "pairs", reason: "pairs" });
    expect(result.pairs).toMatchObject({ usable: 2, shifted: 0 });
    expect(result.pairs.refused.map(({ noisy, why }) => [noisy, why])).toEqual([
      ["noisy/3.jpg", "scene"],
      ["noisy/4.jpg", "size"],
    ]);
  });

  test("nothing, in an empty folder", async () => {
    const { code, result } = await inspect(folderOf("empty"));
    expect(code).toBe(0);
    expect(result.proposal).toEqual({ mode: null, reason: "none" });
  });
});

test("a folder that is not there", async () => {
  const { code, result } = await inspect(join(root, "nowhere"));
  expect(code).toBe(1);
  expect(result.error).toMatchObject({ code: "FILE_NOT_FOUND" });
});
