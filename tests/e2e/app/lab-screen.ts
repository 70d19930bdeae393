/** What a person does with the Lab screen, for all specifications. */
import { expect, type Page } from "@playwright/test";
import { said } from "./train-screen.ts";

/** The Lab, once it has seen its built-in digits. */
export async function lab(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Lab", exact: true }).click();
  await expect(said(page, "4,000 pictures")).toBeVisible();
}

export async function startLearning(page: Page, steps: number): Promise<void> {
  await page.getByRole("radio", { name: "Own" }).last().click();
  await page
    .getByRole("textbox", { name: "Minutes or steps" })
    .fill(String(steps));
  await page.getByRole("button", { name: "Start learning" }).click();
}
