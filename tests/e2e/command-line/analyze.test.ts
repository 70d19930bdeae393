/** `nitido analyze`: white noise, noise that neighbours share, and a clean picture are told apart. */
import { join } from "node:path";
import { expect, test } from "vitest";
import type { AnalyzeResult } from "../../../electron/services/api.ts";
import {
  blockImage,
  pixelsOf,
  saved,
  slopeImage,
} from "../../support/image-files.ts";
import { answer, program } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = temporaryFolder();
const analyze = (file: string) => answer<AnalyzeResult>(["analyze", file]);
const levelOf = ({ noise }: AnalyzeResult): number => Math.max(...noise.sigma);

test("white noise: its level, and the network for it", async () => {
  const file = await saved(
    pixelsOf(slopeImage(15)).png(),
    join(root, "white.png"),
  );
  const { code, result } = await analyze(file);
  expect(code).toBe(0);
  expect(result).toMatchObject({
    ...{ image: file, width: 256, height: 192 },
    ...{ channels: 3, bitDepth: 8, format: "png" },
    ...{ why: "white", recommendedModel: "fast-awgn" },
  });
  for (const sigma of result.noise.sigma)
    expect(Math.abs(sigma - 15)).toBeLessThan(2.5);
  expect(result.noise.correlated).toBe(false);
  expect(Math.abs(result.noise.correlation - 1)).toBeLessThan(0.3);
});

test("noise that was blurred is correlated, and calls for the network of cameras", async () => {
  const blurred = pixelsOf(slopeImage(40)).blur(0.8).png();
  const { result } = await analyze(
    await saved(blurred, join(root, "blurred.png")),
  );
  expect(result).toMatchObject({
    why: "correlated",
    recommendedModel: "fast-photo",
  });
  expect(result.noise.correlation).toBeGreaterThan(1.3);
});

test("a clean picture has next to none, in words too", async () => {
  const file = await saved(
    pixelsOf(slopeImage(0)).png(),
    join(root, "clean.png"),
  );
  const { result } = await analyze(file);
  expect(levelOf(result)).toBeLessThan(1);
  expect(result.why).toBe("clean");
  const { code, stdout } = await program(["analyze", file]);
  expect(code).toBe(0);
  expect(stdout).toContain(`${file}: 256 × 192, 8 bits, png`);
  expect(stdout).toContain("there is little noise to remove");
});

test("a drawing, all edges, counts as clean", async () => {
  const { result } = await analyze(
    await saved(pixelsOf(blockImage(16, 13)).png(), join(root, "drawing.png")),
  );
  expect(levelOf(result)).toBeLessThan(1);
  expect(result.why).toBe("clean");
});

test("what is no image is refused", async () => {
  const { code, result } = await analyze(join(root, "missing.png"));
  expect(code).toBe(1);
  expect(result.error).toMatchObject({
    code: "FILE_NOT_FOUND",
    details: { file: join(root, "missing.png") },
  });
});
