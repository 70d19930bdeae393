/** What goes wrong is said, with the remedy, and the rest goes on. */
import {
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "./fixtures.ts";
import { anotherAddress, startSecond } from "./hosts.ts";
import { photograph, photographs } from "./photographs.ts";
import { add, denoised, frame, open, openSaving, status } from "./screen.ts";

test("a file that is no photograph, or a broken one, says so, and the next one is denoised", async ({
  app,
}) => {
  const [text, cut, sky] = ["letter.jpg", "cut.png", "sky.png"].map((name) =>
    join(app.folder, name),
  ) as [string, string, string];
  writeFileSync(text, "Dear reader, this is no photograph.");
  truncateSync(await photograph(cut), 900);
  const page = await app.open();
  await add(page, text);
  await expect(
    page.getByText(/letter\.jpg is in no format .* Convert it to JPEG, PNG/),
  ).toBeVisible();

  await add(page, [cut, await photograph(sky)]);
  await frame(page, /^cut/).click();
  const failure = page.getByRole("alert").filter({ hasText: "cut.png" });
  await expect(failure).toContainText("cut.png is damaged or incomplete. Copy");
  await open(page, "sky.png");
  await frame(page, /^cut/).click();
  await failure.getByRole("button", { name: "Remove from the list" }).click();
  await expect(frame(page, /^cut/)).toHaveCount(0);
  await denoised(page);
});

test("a photograph that vanished is named when it is needed again, and comes back with it", async ({
  app,
}) => {
  const [a, b] = (await photographs(join(app.folder, "in"), 2)) as [
    string,
    string,
  ];
  const page = await app.open(a, b);
  await denoised(page);
  renameSync(b, `${b}.away`);
  await frame(page, /^b\.png/).click();
  const failure = page.getByRole("alert");
  await expect(failure).toContainText("does not exist");
  renameSync(`${b}.away`, b);
  await failure.getByRole("button", { name: "Try again" }).click();
  await denoised(page);

  // While it is open: saving needs the file, too, and says so beforehand.
  renameSync(b, `${b}.away`);
  const dialog = await openSaving(page, join(app.folder, "out"));
  await expect(dialog).toContainText("b.png does not exist. Check the path.");
  await expect(
    dialog.getByRole("button", { name: "Save", exact: true }),
  ).toBeDisabled();
});

test("a folder that cannot be written to is named before anything is lost", async ({
  app,
}) => {
  const locked = join(app.folder, "locked");
  mkdirSync(locked);
  // The superuser writes everywhere, save below what is no folder.
  chmodSync(locked, 0o500);
  const superuser = process.geteuid?.() === 0;
  const out = superuser ? join(app.folder, "file", "out") : locked;
  writeFileSync(join(app.folder, "file"), "");

  const page = await app.open();
  await add(page, await photograph(join(app.folder, "sky.png")));
  await denoised(page);
  const dialog = await openSaving(page, out);
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(status(page, "Finished")).toContainText("1 failed");
  await expect(page.getByRole("dialog", { name: "Saving" })).toContainText(
    "cannot be written. Check the folder and its permissions.",
  );
  await page.keyboard.press("Escape");
  await denoised(page);
});

test("a page whose server has ended says so, and goes on when it is back", async ({
  app,
  host,
}) => {
  test.skip(host !== "browser", "a window ends with its app");
  const page = await app.open();
  await add(page, await photograph(join(app.folder, "sky.png")));
  await denoised(page);
  await app.end();
  const banner = page.getByRole("alert");
  await expect(banner).toContainText("cannot be reached");
  await expect(banner).toContainText("Start it again");
  await app.start();
  await expect(banner).not.toBeVisible();
  await expect(frame(page, /./)).toHaveCount(1);
  await denoised(page);
});

test("a second start with the same data says that the app is running already, and opens another tab of it", async ({
  app,
  browser,
  host,
}) => {
  test.skip(host !== "browser", "a second window shows the first one");
  const data = join(app.folder, "data");
  const page = await app.open();
  const { status: code, stdout } = startSecond(data);
  expect(code).toBe(0);
  expect(stdout).toContain("is running already");
  const file = await photograph(join(app.folder, "sky.png"));
  const other = await browser.newPage();
  await other.goto(anotherAddress(data, file));
  await expect(frame(other, /sky/)).toHaveCount(1);
  await expect(frame(page, /sky/)).toHaveCount(1);
  await other.close();
});

test("a second start says what to do where the first has no server to open a tab of", async ({
  app,
  host,
}) => {
  test.skip(host !== "browser", "a second window shows the first one");
  const data = join(app.folder, "data");
  await app.open();
  rmSync(join(data, "server.json"));
  const { status: code, stderr } = startSecond(data);
  expect(code).toBe(1);
  expect(stderr).toContain("is running already");
  expect(stderr).toContain("Use its window, or end it first.");
});
