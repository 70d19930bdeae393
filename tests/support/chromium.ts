/** A page in a real browser, for what neither Node nor happy-dom has: canvases that draw. */
import { chromium } from "@playwright/test";
import { build, type Rolldown } from "vite";

/** Runs a module's exported `run` in a page; what it returns must survive JSON. */
export async function runInChromium<Result>(
  executablePath: string,
  module: string,
): Promise<Result> {
  const output = (await build({
    configFile: false,
    logLevel: "silent",
    build: {
      write: false,
      minify: false,
      lib: { entry: module, formats: ["iife"], name: "tested" },
    },
  })) as Rolldown.RolldownOutput[];
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox"],
  });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: output[0]!.output[0].code });
    return await page.evaluate<Result>("tested.run()");
  } finally {
    await browser.close();
  }
}
