/** Processes that are killed, in the middle of their work: nothing is lost, and nothing done twice. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./fixtures.ts";
import { engineOf } from "./hosts.ts";
import { photograph, photographs, readColours } from "./photographs.ts";
import {
  add,
  denoised,
  frame,
  openSaving,
  startSaving,
  status,
} from "./screen.ts";

test.skip(process.platform === "win32", "needs ps, which Windows lacks");

/** Large enough to be caught at work. */
const LARGE = { times: 6 };

test("a photograph that the computing process ended over is denoised again, and one is told", async ({
  app,
}) => {
  const file = await photograph(join(app.folder, "large.jpg"), LARGE);
  const page = await app.open();
  await add(page, file);
  await expect(page.getByRole("progressbar")).toBeVisible();
  process.kill(engineOf(app.process), "SIGKILL");
  await expect(page.getByRole("alert")).toContainText("was started again");
  await denoised(page);
  await page.getByRole("alert").getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("alert")).not.toBeVisible();
});

test("a batch goes on after the computing process was killed", async ({
  app,
}) => {
  const files = await photographs(join(app.folder, "in"), 3);
  await photograph(files[1]!, LARGE);
  const page = await app.open();
  await add(page, files);
  await denoised(page);
  const out = join(app.folder, "out");
  await startSaving(await openSaving(page, out, { all: true }));
  // Images overlap: the small ones may be through when the first report comes.
  await expect(status(page, /Saving [12] of 3/)).toBeVisible();
  process.kill(engineOf(app.process), "SIGKILL");
  await expect(status(page, "Finished")).toContainText("3 saved");
  expect(readdirSync(out).sort()).toEqual([
    "a-denoised.png",
    "b-denoised.png",
    "c-denoised.png",
  ]);
  expect((await readColours(join(out, "b-denoised.png"))).width).toBe(1536);
});

test("a batch goes on in the next start after the app was killed, and writes nothing twice", async ({
  app,
}) => {
  const files = await photographs(join(app.folder, "in"), 4);
  await photograph(files[2]!, LARGE);
  const page = await app.open();
  await add(page, files);
  await denoised(page);
  const out = join(app.folder, "out");
  await startSaving(await openSaving(page, out, { all: true }));
  await expect(status(page, /Saving [123] of 4/)).toBeVisible();
  await app.end("SIGKILL");

  const again = await app.open();
  await expect(frame(again, /./)).toHaveCount(4);
  await again.getByRole("button", { name: "Saving" }).click();
  await expect(status(again, "Finished")).toContainText("4 saved");
  expect(readdirSync(out).sort()).toEqual([
    "a-denoised.png",
    "b-denoised.png",
    "c-denoised.png",
    "d-denoised.png",
  ]);
});
