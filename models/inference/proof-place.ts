/** Finds a place of a photograph that shows what denoising has done: noise over texture. */
import { gridStarts } from "../image/grid.ts";
import { type Image, type Point, toPlanes } from "../image/image.ts";

/** Squares that are looked at along each side, at most. */
const GRID = 8;
/** Every so many pixels of a square are enough to judge it. */
const STEP = 3;
/** Darker and brighter squares show no noise. */
const DARKEST = 0.08;
const BRIGHTEST = 0.92;

/**
 * The upper left corner of a square of `edge` pixels, of images of one size. Of squares on a grid
 * the one where most was removed from most texture: noise · √texture, both as standard deviations.
 */
export function proofPlace(noisy: Image, clean: Image, edge: number): Point {
  let best: Point = { x: 0, y: 0 };
  let most = -Infinity;
  for (const y of gridStarts(noisy.height, edge, GRID))
    for (const x of gridStarts(noisy.width, edge, GRID)) {
      const score = scoreOf(noisy, clean, { x, y }, edge);
      if (score > most) [most, best] = [score, { x, y }];
    }
  return best;
}

function scoreOf(noisy: Image, clean: Image, at: Point, edge: number): number {
  const rect = {
    ...at,
    width: Math.min(edge, noisy.width),
    height: Math.min(edge, noisy.height),
  };
  const [before, after] = [toPlanes(noisy, rect), toPlanes(clean, rect)];
  const size = rect.width * rect.height;
  const [texture, noise] = [new Spread(), new Spread()];
  for (let i = 0; i < size; i += STEP) {
    // Green stands for brightness.
    const value = after.data[size + i]!;
    texture.add(value);
    noise.add(before.data[size + i]! - value);
  }
  const hidden = texture.mean < DARKEST || texture.mean > BRIGHTEST ? 1 : 0;
  return noise.deviation * Math.sqrt(texture.deviation) - hidden;
}

class Spread {
  #count = 0;
  #sum = 0;
  #squares = 0;

  add(value: number): void {
    this.#count++;
    this.#sum += value;
    this.#squares += value * value;
  }

  get mean(): number {
    return this.#sum / this.#count;
  }

  get deviation(): number {
    return Math.sqrt(Math.max(0, this.#squares / this.#count - this.mean ** 2));
  }
}
