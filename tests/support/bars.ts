/** A small file of pictures that an autoencoder learns in seconds. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../../models/random.ts";
import { idxBytes } from "./idx-files.ts";

export const EDGE = 8;
export const COUNT = 80;

/** Bright columns, one of them in each picture; every tenth picture, or so many, has a row instead and is of class 1. The path of the pictures, whose labels lie beside them. */
export function writeBars(folder: string, every = 10): string {
  const random = new Random(1);
  const pixels = new Uint8Array(COUNT * EDGE * EDGE);
  const labels = new Uint8Array(COUNT);
  for (let n = 0; n < COUNT; n++) {
    const place = random.integer(0, EDGE);
    labels[n] = n % every === 0 ? 1 : 0;
    for (let i = 0; i < EDGE; i++) {
      const [x, y] = labels[n] === 1 ? [i, place] : [place, i];
      pixels[(n * EDGE + y) * EDGE + x] = 255;
    }
  }
  const images = join(folder, `bars${String(every)}-images-idx3-ubyte`);
  writeFileSync(images, idxBytes([COUNT, EDGE, EDGE], pixels));
  const beside = join(folder, `bars${String(every)}-labels-idx1-ubyte`);
  writeFileSync(beside, idxBytes([COUNT], labels));
  return images;
}
