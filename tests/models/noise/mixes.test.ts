import { describe, expect, it } from "vitest";
import { awgnNoise } from "../../../models/noise/awgn-mix.ts";
import { noiseMixes } from "../../../models/noise/mixes.ts";
import { photoNoise } from "../../../models/noise/photo-mix.ts";
import {
  constantMap,
  halveMap,
  mapSize,
  smoothMap,
} from "../../../models/noise/sigma-map.ts";
import { Random } from "../../../models/random.ts";
import { distance, gradient } from "./scenes.ts";

const clean = gradient(32, 32);
const seeds = Array.from({ length: 300 }, (_, seed) => seed);

describe.each(Object.entries(noiseMixes))("noise mix %s", (_, mix) => {
  it("gives a noisy patch and its map at half resolution", () => {
    const odd = gradient(33, 18);
    const { noisy, map } = mix(odd, new Random(3));
    expect([noisy.width, noisy.height, noisy.channels]).toEqual([33, 18, 3]);
    expect(map.length).toBe(17 * 9);
    expect(map.every((sigma) => sigma >= 0 && sigma < 1)).toBe(true);
  });

  it("repeats itself for one seed", () => {
    const one = mix(clean, new Random(5));
    const other = mix(clean, new Random(5));
    expect(other.noisy.data).toEqual(one.noisy.data);
    expect(other.map).toEqual(one.map);
  });
});

describe("the white mix", () => {
  it("tells the strength of its noise, up to 55", () => {
    const samples = seeds.map((seed) => awgnNoise(clean, new Random(seed)));
    const told = samples.map(({ map }) => {
      const squares = map.reduce((sum, sigma) => sum + sigma * sigma, 0);
      return 255 * Math.sqrt(squares / map.length);
    });
    const added = samples.map(({ noisy }) => distance(noisy, clean));
    told.forEach((sigma, i) => {
      expect(sigma).toBeLessThan(61);
      expect(Math.abs(sigma - added[i]!)).toBeLessThan(0.2 * sigma + 0.01);
    });
    const faint = told.filter((sigma) => sigma < 3).length / told.length;
    expect(faint).toBeGreaterThan(0.08);
    expect(faint).toBeLessThan(0.25);
  });
});

describe("the photo mix", () => {
  const strengths = seeds.map((seed) =>
    distance(photoNoise(clean, new Random(seed)), clean),
  );

  it("gives 8-bit levels in 0..1", () => {
    for (const seed of seeds.slice(0, 20)) {
      const { data } = photoNoise(clean, new Random(seed));
      const isLevel = (value: number): boolean =>
        value >= 0 &&
        value <= 1 &&
        Math.abs(value * 255 - Math.round(value * 255)) < 1e-3;
      expect(data.every(isLevel)).toBe(true);
    }
  });

  it("ranges from all but clean to strong noise", () => {
    const share = (low: number, high: number) =>
      strengths.filter((s) => s >= low && s < high).length / seeds.length;
    expect(share(0, 2)).toBeGreaterThan(0.05);
    expect(share(0, 2)).toBeLessThan(0.3);
    expect(share(4, 30)).toBeGreaterThan(0.45);
    expect(share(60, 256)).toBeLessThan(0.05);
  });
});

describe("noise maps", () => {
  it("are half as large, rounded up", () => {
    expect(mapSize({ width: 5, height: 4 })).toEqual({ width: 3, height: 2 });
    expect(constantMap({ width: 5, height: 4 }, 0.1).length).toBe(6);
    const full = Float32Array.of(1, 3, 5, 5, 7, 9);
    expect([...halveMap(full, 3, 2)]).toEqual([4, 7]);
  });

  it("vary smoothly within their limits", () => {
    const map = smoothMap(64, 48, 0.02, 0.2, new Random(2));
    expect(Math.min(...map)).toBeGreaterThanOrEqual(0.019);
    expect(Math.max(...map)).toBeLessThanOrEqual(0.201);
    const steps = map.slice(1, 64).map((v, i) => Math.abs(v - map[i]!));
    expect(Math.max(...steps)).toBeLessThan(0.02);
  });
});
