/** `nitido profiles`: a camera at three ISOs, and photographs that are denoised by what is known of it. */
import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { decodeImage } from "../../../electron/codecs/decode.ts";
import type { AnalyzeResult } from "../../../electron/services/api.ts";
import type { BatchResult } from "../../../electron/services/batch/batch.ts";
import type { DenoiseResult } from "../../../electron/services/api-files.ts";
import type { ProfileFolderResult } from "../../../electron/services/api-models.ts";
import type { ProfileItem } from "../../../electron/contract/values.ts";
import { type Image, toPlanes } from "../../../models/image/image.ts";
import { interleave } from "../../../models/image/interleave.ts";
import { psnr } from "../../../models/image/metrics.ts";
import { poissonGaussian } from "../../../models/noise/poisson-gaussian.ts";
import { quantise8 } from "../../../models/image/quantise.ts";
import { Random } from "../../../models/random.ts";
import { pixelsOf, saved } from "../../support/image-files.ts";
import { photographOf } from "../../support/photograph.ts";
import { answer } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = temporaryFolder();
process.env["NITIDO_DATA"] = join(root, "data");

/** Variance a·x + b of the camera. */
const noiseAt = (iso: number) => ({ a: iso * 4e-6, b: (iso * 2.5e-5) ** 2 });
const sigmaAt = (iso: number, x: number) => {
  const { a, b } = noiseAt(iso);
  return 255 * Math.sqrt(a * x + b);
};

/** An 8-bit photograph of the camera. */
async function taken(
  clean: Image,
  iso: number,
  path: string,
  seed: number,
): Promise<void> {
  const noisy = poissonGaussian.apply(
    toPlanes(clean),
    new Random(seed),
    noiseAt(iso),
  );
  const { samples } = interleave(quantise8(noisy));
  const image = {
    ...clean,
    samples: Uint8Array.from(samples, (sample) => Math.round(255 * sample)),
  };
  const exif = {
    IFD0: { Model: "Lux 1" },
    IFD2: { ISOSpeedRatings: String(iso) },
  };
  await saved(pixelsOf(image).withExif(exif).png(), path);
}

/** Cells of three pixels in random colours: texture wherever noise could be measured. */
function texture(): Image {
  const random = new Random(77);
  const { samples, ...image } = photographOf(8);
  const colours = Uint8Array.from({ length: 3 * 80 * 64 }, () =>
    random.integer(70, 190),
  );
  return {
    ...image,
    samples: Uint8Array.from(samples, (_, i) => {
      const pixel = Math.floor(i / 3);
      const column = Math.floor((pixel % image.width) / 3);
      const row = Math.floor(pixel / image.width / 3);
      return colours[3 * (80 * row + column) + (i % 3)]!;
    }),
  };
}

test("a camera's noise is measured, followed, and forgotten", async () => {
  const folder = join(root, "camera");
  mkdirSync(folder);
  for (const iso of [400, 1600, 6400])
    for (const seed of [1, 2, 3])
      await taken(
        photographOf(seed),
        iso,
        join(folder, `${String(iso)}-${String(seed)}.png`),
        iso + seed,
      );
  const made = await answer<ProfileFolderResult>(["profiles", "make", folder]);
  expect(made.code).toBe(0);
  expect(made.result.profiles.map(({ iso }) => iso)).toEqual([400, 1600, 6400]);
  for (const { iso, a, b } of made.result.profiles) {
    const ratio = (255 * Math.sqrt(0.5 * a + b)) / sigmaAt(iso, 0.5);
    expect(ratio).toBeGreaterThan(0.85);
    expect(ratio).toBeLessThan(1.15);
  }

  // Between two ISOs, and a picture that cannot be measured by itself.
  const clean = texture();
  const photograph = join(root, "texture.png");
  await taken(clean, 3200, photograph, 5);
  const analyzed = () => answer<AnalyzeResult>(["analyze", photograph]);
  const scoreOf = async (out: string) => {
    const { result } = await answer<DenoiseResult>([
      ...["denoise", photograph, "--out", join(root, out)],
      ...["--model", "fast-awgn", "--device", "cpu"],
    ]);
    const denoised = (await decodeImage(join(root, out))).image;
    return {
      noise: result.files[0]!.noise,
      psnr: psnr(toPlanes(denoised), toPlanes(clean)),
    };
  };
  const { noise } = (await analyzed()).result;
  expect(noise.profile).toEqual({ camera: "Lux 1", iso: 3200 });
  const by = await scoreOf("by-profile.png");
  expect(by.noise?.profile).toEqual({ camera: "Lux 1", iso: 3200 });

  // What was denoised by a profile is denoised anew when that changes, and nothing else is.
  const roll = join(root, "roll");
  mkdirSync(roll);
  await taken(clean, 3200, join(roll, "camera.png"), 6);
  await saved(pixelsOf(clean).png(), join(roll, "anonymous.png"));
  const batch = async (): Promise<readonly string[]> => {
    const { result } = await answer<BatchResult>([
      ...["denoise", roll, "--out", join(root, "roll-out")],
      ...["--model", "fast-awgn", "--device", "cpu"],
    ]);
    return result.files
      .filter(({ earlier }) => !earlier)
      .map(({ input }) => basename(input));
  };
  expect(await batch()).toEqual(["anonymous.png", "camera.png"]);
  expect(await batch()).toEqual([]);

  const list = await answer<{ profiles: readonly ProfileItem[] }>([
    ...["profiles", "list"],
  ]);
  expect(list.result.profiles).toHaveLength(3);
  for (const { id } of list.result.profiles)
    expect((await answer(["profiles", "remove", id])).code).toBe(0);

  expect(await batch()).toEqual(["camera.png"]);
  expect(await batch()).toEqual([]);

  const own = (await analyzed()).result.noise;
  expect(own.profile).toBeUndefined();
  const expected = sigmaAt(3200, 0.49);
  const off = (sigma: number) => Math.abs(Math.log(sigma / expected));
  expect(off(noise.sigma[1])).toBeLessThan(0.16);
  expect(off(own.sigma[1])).toBeGreaterThan(off(noise.sigma[1]));
  const without = await scoreOf("by-itself.png");
  expect(by.psnr).toBeGreaterThan(without.psnr + 0.5);
});

test("photographs that do not say their camera", async () => {
  const folder = join(root, "anonymous");
  mkdirSync(folder);
  for (const seed of [1, 2, 3])
    await saved(
      pixelsOf(photographOf(seed)).png(),
      join(folder, `${String(seed)}.png`),
    );
  const { code, result } = await answer(["profiles", "make", folder]);
  expect(code).toBe(1);
  expect(result.error).toMatchObject({
    code: "DATA_UNSUITABLE",
    details: { kind: "cameras" },
  });
});

test("a profile that is not there", async () => {
  const { code, result } = await answer(["profiles", "remove", "lux"]);
  expect(code).toBe(2);
  expect(result.error).toMatchObject({ code: "USAGE" });
});
