/** Places of an open image with other noise settings: what a preview would show there, and what is kept of the choice. */
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { startEngine } from "../../../electron/engine/client.ts";
import { settingKey } from "../../../models/noise/camera-profiles.ts";
import { unpackTile } from "../../../models/inference/preview-tile.ts";
import { pixelsOf, saved } from "../../support/image-files.ts";
import { noisyStripes, PREVIEW, watching } from "../../support/preview.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
const engine = startEngine({
  environment: { ...process.env, NITIDO_DATA: folder },
});
afterAll(() => engine.stop());
const { tile } = watching(engine, folder);

const exif = { IFD0: { Model: "Lux 1" }, IFD2: { ISOSpeedRatings: "800" } };
const path = await saved(
  pixelsOf(noisyStripes(300, 280)).withExif(exif).png(),
  join(folder, "stripes.png"),
);
const { model, device } = PREVIEW;

test("a crop is the same as the preview's tile, with its texture, at each noise setting", async () => {
  const id = "cropped";
  await engine.openImage({ id, path });
  for (const noise of [8, { amount: 1.4 }] as const) {
    const { bytes } = await engine.noiseCrop({
      ...{ id, model, device, noise },
      ...{ x: 0, y: 0, edge: 256 },
    });
    await engine.preview({ id, ...PREVIEW, noise });
    const crop = unpackTile(bytes);
    const shown = await tile(id, { texture: true });
    expect(crop.noisy).toEqual(shown.noisy);
    expect(largest(crop.denoised, shown.denoised)).toBeLessThan(65535 / 1e4);
    expect(largest(crop.texture!, shown.texture!)).toBeLessThan(32767 / 1e3);
  }
});

test("a crop does not replace what is on the screen, and lies inside of the image", async () => {
  const id = "beside";
  await engine.openImage({ id, path });
  await engine.preview({ id, ...PREVIEW });
  const before = await tile(id);
  const { bytes } = await engine.noiseCrop({
    ...{ id, model, device, noise: 40 },
    ...{ x: 290, y: -5, edge: 64 },
  });
  const crop = unpackTile(bytes);
  expect([crop.width, crop.height]).toEqual([64, 64]);
  expect(await tile(id)).toEqual(before);
});

test("the hardest places are those of the image that is open", async () => {
  const id = "places";
  await engine.openImage({ id, path });
  const places = await engine.hardPlaces({ id, edge: 64 });
  expect(places.length).toBeGreaterThan(0);
  for (const { x, y } of places) {
    expect(x).toBeLessThanOrEqual(300 - 64);
    expect(y).toBeLessThanOrEqual(280 - 64);
  }
});

test("a level that is kept is what photographs of the camera have from then on", async () => {
  const id = "kept";
  const first = await engine.openImage({ id, path });
  expect(first.taken).toEqual({ camera: "Lux 1", iso: 800 });
  expect(first.noise.profile).toBeUndefined();
  const profile = await engine.keepProfile({ id, level: 7 });
  expect(settingKey(profile)).toBe("Lux 1 800 300 280 png");
  const next = await engine.openImage({ id: "later", path });
  expect(next.noise.profile).toEqual({ camera: "Lux 1", iso: 800 });
  const [red, green, blue] = next.noise.sigma;
  expect(Math.sqrt((red ** 2 + green ** 2 + blue ** 2) / 3)).toBeCloseTo(7, 3);
});

test("a photograph that does not say what it was taken with has no profile to keep", async () => {
  const anonymous = await saved(
    pixelsOf(noisyStripes(64, 64)).png(),
    join(folder, "anonymous.png"),
  );
  const id = "anonymous";
  const { taken } = await engine.openImage({ id, path: anonymous });
  expect(taken).toBeUndefined();
  await expect(engine.keepProfile({ id, level: 7 })).rejects.toMatchObject({
    code: "USAGE",
  });
});

function largest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce(
    (most, value, i) => Math.max(most, Math.abs(value - b[i]!)),
    0,
  );
}
