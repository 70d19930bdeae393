/** Pictures of a training: exact at their borders, always the same, and of the photographs of the run alone. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { startCompute } from "../../../../electron/engine/compute.ts";
import { denoiseWhole } from "../../../../electron/engine/networks/denoise-whole.ts";
import { openDenoiser } from "../../../../electron/engine/networks/denoiser.ts";
import { loadNetwork } from "../../../../electron/engine/networks/load.ts";
import { readWeights } from "../../../../electron/engine/onnx/export.ts";
import { createRun } from "../../../../electron/engine/training/run-folder.ts";
import { writeSplit } from "../../../../electron/engine/training/run-photographs.ts";
import {
  findPlaces,
  mostDifferent,
} from "../../../../electron/engine/training/views/find-places.ts";
import { createTrainingViews } from "../../../../electron/engine/training/views/views.ts";
import {
  cropPlanes,
  type Image,
  toPlanes,
} from "../../../../models/image/image.ts";
import { networks } from "../../../../models/networks/table.ts";
import { Random } from "../../../../models/random.ts";
import {
  type DataModeName,
  DEFAULT_RECIPE,
} from "../../../../models/training/recipe.ts";
import { createNoiseMeter } from "../../../../electron/engine/networks/meter.ts";
import { packWeights } from "../../../../models/training/step.ts";
import { pixelsOf, saved } from "../../../support/image-files.ts";
import { photographOf } from "../../../support/photograph.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const root = temporaryFolder();
const compute = startCompute();
afterAll(() => compute.stop());
const meter = createNoiseMeter(compute);
const views = createTrainingViews(compute, meter);
const { signal } = new AbortController();

const folder = join(root, "photographs");
mkdirSync(folder);
const clean = photographOf(1, 340, 300);
const noisy = noisyOf(clean);
await saved(pixelsOf(clean).png(), join(folder, "clean.png"));
await saved(pixelsOf(noisy).png(), join(folder, "noisy.png"));

function noisyOf(image: Image): Image {
  const random = new Random(1);
  const samples = Uint8Array.from(image.samples, (sample) =>
    Math.min(255, Math.max(0, sample + 20 * random.normal())),
  );
  return { ...image, samples };
}

const base = await loadNetwork("fast-awgn");
const weights = packWeights(
  networks.fast,
  readWeights(base.model, networks.fast, base.file),
);

/** A run whose network turns, from step 0 to 10, into one that does nothing. */
async function runOf(data: DataModeName, photograph: object): Promise<string> {
  const recipe = { ...DEFAULT_RECIPE, base: "fast-awgn", data, noise: "awgn" };
  const run = await createRun(join(root, data), recipe as never);
  const nothing = new Float32Array(weights.length);
  await run.keepSnapshot({ step: 0, network: "fast", weights });
  await run.keepSnapshot({ step: 10, network: "fast", weights: nothing });
  const split = { training: [photograph], heldOut: [] } as never;
  await writeSplit(run.path, folder, split);
  return run.path;
}

const pairs = await runOf("pairs", {
  file: join(folder, "noisy.png"),
  clean: { file: join(folder, "clean.png"), shift: { x: 0, y: 0 } },
});
const added = await runOf("clean", { file: join(folder, "clean.png") });

const cropOf = async (
  run: string,
  file: string,
  step: number | "base" | "newest" = 0,
  x = 130,
) =>
  views.crop(
    { run, folder, file, x, y: 113, edge: 64 },
    await views.network(run, step),
    "cpu",
  );

describe("a crop", () => {
  test("is what the whole photograph is there", async () => {
    const { denoised, psnr } = await cropOf(pairs, "noisy.png");
    const denoiser = await openDenoiser(compute, base, "cpu", () => undefined);
    const whole = await denoiseWhole({
      image: noisy,
      noise: await meter.measure(noisy),
      denoiser,
    });
    await denoiser.close();
    const there = cropPlanes(whole, { x: 130, y: 113, width: 64, height: 64 });
    const shown = toPlanes({
      ...{ width: 64, height: 64, channels: 3, samples: denoised },
    });
    const off = there.data.map((value, i) => Math.abs(value - shown.data[i]!));
    // Rounding may fall to either side.
    expect(255 * Math.max(...off)).toBeLessThan(1.01);
    expect(psnr!.noisy).toBeCloseTo(22.2, 0);
    expect(psnr!.denoised).toBeGreaterThan(psnr!.noisy + 5);
  });

  test("has the same noise at every step", async () => {
    const first = await cropOf(added, "clean.png");
    const later = await cropOf(added, "clean.png", "newest");
    expect([first.step, later.step]).toEqual([0, 10]);
    expect(later.noisy).toEqual(first.noisy);
    expect(later.denoised).toEqual(first.noisy);
    expect(first.denoised).not.toEqual(first.noisy);
    expect(first.psnr!.noisy).toBeLessThan(33);
  });

  test("is of the last snapshot that is not after the step", async () => {
    expect((await cropOf(added, "clean.png", 9)).step).toBe(0);
    expect((await cropOf(added, "clean.png", 12)).step).toBe(10);
  });

  test("that reaches outside of the photograph is moved", async () => {
    const { width, denoised } = await cropOf(pairs, "noisy.png", 0, 1000);
    expect([width, denoised.length]).toEqual([64, 3 * 64 * 64]);
    const last = await cropOf(pairs, "noisy.png", 0, 340 - 64);
    expect(denoised).toEqual(last.denoised);
  });

  test("of a photograph that is none of the run's is refused", async () => {
    await expect(cropOf(added, "../clean.png")).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
    });
  });
});

test("places lie on the run's photographs, those first where networks differ", async () => {
  const where = { run: pairs, folder, edge: 64 };
  const places = await findPlaces(views, { ...where, count: 3 }, signal);
  expect(places).toHaveLength(3);
  for (const { file, x, y } of places) {
    expect(file).toBe("noisy.png");
    expect([x % 64, y % 64]).toEqual([0, 0]);
  }
  const ranked = await mostDifferent(
    views,
    { ...where, candidates: places, device: "cpu" },
    signal,
  );
  expect(ranked).toHaveLength(3);
  expect(places).toEqual(expect.arrayContaining([...ranked]));
});
