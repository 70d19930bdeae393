/** `nitido denoise` with files and folders: which are taken, where the results go, and what they are called. */
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DenoiseResult } from "../../../electron/services/api-files.ts";
import { blockImage, pixelsOf, saved } from "../../support/image-files.ts";
import { answer } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { toyNetwork } from "../../support/toy-networks.ts";

const root = temporaryFolder();
const at = (...names: string[]): string => join(root, ...names);
const model = toyNetwork("identity", at("toy.onnx"));

const denoise = (...parameters: string[]) =>
  answer<DenoiseResult>([
    ...["denoise", ...parameters, "--model", model, "--device", "cpu"],
    ...["--noise", "5"],
  ]);

const pixels = () => pixelsOf(blockImage(4, 3));
for (const folder of ["album", "album/Rome/day 1", "album/empty", "single"])
  mkdirSync(at(folder), { recursive: true });
await saved(pixels().png(), at("album", "IMG_10.png"));
await saved(pixels().jpeg(), at("album", "IMG_9.JPG"));
await saved(pixels().png(), at("album", "really-png.jpg"));
await saved(pixels().png(), at("album", ".hidden.png"));
await saved(pixels().webp(), at("album/Rome", "[fórum] (1).webp"));
await saved(pixels().png(), at("album/Rome/day 1", "IMG_9.png"));
await saved(pixels().tiff({ compression: "lzw" }), at("single", "ñandú.tif"));
writeFileSync(at("album", "notes.txt"), "no image");
// Whoever enters links must not go round in circles.
symlinkSync(at("album"), at("album/Rome", "round"));

/** Every file below a folder, hidden ones too, but for the ledger. */
const tree = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "nitido-ledger.jsonl")
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

test("a folder and a file beside it, without the folders inside", async () => {
  const out = at("flat");
  const { code, result } = await denoise(
    ...[at("album"), at("single", "ñandú.tif"), "--out", out],
  );
  expect(code).toBe(0);
  expect(result.files.map(({ input }) => input)).toEqual([
    at("album", "IMG_9.JPG"),
    at("album", "IMG_10.png"),
    at("album", "really-png.jpg"),
    at("single", "ñandú.tif"),
  ]);
  // The extension is that of the content.
  expect(tree(out)).toEqual([
    "IMG_10-denoised.png",
    "IMG_9-denoised.JPG",
    "really-png-denoised.png",
    "ñandú-denoised.tif",
  ]);
});

test("recursion rebuilds the tree, and leaves earlier results out", async () => {
  const out = at("album", "clean");
  const expected = [
    "IMG_10_toy.png",
    "IMG_9_toy.jpg",
    "Rome/[fórum] (1)_toy.png",
    "Rome/day 1/IMG_9_toy.png",
    "really-png_toy.png",
  ];
  const parameters = [
    ...[at("album"), "--out", out, "--recursive", "--format", "png"],
    ...["--name", "{name}_{model}"],
  ];
  const first = await denoise(...parameters);
  expect(first.code).toBe(0);
  const written = expected.map((name) => name.replace(".jpg", ".png"));
  expect(tree(out)).toEqual(written);
  const again = await denoise(...parameters);
  expect(again.code).toBe(0);
  expect(again.result.files).toMatchObject(
    written.map(() => ({ status: "done", earlier: true })),
  );
  expect(tree(out)).toEqual(written);
});

test("a bad file among them stops none of the others", async () => {
  mkdirSync(at("mixed"));
  writeFileSync(at("mixed", "1.png"), "");
  await saved(pixels().png(), at("mixed", "2.png"));
  const { code, result } = await denoise(at("mixed"), "--out", at("some"));
  expect(code).toBe(1);
  expect(result.files).toMatchObject([
    { input: at("mixed", "1.png"), error: { code: "FILE_EMPTY" } },
    { input: at("mixed", "2.png"), status: "done" },
  ]);
  expect(tree(at("some"))).toEqual(["2-denoised.png"]);
});

test("one file may be named, and its name decides the format", async () => {
  const target = at("new", "folder", "clean.webp");
  const { code, result } = await denoise(
    ...[at("album", "IMG_10.png"), "--out", target],
  );
  expect(code).toBe(0);
  expect(result.files[0]).toMatchObject({ output: target, status: "done" });
  expect(tree(at("new"))).toEqual(["folder/clean.webp"]);
});

test("two photographs do not write one file", async () => {
  const [first, second] = [at("album/IMG_9.JPG"), at("album/IMG_10.png")];
  const { code, result } = await denoise(
    ...[first, second, "--out", at("one")],
    ...["--name", "same", "--format", "png"],
  );
  expect(code).toBe(1);
  expect(result.files).toMatchObject([
    { input: first, status: "done" },
    { input: second, status: "failed", error: { code: "OUTPUT_COLLISION" } },
  ]);
  expect(tree(at("one"))).toEqual(["same.png"]);
});

test("a folder without images, and a name that is none, are refused as a whole", async () => {
  const empty = await denoise(at("album/empty"), "--out", at("none"));
  expect(empty.code).toBe(1);
  expect(empty.result.error).toMatchObject({
    code: "NO_IMAGES",
    details: { file: at("album/empty") },
  });
  const misnamed = await denoise(
    ...[at("album"), "--out", at("none"), "--name", "{nmae}"],
  );
  expect(misnamed.code).toBe(2);
  expect(misnamed.result.error?.message).toContain("{nmae}");
});
