/** Images that are open in the engine: what is said and shown of them, how they are denoised, how they are closed. */
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import { decodeImage } from "../../../electron/codecs/decode.ts";
import { startEngine } from "../../../electron/engine/client.ts";
import type {
  PreviewProgress,
  PreviewRequest,
} from "../../../electron/services/api-images.ts";
import type { BlendSettings } from "../../../models/inference/blend.ts";
import { Coverage } from "../../../models/inference/coverage.ts";
import { pixelsOf, randomImage, saved } from "../../support/image-files.ts";
import { noisyStripes, PREVIEW, watching } from "../../support/preview.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { toyNetwork } from "../../support/toy-networks.ts";

const folder = temporaryFolder();
const engine = startEngine();
afterAll(() => engine.stop());

const brightener = toyNetwork("brightener", join(folder, "brightener.onnx"));

const large = await saved(
  pixelsOf(noisyStripes(1180, 620)).png(),
  join(folder, "large.png"),
);
const small = await saved(
  pixelsOf(randomImage(70, 40, 3)).png(),
  join(folder, "small.png"),
);

const TOY = { ...PREVIEW, model: brightener, noise: 10 };

const { tile, shown, exported } = watching(engine, folder);

describe("an open image", () => {
  test("is measured as `analyze` measures it", async () => {
    const { revision, ...facts } = await engine.openImage({
      id: "facts",
      path: large,
    });
    expect({ ...facts, image: large }).toEqual(
      await engine.analyze({ image: large }),
    );
    expect(revision).toBeGreaterThan(0);
  });

  test("shows its own pixels until it is denoised, and averages of them", async () => {
    await engine.openImage({ id: "plain", path: small });
    const { image } = await decodeImage(small);
    const { noisy, denoised, texture, complete } = await tile("plain");
    expect([...noisy]).toEqual([...image.samples]);
    expect([...denoised]).toEqual([...image.samples].map((x) => x * 257));
    expect([texture, complete]).toEqual([null, false]);
    await expect(tile("plain", { level: 1 })).rejects.toMatchObject({
      code: "USAGE",
    });
    const { revision } = await engine.openImage({ id: "facts", path: large });
    const half = await tile("facts", { level: 2, column: 1 });
    expect([half.width, half.height]).toEqual([39, 155]);
    expect(revision).toBeGreaterThan(0);
  });

  test("that is not open is reported as such", async () => {
    const code = { code: "IMAGE_NOT_OPEN" };
    const id = "closed";
    await engine.openImage({ id, path: small });
    await engine.closeImage({ id });
    await expect(tile(id)).rejects.toMatchObject(code);
    await expect(engine.preview({ id, ...TOY })).rejects.toMatchObject(code);
    const view = { x: 0, y: 0, width: 1, height: 1 };
    await expect(engine.lookAt({ id, view })).rejects.toMatchObject(code);
    expect(await engine.closeImage({ id })).toBeNull();
  });

  test("makes room for the next one when memory is short", async () => {
    for (const id of ["first", "second"])
      await engine.openImage({ id, path: small, memoryLimit: 0.001 });
    await expect(tile("first")).rejects.toMatchObject({
      code: "IMAGE_NOT_OPEN",
    });
    expect((await tile("second")).width).toBe(70);
    await engine.openImage({ id: "second", path: small, memoryLimit: 2000 });
  });
});

test("says what an image would need that is too large to be shown", async () => {
  const path = join(folder, "wide.png");
  await saved(
    sharp({
      create: { width: 20_000, height: 3000, channels: 3, background: "grey" },
    }).png(),
    path,
  );
  await expect(
    engine.openImage({ id: "wide", path, memoryLimit: 500 }),
  ).rejects.toMatchObject({
    code: "IMAGE_TOO_LARGE",
    details: { kind: "open", needed: 720, limit: 500 },
  });
});

describe("a preview", () => {
  test.each<[string, BlendSettings]>([
    ["all", { strength: 100, luma: 100, chroma: 100, detail: 0 }],
    ["some", { strength: 70, luma: 80, chroma: 60, detail: 90 }],
  ])(
    "shows what the export writes, with %s of the noise removed",
    async (_, blend) => {
      await engine.openImage({ id: "large", path: large });
      await engine.preview({ id: "large", ...PREVIEW });
      const file = await exported(large, blend);
      const screen = await shown("large", file, blend);
      let largest = 0;
      screen.forEach(
        (value, i) =>
          (largest = Math.max(largest, Math.abs(value - file.samples[i]!))),
      );
      expect(largest).toBeLessThanOrEqual(1);
    },
  );

  test("of a grey image shows what the export writes", async () => {
    const image = noisyStripes(90, 60, 1);
    const path = await saved(pixelsOf(image).png(), join(folder, "grey.png"));
    await engine.openImage({ id: "grey", path });
    await engine.preview({ id: "grey", ...PREVIEW });
    const blend = { strength: 80, luma: 90, chroma: 20, detail: 50 };
    const file = await exported(path, blend);
    const screen = await shown("grey", file, blend);
    file.samples.forEach((value, i) => {
      expect(Math.abs(screen[3 * i]! - value)).toBeLessThanOrEqual(1);
    });
  });

  test("reports every part, and is there at once the second time", async () => {
    await engine.openImage({ id: "reports", path: large });
    const view = { x: 900, y: 0, width: 100, height: 100 };
    const first = await follow("reports", { ...TOY, view });
    const covered = new Coverage(1180, 620, 4);
    for (const region of first.regions) covered.mark(region);
    expect(covered.fraction).toBe(1);
    expect(first.regions[0]).toMatchObject({ x: 512, y: 0 });
    expect(first.started).toMatchObject({
      choice: { device: "cpu" },
      fraction: 0,
    });
    const second = await follow("reports", TOY);
    expect(second.regions).toEqual([]);
    expect(second.started).toMatchObject({
      fraction: 1,
      revision: first.revision,
    });
  });

  test("with other settings is another result, which replaces the first", async () => {
    await engine.openImage({ id: "twice", path: small });
    const first = await follow("twice", TOY);
    const before = await tile("twice");
    const second = await follow("twice", { ...TOY, noise: 30 });
    expect(second.revision).toBeGreaterThan(first.revision);
    const after = await tile("twice");
    const { image } = await decodeImage(small);
    image.samples.forEach((value, i) => {
      const brighter = (by: number) => 257 * Math.min(255, value + by);
      expect(Math.abs(before.denoised[i]! - brighter(10))).toBeLessThan(3);
      expect(Math.abs(after.denoised[i]! - brighter(30))).toBeLessThan(3);
    });
  });

  test("takes brightness and colour from levels of their own", async () => {
    await engine.openImage({ id: "pair", path: small });
    await engine.preview({
      id: "pair",
      ...TOY,
      noise: { luma: 20, chroma: 3 },
    });
    const { denoised } = await tile("pair");
    const { image } = await decodeImage(small);
    // The toy brightens grey, which is luma alone.
    image.samples.forEach((value, i) => {
      expect(
        Math.abs(denoised[i]! - 257 * Math.min(255, value + 20)),
      ).toBeLessThan(3);
    });
    const file = await exported(small, {
      model: brightener,
      noise: { luma: 20, chroma: 3 },
    });
    file.samples.forEach((value, i) => {
      expect(Math.abs(value - denoised[i]! / 257)).toBeLessThan(0.6);
    });
  });

  test("that is cancelled keeps what is done, and goes on from there", async () => {
    await engine.openImage({ id: "cancelled", path: large });
    const stop = new AbortController();
    let fraction = 0;
    const call = engine.preview(
      { id: "cancelled", ...PREVIEW },
      {
        signal: stop.signal,
        onProgress(progress) {
          if (progress.kind !== "region") return;
          fraction = progress.fraction;
          stop.abort();
        },
      },
    );
    await expect(call).rejects.toMatchObject({ code: "CANCELLED" });
    expect(fraction).toBeGreaterThan(0);
    const { started } = await follow("cancelled", PREVIEW);
    expect(started).toMatchObject({ fraction });
  });

  test("stops the one before it", async () => {
    await engine.openImage({ id: "restarted", path: large });
    const first = engine.preview({ id: "restarted", ...PREVIEW });
    const second = engine.preview({ id: "restarted", ...TOY });
    await expect(first).rejects.toMatchObject({ code: "CANCELLED" });
    expect((await second).device).toBe("cpu");
  });

  async function follow(id: string, request: Omit<PreviewRequest, "id">) {
    const seen: PreviewProgress[] = [];
    const { revision } = await engine.preview(
      { id, ...request },
      { onProgress: (progress) => seen.push(progress) },
    );
    const regions = seen.flatMap((progress) =>
      progress.kind === "region" ? progress.regions : [],
    );
    return { revision, regions, started: seen[0] };
  }
});
