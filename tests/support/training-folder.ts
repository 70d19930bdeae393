/** A folder of three tiny photographs to train on, in two formats and one folder deep. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { blockImage, pixelsOf, saved } from "./image-files.ts";

export async function trainingFolder(folder: string): Promise<string> {
  mkdirSync(join(folder, "inside"), { recursive: true });
  const pixels = (seed: number) => pixelsOf(blockImage(15, 13, 3, seed));
  await saved(pixels(1).png(), join(folder, "1.png"));
  await saved(pixels(2).jpeg(), join(folder, "2.jpg"));
  await saved(pixels(3).png(), join(folder, "inside", "3.png"));
  return folder;
}
