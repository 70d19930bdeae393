/** The Settings screen: each takes effect at once, and stays. */
import { expect, test } from "./fixtures.ts";
import { choose } from "./screen.ts";

test("the language changes every text, and is kept over a restart", async ({
  app,
}) => {
  const page = await app.open();
  await page.getByRole("button", { name: "Settings" }).click();
  const english = await page.locator("body").innerText();
  await choose(page, "Language", "Español");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ajustes");
  await expect(page.locator("html")).toHaveAttribute("lang", "es");
  const spanish = new Set((await page.locator("body").innerText()).split("\n"));
  const same = english
    .split("\n")
    .filter((line) => spanish.has(line) && /[A-Za-z]{3}/.test(line));
  // What it is called by, and by the makers of devices.
  expect(
    same.filter((line) => !/Nítido|CPU|Español|English|NVIDIA/.test(line)),
  ).toEqual([]);

  await app.end();
  const again = await app.open();
  await expect(again.locator("html")).toHaveAttribute("lang", "es");
});

test("the theme changes the colours of the page", async ({ app }) => {
  const page = await app.open();
  await page.getByRole("button", { name: "Settings" }).click();
  const brightness = async (theme: string): Promise<number> => {
    await page.getByRole("radio", { name: theme, exact: true }).click();
    await expect(page.locator("html")).toHaveAttribute(
      "data-theme",
      theme.toLowerCase(),
    );
    const colour = await page.evaluate(
      "getComputedStyle(document.body).backgroundColor",
    );
    const [red, green, blue] = String(colour)
      .match(/[\d.]+/g)!
      .map(Number);
    // Neutral: it does not tint the picture.
    expect([red, green]).toEqual([green, blue]);
    return red!;
  };
  expect(await brightness("Dark")).toBeLessThan(60);
  expect(await brightness("Light")).toBeGreaterThan(200);
});

test("the devices are listed, and tested on demand", async ({ app }) => {
  const page = await app.open();
  await page.getByRole("button", { name: "Settings" }).click();
  const cpu = page.getByRole("radio", { name: /Processor \(CPU\)/ });
  await expect(cpu).toBeVisible();
  await page.getByRole("button", { name: "Test again" }).click();
  await expect(cpu).toHaveAccessibleName(/ready, [\d.]+ MP\/s/);
  await cpu.click();
  await expect(cpu).toBeChecked();
  await page.reload();
  await page.getByRole("button", { name: "Settings" }).click();
  await expect(cpu).toBeChecked();
});
