/** What the screen draws from: the layers of a network, and the plane of a map that keeps its direction. */
import { expect, test } from "vitest";
import { onPlane, principalPlane } from "../../../models/lab/plane.ts";
import { outline } from "../../../models/networks/autoencoders/outline.ts";
import { NitidoError } from "../../../models/errors.ts";

const choice = {
  picture: [1, 8, 8],
  latent: 4,
  widths: null,
  enlargement: "nearest",
} as const;

test("a network is outlined from picture to code to picture", () => {
  const deep = outline({ ...choice, kind: "deep", widths: [10] });
  expect(deep.map(({ part, shape }) => [part, ...shape])).toEqual([
    ["input", 1, 8, 8],
    ["encoder", 10],
    ["code", 4],
    ["decoder", 10],
    ["output", 1, 8, 8],
  ]);
  expect(deep.map(({ parameters }) => parameters)).toEqual([
    ...[0, 64 * 10 + 10, 44, 50, 10 * 64 + 64],
  ]);
  const conv = outline({ ...choice, kind: "conv-vae", widths: [3, 5] });
  expect(conv.map(({ shape }) => shape.join("×"))).toEqual([
    ...["1×8×8", "3×4×4", "5×2×2", "4"],
    ...["5×2×2", "3×4×4", "3×8×8", "1×8×8"],
  ]);
  expect(conv[3]?.parameters).toBe(2 * (20 * 4 + 4));
  const unet = outline({ ...choice, kind: "unet", widths: [3, 5] });
  expect(unet.map(({ shape }) => shape.join("×"))).toEqual(
    conv.map(({ shape }) => shape.join("×")),
  );
  expect(unet[1]?.parameters).toBe(3 * 5 * 9 + 2 * 3 * 3 * 9);
  expect(() => outline({ ...choice, kind: "dense", latent: 64 })).toThrow(
    NitidoError,
  );
});

test("the plane of a map follows the codes and keeps its direction", () => {
  const codes = [-2, -1, 0, 1, 2].map((t) =>
    Float32Array.of(3 * t, 0, t * t, 4 * t),
  );
  const plane = principalPlane(codes);
  const [first] = onPlane(codes, plane);
  expect(Math.abs(first![0])).toBeCloseTo(10, 4);
  expect(Math.abs(first![1])).toBeCloseTo(2, 4);
  const mirrored = plane.components.map((axis) => axis.map((v) => -v));
  const again = principalPlane(codes, { ...plane, components: mirrored });
  expect(onPlane(codes, again)[0]![0]).toBeCloseTo(-first![0], 4);
  expect(onPlane([Float32Array.of(7, 8)], plane)).toEqual([[7, 8]]);
});
