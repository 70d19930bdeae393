/** Everything can be reached and read: each screen, panel and dialog in both themes, as axe checks it. */
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { foreignModel } from "../../support/foreign-models.ts";
import { expect, test } from "./fixtures.ts";
import { lab, startLearning } from "./lab-screen.ts";
import { photograph, photographs } from "./photographs.ts";
import { cleanPhotographs, inspect, said, start } from "./train-screen.ts";
import { add, denoised, openSaving, startSaving, status } from "./screen.ts";

/** What axe finds serious, as `rule: element`; the other theme has other colours and nothing else. */
async function findings(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ["light", "dark"]) {
    await page.evaluate(`document.documentElement.dataset.theme = "${theme}"`);
    const axe = new AxeBuilder({ page }).options({
      resultTypes: ["violations"],
      ...(theme === "dark" && { runOnly: ["color-contrast"] }),
    });
    // Otherwise it opens a page of its own, which a window does not allow.
    const { violations } = await axe.setLegacyMode().analyze();
    for (const { id, impact, nodes } of violations)
      if (impact === "serious" || impact === "critical")
        for (const { html } of nodes) found.push(`${theme}: ${id}: ${html}`);
  }
  return found;
}

const CONTROLS = [
  ...["button", "link", "textbox", "combobox", "slider", "radio", "tab"],
  ...["listbox", "option", "menuitem", "application", "dialog"],
] as const;

/** Controls of the page without a name, as they are written. */
async function nameless(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const role of CONTROLS as readonly Parameters<Page["getByRole"]>[0][])
    for (const control of await page.getByRole(role, { name: /^$/ }).all())
      found.push(`${role}: ${await control.innerHTML()}`);
  return found;
}

async function check(page: Page, what: string): Promise<void> {
  expect.soft(await findings(page), what).toEqual([]);
  expect.soft(await nameless(page), what).toEqual([]);
}

test("axe finds nothing serious on the Denoise screen, its panels and its dialogs", async ({
  app,
}) => {
  const page = await app.open();
  await check(page, "the empty screen");
  await add(page, await photographs(join(app.folder, "in"), 2));
  await denoised(page);
  await page.getByLabel("Luminance and colour apart").check();
  await denoised(page);
  await check(page, "an open photograph");
  for (const tab of ["Noise", "Test"]) {
    await page.getByRole("tab", { name: tab }).click();
    await check(page, `the panel ${tab}`);
  }
  await page.getByRole("tab", { name: "Adjust" }).click();
  await page.getByRole("button", { name: "Presets" }).click();
  await page.getByRole("dialog", { name: "Presets" }).waitFor();
  await check(page, "the presets");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Copy settings" }).click();
  await page.getByRole("menuitem").first().waitFor();
  await check(page, "a menu");
  await page.keyboard.press("Escape");

  const dialog = await openSaving(page, join(app.folder, "out"));
  await check(page, "the dialog for saving");
  await startSaving(dialog);
  await expect(status(page, "Finished")).toBeVisible();
  await check(page, "the batches");
  await page.keyboard.press("Escape");
  const cut = await photograph(join(app.folder, "cut.png"));
  truncateSync(cut, 900);
  await add(page, cut);
  await page.getByRole("alert").waitFor();
  await check(page, "a photograph that cannot be read");
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await check(page, "the sheet of keys");
});

test("axe finds nothing serious on the Models and Settings screens and their dialogs", async ({
  app,
}) => {
  const page = await app.open();
  await page.getByRole("button", { name: "Models" }).click();
  await check(page, "the models");
  await page.getByRole("button", { name: "Export…" }).first().click();
  await page.getByRole("dialog").waitFor();
  await check(page, "the export");
  await page.keyboard.press("Escape");
  const file = join(app.folder, "smooth.onnx");
  writeFileSync(file, foreignModel("mean"));
  await page.locator('input[accept=".onnx"]').setInputFiles(file);
  await page.getByRole("dialog", { name: "Import model" }).waitFor();
  await check(page, "the import");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("radio", { name: /Processor/ }).waitFor();
  await check(page, "the settings");
  await page.getByRole("combobox", { name: "Language" }).click();
  await page.getByRole("option", { name: "English" }).waitFor();
  await check(page, "an open list");
});

test("axe finds nothing serious on the Train screen, from the folder to the result", async ({
  app,
}) => {
  const page = await app.open();
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await check(page, "the beginning");
  await inspect(page, join(app.folder, "missing"));
  await page.getByRole("main").getByRole("alert").waitFor();
  await check(page, "a folder that is not there");
  await page.getByRole("main").getByRole("button").last().click();
  await inspect(page, await cleanPhotographs(join(app.folder, "clean"), 9));
  await page.getByText("Advanced").click();
  await page.getByRole("textbox", { name: "Seed" }).fill("none");
  await check(page, "a plan with a field out of its range");
  await page.getByRole("textbox", { name: "Seed" }).fill("0");
  await page.getByText("Advanced").click();
  await start(page, 12);
  await expect(said(page, "Ended")).toBeVisible();
  await page
    .getByRole("img", { name: /: reference$/ })
    .first()
    .waitFor();
  await check(page, "a result");
  await page.getByRole("button", { name: "Compare blindly" }).click();
  await page.getByRole("img", { name: "Left" }).waitFor();
  await check(page, "the blind comparison");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Discard this training" }).click();
  await page.getByRole("dialog", { name: /^Discard/ }).waitFor();
  await check(page, "the question before it is discarded");
});

test("axe finds nothing serious on the Lab screen, its uses and its tour", async ({
  app,
}) => {
  // Comparing with what was learnt from takes its time where cores are slow.
  test.setTimeout(480_000);
  const page = await app.open();
  await lab(page);
  await startLearning(page, 20);
  await expect(said(page, "Learnt: 20 steps")).toBeVisible();
  for (const tab of [
    ...["Overview", "Reconstruct", "Map"],
    ...["Features", "Anomalies", "Generate"],
  ]) {
    await page.getByRole("tab", { name: tab }).click();
    await expect(
      page.getByRole("tabpanel").locator("canvas").first(),
    ).toBeVisible({ timeout: 180_000 });
    await check(page, `the use ${tab}`);
  }
  await page.getByRole("button", { name: "All runs" }).click();
  await page.getByRole("button", { name: "Guided tour" }).click();
  await page.getByText("Advanced").click();
  await expect(said(page, "4,000 pictures")).toBeVisible();
  await check(page, "what is set up, beside the tour");
});

test("the way from an added photograph to a saved one needs no pointer", async ({
  app,
}) => {
  const page = await app.open();
  await add(page, await photograph(join(app.folder, "sky.png")));
  await denoised(page);
  await page.getByRole("slider", { name: "Overall" }).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByRole("slider", { name: "Overall" })).toHaveValue("99");
  await page.keyboard.press("Control+s");
  const dialog = page.getByRole("dialog", { name: "Save photograph" });
  await dialog.getByRole("textbox", { name: "Folder" }).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type(join(app.folder, "out"));
  const save = dialog.getByRole("button", { name: "Save", exact: true });
  await expect(save).toBeEnabled();
  await save.focus();
  await page.keyboard.press("Enter");
  await expect(status(page, "Finished")).toContainText("1 saved");
});
