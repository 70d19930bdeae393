/** The Lab screen: from a built-in set over a run that learns to what it is used for, over a restart. */
import { join } from "node:path";
import { expect, test } from "./fixtures.ts";
import { lab, startLearning } from "./lab-screen.ts";
import { said } from "./train-screen.ts";

test("an autoencoder learns digits, is used, and is there after a restart", async ({
  app,
}) => {
  // Maps and principal components take their time where cores are slow.
  test.setTimeout(480_000);
  const page = await app.open();
  await lab(page);
  await page.getByRole("textbox", { name: "Units of the code" }).fill("900");
  await page.getByRole("textbox", { name: "Units of the code" }).press("Tab");
  await expect(page.getByRole("alert")).toContainText("Choose a smaller code");
  await page.getByRole("textbox", { name: "Units of the code" }).fill("8");
  await page.getByRole("textbox", { name: "Units of the code" }).press("Tab");
  await expect(
    page.getByRole("img", { name: /^Layers of the network: 1×28×28 → 512/ }),
  ).toBeVisible();

  await startLearning(page, 60);
  await expect(
    page.getByRole("application", { name: "Latent map" }),
  ).toBeVisible();
  await expect(said(page, "Learnt: 60 steps")).toBeVisible();
  await expect(page.getByRole("img", { name: /^Loss by step/ })).toBeVisible();
  await expect(
    page.getByRole("img", { name: "Rebuilt pictures" }),
  ).toBeVisible();

  await page.getByRole("tab", { name: "Map" }).click();
  await expect(page.getByRole("application", { name: "Map" })).toBeVisible();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as CSV" }).click();
  expect((await saved).suggestedFilename()).toBe("map.csv");
  await page.getByRole("tab", { name: "Features" }).click();
  await expect(
    page.getByRole("img", { name: /^Layer 1: 32 of 512 units/ }),
  ).toBeVisible();
  await page.getByRole("tab", { name: "Generate" }).click();
  await expect(
    page.getByRole("img", { name: "From one picture to another" }),
  ).toBeVisible();
  await expect(
    page.getByRole("img", { name: "Attributes added" }),
  ).toBeVisible();
  await page.getByRole("tab", { name: "Anomalies" }).click();
  await page
    .getByRole("textbox", { name: "Folder for what was found" })
    .fill(join(app.folder, "found"));
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(said(page, /Copied to .*: \d+\./)).toBeVisible();
  await page.getByRole("tab", { name: "Compress" }).click();
  await expect(
    page.getByRole("img", { name: "At about equal bits" }),
  ).toBeVisible({ timeout: 180_000 });

  await app.end();
  await app.start();
  await page.getByRole("button", { name: "All runs" }).click();
  await page.getByRole("button", { name: /^Digits · Deep, 8/ }).click();
  await expect(
    page.getByRole("img", { name: "Rebuilt pictures" }),
  ).toBeVisible();
  await page.getByRole("button", { name: "Discard this run" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: "Discard", exact: true })
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Autoencoder lab",
  );
});

test("a run that learns goes on after the app was killed, is stopped and kept, and a lesson sets the screen up", async ({
  app,
}) => {
  const page = await app.open();
  await lab(page);
  await page.getByRole("button", { name: "Guided tour" }).click();
  await page.getByRole("button", { name: "8. Pictures that never" }).click();
  await page.getByRole("button", { name: "Do it for me" }).click();
  await expect(page.getByRole("combobox", { name: "Network" })).toHaveText(
    "Variational",
  );
  await startLearning(page, 100_000);
  await expect(said(page, /step/)).toBeVisible();
  await app.end("SIGKILL");
  await app.start();
  // Until the page has found the app again, nothing that is asked for reaches it.
  await expect(async () => {
    await page
      .getByRole("button", { name: "Stop and keep" })
      .click({ timeout: 500 });
    await expect(said(page, /^(Measuring|Learnt)/)).toBeVisible({
      timeout: 2000,
    });
  }).toPass();
  await expect(said(page, /^Learnt/)).toBeVisible();
});
