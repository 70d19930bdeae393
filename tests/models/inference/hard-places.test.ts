/** The hardest places of a photograph are where they were painted. */
import { expect, test } from "vitest";
import type { Image } from "../../../models/image/image.ts";
import { hardPlaces } from "../../../models/inference/hard-places.ts";
import { Random } from "../../../models/random.ts";

const EDGE = 32;
/** σ of 8 levels everywhere. */
const curve = new Array<number>(12).fill((8 / 255) ** 2);

/** 128 by 64 pixels of what `paint` says, grey, with noise of 8 levels. */
function painted(paint: (x: number, y: number) => number): Image {
  const random = new Random(1);
  const [width, height] = [128, 64];
  const samples = new Uint8Array(width * height);
  for (let i = 0; i < samples.length; i++)
    samples[i] = paint(i % width, Math.floor(i / width)) + random.normal() * 8;
  return { width, height, channels: 1, samples };
}

/** Squares of 4 pixels, lighter and darker by so much. */
const chequered = (x: number, y: number, contrast: number) =>
  ((x >> 2) + (y >> 2)) % 2 === 0 ? contrast : -contrast;

const photograph = painted((x, y) => {
  if (y < 32) return x < 96 ? 160 + chequered(x, y, 60) : 150;
  if (x < 32) return 40 + chequered(x, y, 6);
  if (x < 64) return 128 + chequered(x, y, 10);
  return 128 + chequered(x, y, 60);
});

test("an even tone, a shadow, and texture that is as faint as the noise", () => {
  expect(hardPlaces(photograph, { curve }, EDGE)).toEqual([
    { kind: "smooth", x: 96, y: 0 },
    { kind: "shadow", x: 0, y: 32 },
    { kind: "texture", x: 32, y: 32 },
  ]);
});

test("of two even tones the one with more noise is taken", () => {
  const even = painted(() => 128);
  const sigma = new Float32Array(16 * 8).map((_, i) =>
    i % 16 < 8 ? 4 / 255 : 8 / 255,
  );
  const [smooth] = hardPlaces(
    even,
    { curve, map: { width: 16, height: 8, sigma } },
    EDGE,
  );
  expect(smooth?.kind).toBe("smooth");
  expect(smooth?.x).toBeGreaterThanOrEqual(64);
});

test("a kind that a photograph does not have is left out, and one of one colour shows its middle", () => {
  const bright = painted((x, y) => 128 + chequered(x, y, 20));
  expect(hardPlaces(bright, { curve }, EDGE).map(({ kind }) => kind)).toEqual([
    "smooth",
    "texture",
  ]);
  const black = { ...bright, samples: new Uint8Array(128 * 64) };
  expect(hardPlaces(black, { curve }, EDGE)).toEqual([
    { kind: "smooth", x: 48, y: 16 },
  ]);
});

test("a photograph smaller than a place has one, at its corner", () => {
  const small = { width: 16, height: 8, channels: 1 as const };
  const random = new Random(2);
  const samples = Uint8Array.from({ length: 128 }, () =>
    random.uniform(100, 140),
  );
  expect(hardPlaces({ ...small, samples }, { curve }, EDGE)).toEqual([
    { kind: "smooth", x: 0, y: 0 },
  ]);
});
