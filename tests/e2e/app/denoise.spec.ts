/** The way that people came for: drop, look, adjust, save. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { largestDifference } from "../../support/image-files.ts";
import { expect, test } from "./fixtures.ts";
import { COPYRIGHT, photograph, readColours, SIZE } from "./photographs.ts";
import {
  add,
  denoised,
  frame,
  openSaving,
  picture,
  slide,
  startSaving,
  status,
  viewer,
} from "./screen.ts";

test("a dropped photograph is denoised, and the line between before and after moves by pointer and keys", async ({
  app,
}) => {
  const file = await photograph(join(app.folder, "sky.jpg"));
  const page = await app.open();
  const buffer = readFileSync(file);
  await page
    .locator("main")
    .drop({ files: { name: "sky.jpg", mimeType: "image/jpeg", buffer } });
  await denoised(page);
  await expect(page.getByRole("heading", { name: "sky.jpg" })).toBeVisible();

  const split = page.getByRole("slider", { name: /Divide between/ });
  await expect(split).toHaveAttribute("aria-valuenow", "50");
  const box = (await split.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 100, y, { steps: 4 });
  await page.mouse.up();
  const area = (await viewer(page).boundingBox())!;
  const expected = Math.round(50 + (100 * 100) / area.width);
  await expect(split).toHaveAttribute("aria-valuenow", String(expected));

  await split.press("ArrowLeft");
  await expect(split).toHaveAttribute("aria-valuenow", String(expected - 1));
  await split.press("Home");
  await expect(split).toHaveAttribute("aria-valuenow", "0");
  // All of it shows the result now, and none of it with the line at the other end.
  const after = await picture(page, SIZE);
  await split.press("End");
  await expect
    .poll(async () => largestDifference(await picture(page, SIZE), after))
    .toBeGreaterThan(20);
});

test("what is added to others is shown at once, and the first of it", async ({
  app,
}) => {
  const page = await app.open(await photograph(join(app.folder, "old.png")));
  await expect(page.getByRole("heading", { name: "old.png" })).toBeVisible();
  const names = ["c.png", "a.png", "b.png"];
  await add(
    page,
    await Promise.all(names.map((name) => photograph(join(app.folder, name)))),
  );
  await expect(page.getByRole("heading", { name: "a.png" })).toBeVisible();
  await expect(frame(page, /./)).toHaveCount(4);
  await page.keyboard.press(".");
  await expect(page.getByRole("heading", { name: "b.png" })).toBeVisible();
});

test("sliders change the picture without denoising it again", async ({
  app,
}) => {
  const file = await photograph(join(app.folder, "sky.png"));
  const page = await app.open();
  await add(page, file);
  await denoised(page);
  await page.keyboard.press("3");

  const original = await readColours(file);
  const toOriginal = async (): Promise<number> =>
    largestDifference(await picture(page, SIZE), original);
  await expect.poll(toOriginal).toBeGreaterThan(20);
  const full = await toOriginal();

  const tiles: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/tiles/")) tiles.push(request.url());
  });
  await slide(page, "Overall", 0);
  await expect.poll(toOriginal).toBe(0);
  await slide(page, "Overall", 50);
  await expect.poll(toOriginal).toBeGreaterThan(0.3 * full);
  expect(await toOriginal()).toBeLessThan(0.7 * full);
  await slide(page, "Overall", 100);
  await slide(page, "Luminance", 0);
  await expect.poll(toOriginal).toBeLessThan(full);
  expect(tiles).toEqual([]);
  await expect(status(page, "Denoised")).toBeVisible();
});

test("a saved file has the colours of the screen and the metadata of the original", async ({
  app,
}) => {
  const file = await photograph(join(app.folder, "sky.png"));
  const page = await app.open();
  await add(page, file);
  await denoised(page);
  await page.keyboard.press("3");
  await slide(page, "Overall", 80);
  await slide(page, "Colour", 60);
  await slide(page, "Detail", 40);

  const out = join(app.folder, "out");
  await startSaving(await openSaving(page, out));
  await expect(status(page, "Finished")).toContainText("1 saved");
  await page.keyboard.press("Escape");

  const saved = join(out, "sky-denoised.png");
  const result = await readColours(saved);
  await expect
    .poll(async () => largestDifference(await picture(page, SIZE), result))
    .toBeLessThanOrEqual(2);
  expect(
    largestDifference(result, await readColours(file)),
    "the noise is gone",
  ).toBeGreaterThan(10);
  const { exif } = await sharp(saved).metadata();
  expect(exif?.toString("latin1")).toContain(COPYRIGHT);
  await expect(
    page.getByRole("listbox").locator(`[title*="${saved}"]`),
  ).toBeVisible();
});
