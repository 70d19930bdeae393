/** What was measured of the noise, and what becomes of noise that one puts on by oneself. */
import { join } from "node:path";
import { largestDifference } from "../../support/image-files.ts";
import { expect, test } from "./fixtures.ts";
import { photograph, SIZE } from "./photographs.ts";
import { add, denoised, picture, slide } from "./screen.ts";

test("the noise panel draws and explains what was measured", async ({
  app,
}) => {
  const page = await app.open();
  await add(page, await photograph(join(app.folder, "sky.png")));
  await denoised(page);
  await page.getByRole("tab", { name: "Noise" }).click();
  const panel = page.getByRole("tabpanel", { name: "Noise" });
  for (const heading of [
    "What this means for you",
    "Level in each channel",
    "Noise and brightness",
    "Grain",
    "Fineness",
  ])
    await expect(panel.getByRole("heading", { name: heading })).toBeVisible();
  // White noise of 15: near enough, and its own at each pixel.
  await expect(panel).toContainText(/Green\s*σ 1[3-7]\./);
  await expect(panel).toContainText(/Next pixel: (0|-?0\.0\d?)\./);
  for (const chart of [/^Variance of the noise/, /^Power of the noise/])
    await expect(
      panel.getByRole("img", { name: chart }).locator("canvas"),
    ).toBeVisible();
  await expect(
    panel.getByRole("img", { name: /^Correlation of the noise/ }),
  ).toBeVisible();
});

test("the noise level lies over the photograph in colours, and is told under the pointer", async ({
  app,
}) => {
  const page = await app.open();
  await add(page, await photograph(join(app.folder, "sky.png")));
  await denoised(page);
  const viewer = page.getByRole("application", { name: "Photo viewer" });
  await viewer.press("n");
  const button = page.getByRole("button", { name: /over the picture/ });
  await expect(button).toHaveAttribute("aria-pressed", "true");
  const scale = viewer.getByRole("figure");
  await expect(scale).toContainText("Noise level σ");
  // Beside the line between before and after.
  const { width, height } = (await viewer.boundingBox())!;
  await viewer.hover({ position: { x: width / 2 + 40, y: height / 2 } });
  await expect(scale).toContainText(/Noise level here: σ 1[2-8]\./);
  await button.click();
  await expect(scale).not.toBeVisible();

  await page.getByRole("tab", { name: "Noise" }).click();
  await page.getByRole("button", { name: "Show it over" }).click();
  await expect(scale).toBeVisible();
});

test("noise that is put on a clean photograph is scored, and taken away again", async ({
  app,
}) => {
  const page = await app.open();
  const file = await photograph(join(app.folder, "clean.png"), { sigma: 0 });
  await add(page, file);
  await denoised(page);
  await page.keyboard.press("4");
  const clean = await picture(page, SIZE);
  await page.getByRole("tab", { name: "Test" }).click();
  const panel = page.getByRole("tabpanel", { name: "Test" });
  await panel.getByRole("button", { name: "Add noise" }).click();

  const scores = (row: string) =>
    panel.getByRole("row", { name: row }).getByRole("cell");
  const [noisy, result] = [scores("PSNR").first(), scores("PSNR").last()];
  // σ 25 is 20 dB, a little more where it is cut off.
  await expect(noisy).toHaveText(/^2[0-1]\.\d\d dB$/);
  await expect(result).toHaveText(/^(2[5-9]|[34]\d)\.\d\d dB$/);
  await expect(scores("SSIM").last()).toHaveText(/^0\.\d{3}$/);
  expect(largestDifference(await picture(page, SIZE), clean)).toBeGreaterThan(
    50,
  );

  // Less of it removed is less gained.
  const best = parseFloat((await result.textContent())!);
  await page.getByRole("tab", { name: "Adjust" }).click();
  await slide(page, "Overall", 0);
  await page.getByRole("tab", { name: "Test" }).click();
  await expect
    .poll(async () => parseFloat((await result.textContent())!))
    .toBeLessThan(best - 3);

  await panel.getByRole("button", { name: "Take the noise away" }).click();
  await denoised(page);
  await expect
    .poll(async () => largestDifference(await picture(page, SIZE), clean))
    .toBe(0);
});
