/** Models that others made, as tile networks: ranges, channels, noise inputs and sizes. */
import { describe, expect, test } from "vitest";
import {
  adaptedRun,
  contextOf,
  type Forward,
  type Size,
} from "../../../models/inference/adapted.ts";
import {
  type Adapter,
  completed,
  type ModelAdapter,
} from "../../../models/inference/adapter.ts";
import { Random } from "../../../models/random.ts";

const plain: Adapter = {
  channels: 3,
  range: 1,
  noise: { kind: "none" },
  multiple: 1,
  margin: 1,
  output: "image",
};

interface Call {
  readonly image: number[];
  readonly noise: number[] | null;
  readonly size: Size;
}

/** Runs one window of 64×64, all of one colour; 8-bit values are exact. */
async function run(
  adapter: Adapter,
  model: (value: number) => number,
  colour: readonly number[] = [0.25, 0.5, 0.75],
): Promise<{ calls: Call[]; result: number[] }> {
  const calls: Call[] = [];
  const forward: Forward = (image, noise, size) => {
    calls.push({
      image: [...new Set(image)],
      noise: noise && [...new Set(noise)],
      size,
    });
    return Promise.resolve(image.map(model));
  };
  const image = Float32Array.from(
    { length: 3 * 64 * 64 },
    (_, i) => colour[Math.floor(i / 64 ** 2)]!,
  );
  const sigma = new Float32Array(32 * 32).fill(0.125);
  const result = await adaptedRun(adapter, forward, null)(image, sigma, 64, 64);
  return { calls, result: [...new Set(result)] };
}

describe("a model of others", () => {
  test("gets its own range, and the image comes back in 0..1", async () => {
    const { calls, result } = await run({ ...plain, range: 255 }, (x) => x / 2);
    expect(calls[0]?.image).toEqual([63.75, 127.5, 191.25]);
    expect(result).toEqual([0.125, 0.25, 0.375]);
  });

  test("may return the noise, which is subtracted", async () => {
    const adapter: Adapter = { ...plain, range: 255, output: "noise" };
    const { result } = await run(adapter, () => 25.5);
    expect(result.map((x) => Number(x.toFixed(4)))).toEqual([0.15, 0.4, 0.65]);
  });

  test("of one channel is run on each", async () => {
    const { calls, result } = await run({ ...plain, channels: 1 }, (x) => x);
    expect(calls.map(({ image }) => image)).toEqual([[0.25], [0.5], [0.75]]);
    expect(result).toEqual([0.25, 0.5, 0.75]);
  });

  test("of one channel is run on a grey image once", async () => {
    const grey = [0.5, 0.5, 0.5];
    const { calls, result } = await run(
      { ...plain, channels: 1 },
      (x) => x / 2,
      grey,
    );
    expect(calls).toHaveLength(1);
    expect(result).toEqual([0.25]);
  });

  test.each([
    ["none", null],
    ["map", [0.125 * 255]],
    ["scalar", [0.125 * 255]],
  ] as const)("is told the noise as: %s", async (kind, noise) => {
    const input =
      kind === "none" ? ({ kind } as const) : ({ kind, range: 255 } as const);
    const { calls } = await run({ ...plain, noise: input }, (x) => x);
    expect(calls[0]?.noise).toEqual(noise);
  });
});

/** The mean of nine neighbours, mirrored by none: zero outside of what it is given, as most models have it. */
const mean: Forward = (image, _noise, { height, width }) => {
  const result = new Float32Array(image.length);
  for (let i = 0; i < image.length; i++) {
    const c = Math.floor(i / (height * width));
    const y = Math.floor(i / width) % height;
    const x = i % width;
    for (const dy of [-1, 0, 1])
      for (const dx of [-1, 0, 1]) {
        const inside =
          y + dy >= 0 && y + dy < height && x + dx >= 0 && x + dx < width;
        if (inside)
          result[i]! += image[(c * height + y + dy) * width + x + dx]! / 9;
      }
  }
  return Promise.resolve(result);
};

function picture(height: number, width: number): Float32Array {
  const random = new Random(5);
  return Float32Array.from({ length: 3 * height * width }, () =>
    random.uniform(),
  );
}

describe("sizes", () => {
  test("a fixed one computes larger windows in pieces, exactly", async () => {
    const [height, width] = [98, 150];
    const image = picture(height, width);
    const sigma = new Float32Array((height * width) / 4);
    const sizes: Size[] = [];
    const fixed = { height: 64, width: 72 };
    const pieces = await adaptedRun(
      plain,
      (samples, noise, size) => {
        sizes.push(size);
        return mean(samples, noise, size);
      },
      fixed,
    )(image.slice(), sigma, height, width);
    const whole = await mean(image, null, { height, width });
    expect(sizes.length).toBeGreaterThan(1);
    for (const size of sizes) expect(size).toEqual(fixed);
    for (let c = 0; c < 3; c++)
      for (let y = 1; y < height - 1; y++)
        for (let x = 1; x < width - 1; x++) {
          const i = (c * height + y) * width + x;
          expect(pieces[i]).toBeCloseTo(whole[i]!, 5);
        }
  });

  test("small windows are mirrored to a size that models expect", async () => {
    const sizes: Size[] = [];
    const result = await adaptedRun(
      { ...plain, multiple: 48 },
      (samples, _noise, size) => {
        sizes.push(size);
        return Promise.resolve(samples);
      },
      null,
    )(picture(48, 96), new Float32Array(24 * 48), 48, 96);
    expect(sizes).toEqual([{ height: 96, width: 96 }]);
    expect(result).toEqual(picture(48, 96));
  });

  test("window borders are even", () => {
    expect(contextOf({ ...plain, multiple: 3, margin: 5 })).toEqual({
      margin: 5,
      alignment: 6,
    });
    expect(contextOf({ ...plain, multiple: 8 }).alignment).toBe(8);
  });
});

test.each<[string, Partial<ModelAdapter>]>([
  ["range", { range: null }],
  ["output", { output: null }],
  ["noise range", { noise: { kind: "map", range: null } }],
])("an adapter without %s is not complete", (_gap, gap) => {
  expect(completed({ ...plain, ...gap })).toBeNull();
  expect(completed(plain)).toEqual(plain);
});
