/** The Train screen: from a folder to a model that denoises, over a reload, a pause and a restart. */
import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./fixtures.ts";
import { photograph } from "./photographs.ts";
import { add, denoised } from "./screen.ts";
import { cleanPhotographs, inspect, said, start } from "./train-screen.ts";

test("a network learns from a folder, becomes a model, and denoises with it", async ({
  app,
}) => {
  const folder = await cleanPhotographs(join(app.folder, "clean"), 9);
  const page = await app.open();
  await add(page, await photograph(join(app.folder, "sky.png")));
  await denoised(page);
  await inspect(page, folder);
  await expect(
    page.getByText("Proposed: learn with added noise"),
  ).toBeVisible();
  await expect(page.getByRole("img", { name: "0.png" })).toBeVisible();
  await start(page, 12);
  await expect(said(page, /Learning|Ended/)).toBeVisible();
  await expect(
    page.getByRole("img", { name: /: reference$/ }).first(),
  ).toBeVisible();

  await expect(said(page, "Ended")).toBeVisible();
  await page.getByRole("slider", { name: "Snapshot of step" }).fill("0");
  await expect(
    page.getByRole("img", { name: /: step 0$/ }).first(),
  ).toBeVisible();
  await expect(page.getByRole("img", { name: /^Loss by step/ })).toBeVisible();

  await page.getByRole("button", { name: "Try it on the open" }).click();
  const model = page.getByRole("combobox", { name: "Model" });
  await expect(model).toContainText("Trial: clean");
  await denoised(page);
  await page.getByRole("button", { name: /^Train/ }).click();
  await page.getByRole("textbox", { name: "Name of the model" }).fill("mine");
  await page.getByRole("button", { name: "Accept", exact: true }).click();
  await expect(page.getByText("“mine” is among the models.")).toBeVisible();

  await page.getByRole("button", { name: "Show the models" }).click();
  await expect(
    page.getByRole("article").filter({ hasText: "mine" }),
  ).toContainText("trained here");
  await page.getByRole("button", { name: "Denoise" }).click();
  await expect(model).toContainText("mine");
  await denoised(page);
});

test("a training survives a reload, a pause and the end of the app, and goes on", async ({
  app,
}) => {
  const folder = await cleanPhotographs(join(app.folder, "clean"), 9);
  const page = await app.open();
  await inspect(page, folder);
  await start(page, 100_000);
  await expect(said(page, /Learning/)).toBeVisible();
  await page.reload();
  await page.getByRole("button", { name: /^Train/ }).click();
  await expect(said(page, /Learning/)).toBeVisible();
  await expect(page.getByRole("img", { name: /^Loss by step/ })).toBeVisible();

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(said(page, /Paused/)).toBeVisible();
  await app.end();
  const offline = page.getByText("Nítido cannot be reached");
  await expect(offline).toBeVisible();
  await app.start();
  await expect(offline).not.toBeVisible();
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(said(page, /Learning/)).toBeVisible();
  await app.end("SIGKILL");
  await expect(offline).toBeVisible();
  await app.start();
  await expect(offline).not.toBeVisible();
  await expect(said(page, /Paused/)).toBeVisible();

  await page.getByRole("button", { name: "Stop and keep" }).click();
  await expect(said(page, "Ended")).toBeVisible();
  await page.getByRole("button", { name: "Discard this training" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: "Discard", exact: true })
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Train on your photographs",
  );
});

test("a folder that is not there, and one without photographs, say what to do", async ({
  app,
}) => {
  const page = await app.open();
  await inspect(page, join(app.folder, "missing"));
  await expect(page.getByRole("main").getByRole("alert")).toContainText(
    "missing",
  );
  await page
    .getByRole("button", { name: "Choose another folder" })
    .last()
    .click();
  mkdirSync(join(app.folder, "empty"));
  await inspect(page, join(app.folder, "empty"));
  await expect(
    page.getByText("There is nothing here to learn from"),
  ).toBeVisible();
});

test("a folder that goes away stops a training, which goes on when it is back", async ({
  app,
}) => {
  const folder = await cleanPhotographs(join(app.folder, "clean"), 9);
  const page = await app.open();
  await inspect(page, folder);
  await start(page, 100_000);
  await expect(said(page, /Learning/)).toBeVisible();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(said(page, /Paused/)).toBeVisible();
  renameSync(folder, `${folder}-away`);
  await page.getByRole("button", { name: "Go on" }).click();
  const alert = page.getByRole("main").getByRole("alert");
  await expect(alert).toContainText("put the folder back where it was");
  renameSync(`${folder}-away`, folder);
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(said(page, /Learning/)).toBeVisible();
  await expect(alert).not.toBeVisible();
});
