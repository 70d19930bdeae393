import { describe, expect, it } from "vitest";
import { deadLeaves } from "../../../models/image/dead-leaves.ts";
import { type Planes, plane } from "../../../models/image/image.ts";
import { quantise8 } from "../../../models/image/quantise.ts";
import { blockStatistics } from "../../../models/noise/block-statistics.ts";
import type { NoiseEstimate } from "../../../models/noise/estimate.ts";
import { estimateNoise } from "../../../models/noise/estimate.ts";
import { jpeg } from "../../../models/noise/jpeg.ts";
import {
  curveBelow,
  lineThrough,
  varianceAt,
} from "../../../models/noise/noise-level.ts";
import { noiseMap } from "../../../models/noise/noise-map.ts";
import { poissonGaussian } from "../../../models/noise/poisson-gaussian.ts";
import { residual, rootMeanSquare } from "../../../models/noise/residual.ts";
import { correlated } from "../../../models/noise/spatial-correlation.ts";
import { white } from "../../../models/noise/white.ts";
import { Random } from "../../../models/random.ts";
import { distance, flat, gradient, scene } from "./scenes.ts";

const seeded = () => new Random(7);

function level(estimate: NoiseEstimate): number {
  const [r, g, b] = estimate.sigma;
  return Math.sqrt((r * r + g * g + b * b) / 3);
}

/** Half soft shades, half a texture as strong as heavy noise, but grey. */
const textured = scene(192, 192, (x, y, c) => {
  const shade = 0.2 + (0.5 * x) / 192 + 0.03 * c;
  const grain = Math.sin(x * 12.9898 + y * 78.233) * 43758.5453;
  return y < 96 ? shade : shade + 0.2 * (grain - Math.floor(grain) - 0.5);
});

describe("estimateNoise", () => {
  it("finds none in clean shades, texture and drawings", () => {
    const drawing = scene(128, 128, (x, y) => ((x * y) % 7 === 0 ? 0.1 : 1));
    for (const clean of [flat(64, 64, 0.5), gradient(128, 128), textured]) {
      expect(level(estimateNoise(quantise8(clean)))).toBeLessThan(1.2);
    }
    expect(level(estimateNoise(drawing))).toBeLessThan(1.5);
  });

  it.each([3, 10, 25, 50])("finds white noise of σ %d", (sigma) => {
    const noisy = white.apply(gradient(192, 192), seeded(), { sigma });
    const estimate = estimateNoise(quantise8(noisy));
    expect(level(estimate) / sigma).toBeGreaterThan(0.9);
    expect(level(estimate) / sigma).toBeLessThan(1.15);
    expect(estimate.correlated).toBe(false);
    expect(estimate.correlation).toBeCloseTo(1, 0);
  });

  it("is not taken in by texture beside the noise", () => {
    const noisy = white.apply(textured, seeded(), { sigma: 8 });
    expect(level(estimateNoise(noisy)) / 8).toBeGreaterThan(0.85);
    expect(level(estimateNoise(noisy)) / 8).toBeLessThan(1.2);
  });

  it("finds white noise after JPEG with halved chroma", () => {
    const clean = deadLeaves(320, 240, 3);
    const options = { quality: 75, subsampling: "4:2:0" } as const;
    const file = (planes: Planes) => jpeg.apply(planes, seeded(), options);
    const noisy = file(white.apply(clean, seeded(), { sigma: 18 }));
    const left = 255 * rootMeanSquare(residual(noisy, file(clean)));
    expect(level(estimateNoise(noisy)) / left).toBeGreaterThan(0.85);
    expect(level(estimateNoise(noisy)) / left).toBeLessThan(1.15);
  });

  it("finds noise that neighbours share, and says so", () => {
    const clean = gradient(192, 192);
    const noisy = correlated.apply(clean, seeded(), { sigma: 8, blur: 1 });
    const estimate = estimateNoise(quantise8(noisy));
    expect(level(estimate) / distance(noisy, clean)).toBeGreaterThan(0.7);
    expect(level(estimate) / distance(noisy, clean)).toBeLessThan(1.35);
    expect(estimate.correlated).toBe(true);
    expect(estimate.correlation).toBeGreaterThan(1.5);
  });

  it("follows a variance that depends on the signal", () => {
    const [a, b] = [0.008, 0.0002];
    const noisy = poissonGaussian.apply(gradient(256, 256), seeded(), { a, b });
    const estimate = estimateNoise(noisy);
    for (const x of [0.25, 0.5, 0.75]) {
      const ratio = varianceAt(estimate.curve, x) / (a * x + b);
      expect(ratio).toBeGreaterThan(0.6);
      expect(ratio).toBeLessThan(1.5);
    }
    expect(estimate.a).toBeGreaterThan(0.5 * a);
    expect(estimate.a).toBeLessThan(1.6 * a);
  });

  it("tells channels of unequal noise apart", () => {
    const noisy = gradient(192, 192);
    const noise = new Float32Array(192 * 192);
    [4, 8, 12].forEach((sigma, c) => {
      seeded().fillNormal(noise);
      const data = plane(noisy, c);
      noise.forEach((v, i) => (data[i] = data[i]! + (v * sigma) / 255));
    });
    const [r, g, b] = estimateNoise(noisy).sigma;
    expect(r).toBeLessThan(g);
    expect(g).toBeLessThan(b);
  });

  it("works on grey images, in files' depths and in planes", () => {
    const noisy = white.apply(flat(96, 96, 0.4), seeded(), { sigma: 10 });
    const samples = Uint16Array.from(plane(noisy, 1), (v) => v * 65535);
    const image = { width: 96, height: 96, channels: 1 as const, samples };
    expect(level(estimateNoise(image)) / 10).toBeCloseTo(1, 0);
    const planes = { ...noisy, channels: 1, data: plane(noisy, 1) };
    expect(level(estimateNoise(planes))).toBeCloseTo(
      level(estimateNoise(image)),
      1,
    );
  });

  it("takes images smaller than a block, and black ones, for clean", () => {
    expect(level(estimateNoise(flat(15, 40, 0.5)))).toBe(0);
    expect(level(estimateNoise(flat(40, 40, 0)))).toBe(0);
    expect(level(estimateNoise(flat(40, 40, 1)))).toBe(0);
  });
});

describe("blockStatistics", () => {
  it("looks at no more blocks than it needs", () => {
    const samples = new Uint8Array(3000 * 2000);
    const image = { width: 3000, height: 2000, channels: 1 as const, samples };
    expect(blockStatistics(image).length).toBeLessThan(6500);
  });

  it("sees no variance in a slope", () => {
    const [first] = blockStatistics(gradient(64, 64));
    expect(first!.total * 255 ** 2).toBeLessThan(0.01);
  });
});

describe("the noise level curve", () => {
  it("is held down by its neighbours", () => {
    const curve = curveBelow([
      { bin: 3, variance: 1 },
      { bin: 4, variance: 100 },
    ]);
    expect(curve.length).toBe(12);
    expect(curve[3]).toBeCloseTo(1, 6);
    expect(curve[4]).toBeLessThan(2);
    expect(curve[4]).toBeGreaterThan(1);
  });

  it("is straight between its points and constant outside", () => {
    const curve = [1, 3];
    expect(varianceAt(curve, 0)).toBe(1);
    expect(varianceAt(curve, 0.5)).toBe(2);
    expect(varianceAt(curve, 1)).toBe(3);
  });

  it("gives a line without negative parts", () => {
    const rising = Array.from({ length: 12 }, (_, i) => (2 * (i + 0.5)) / 12);
    const line = lineThrough(rising, [0.2, 0.4, 0.6, 0.8]);
    expect(line.a).toBeCloseTo(2, 6);
    expect(line.b).toBeCloseTo(0, 6);
    const falling = lineThrough([...rising].reverse(), [0.2, 0.8]);
    expect(falling.a).toBe(0);
    expect(falling.b).toBeCloseTo(1, 6);
  });
});

describe("noiseMap", () => {
  it("is σ at half resolution, for the intensity at each place", () => {
    const image = scene(41, 21, (x) => (x < 20 ? 0 : 1));
    const map = noiseMap(image, { curve: [0.0001, 0.0004] });
    expect(map.length).toBe(21 * 11);
    expect(map[0]).toBeCloseTo(0.01, 6);
    expect(map[20]).toBeCloseTo(0.02, 6);
  });
});
