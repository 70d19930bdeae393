/** What networks are told of the noise: levels that are given, and amounts of what is measured. */
import { expect, test } from "vitest";
import type { Image } from "../../../models/image/image.ts";
import { assumeNoise } from "../../../models/inference/assumed-noise.ts";
import type { TileNetwork } from "../../../models/inference/denoise.ts";
import type { NoiseSetting } from "../../../models/inference/noise-setting.ts";
import type { NoiseEstimate } from "../../../models/noise/estimate.ts";

const WINDOW = { x: 0, y: 0, width: 4, height: 4 };
/** Grey, 100 of 255. */
const image: Image = {
  width: 32,
  height: 32,
  channels: 3,
  samples: new Uint8Array(3 * 32 * 32).fill(100),
};
/** The same variance at each brightness: σ 51 everywhere, that is 0.2. */
const measured: NoiseEstimate = {
  sigma: [51, 51, 51],
  curve: [0.04],
  a: 0,
  b: 0.04,
  correlation: 1,
  correlated: false,
};

/** Adds to each sample the level that it is told, and remembers the levels. */
function recorder() {
  const told: number[] = [];
  const network: TileNetwork = {
    name: "recorder",
    margin: 0,
    alignment: 2,
    run(pixels, sigma) {
      told.push(
        ...new Set([...sigma].map((level) => Number(level.toFixed(6)))),
      );
      return Promise.resolve(pixels.map((sample) => sample + sigma[0]!));
    },
  };
  return { network, told };
}

/** What the network is told, and what becomes of a red window. */
async function run(setting: NoiseSetting) {
  const { network, told } = recorder();
  let measurements = 0;
  const assumed = assumeNoise(image, network, setting, () => {
    measurements++;
    return measured;
  });
  const red = new Float32Array(3 * 16);
  red.fill(0.3, 0, 16);
  const sigma = assumed.sigma(WINDOW);
  const denoised = await assumed.network.run(red, sigma, 4, 4);
  return { told, denoised, measurements, noise: assumed.noise };
}

test.each<[NoiseSetting, number]>([
  ["auto", 0.2],
  [{ amount: 1 }, 0.2],
  [{ amount: 0.5 }, 0.1],
  [{ amount: 2 }, 0.4],
  [{ amount: 0 }, 0],
  [{ amount: { luma: 1.5, chroma: 1.5 } }, 0.3],
])("of the measured level 0.2, %j is told as %d", async (setting, level) => {
  const { told, measurements, noise } = await run(setting);
  expect(told).toEqual([level]);
  expect(measurements).toBe(1);
  expect(noise).toBe(measured);
});

test("a level that is given is told as it is, and nothing is measured", async () => {
  const { told, measurements, noise } = await run(51);
  expect(told).toEqual([0.2]);
  expect(measurements).toBe(0);
  expect(noise).toEqual({ sigma: [51, 51, 51] });
});

test.each<NoiseSetting>([
  { amount: { luma: 0.5, chroma: 1.5 } },
  { luma: 25.5, chroma: 76.5 },
])(
  "with %j, luminance is that of 0.1 and colour that of 0.3",
  async (setting) => {
    const { told, denoised } = await run(setting);
    expect(told).toEqual([0.1, 0.3]);
    // The recorder changes brightness alone, so that of luminance shows.
    expect(denoised[0]).toBeCloseTo(0.4, 6);
    expect(denoised[16]).toBeCloseTo(0.1, 6);
    expect(denoised[32]).toBeCloseTo(0.1, 6);
  },
);

test("one of the two may be nothing", async () => {
  expect((await run({ amount: { luma: 0, chroma: 1 } })).told).toEqual([
    0, 0.2,
  ]);
  expect((await run({ luma: 51, chroma: 0 })).told).toEqual([0.2, 0]);
});

test("each place has its own level, times the amount", () => {
  // Brightness grows to the right, and the variance with it.
  const samples = Uint8Array.from(
    { length: 3 * 64 * 64 },
    (_, i) => 4 * (Math.floor(i / 3) % 64),
  );
  const ramp: Image = { width: 64, height: 64, channels: 3, samples };
  const shot = { ...measured, curve: [0.001, 0.02], a: 0.019, b: 0.001 };
  const window = { x: 0, y: 0, width: 64, height: 64 };
  const mapOf = (setting: NoiseSetting) =>
    assumeNoise(ramp, recorder().network, setting, () => shot).sigma(window);
  const [plain, half] = [mapOf("auto"), mapOf({ amount: 0.5 })];
  expect(plain[31]!).toBeGreaterThan(2 * plain[0]!);
  expect(half).toEqual(plain.map((level) => level / 2));
});
