/** The pictures that a model is tried with, and one trial. */
import { deadLeaves } from "../../../../models/image/dead-leaves.ts";
import { emptyPlanes, type Planes } from "../../../../models/image/image.ts";
import { psnr } from "../../../../models/image/metrics.ts";
import {
  cut,
  denoiseWindow,
  type Forward,
  type Size,
} from "../../../../models/inference/adapted.ts";
import type { Adapter } from "../../../../models/inference/adapter.ts";
import { camera } from "../../../../models/noise/camera.ts";
import { addWhiteNoise } from "../../../../models/noise/gaussian.ts";
import { Random } from "../../../../models/random.ts";

export interface Trial {
  readonly clean: Planes;
  readonly noisy: Planes;
  /** Standard deviation of the noise, in 0..1. */
  readonly sigma: number;
}

/** σ in 0..255 units; the first is what most published denoisers were trained for. */
const WHITE = [25, 50, 10];

/** Pictures with white noise of several strengths and with a camera's, as 8-bit files would hold them. */
export function* trials(size: Size, grey: boolean): Generator<Trial> {
  const clean = picture(size, grey, 11);
  for (const level of WHITE)
    yield trial(
      clean,
      addWhiteNoise(clean, level / 255, new Random(level)),
      grey,
    );
  yield trial(clean, camera.apply(clean, new Random(12)), grey);
}

/** The first of them, of another size. */
export function trialOf(size: Size, grey: boolean): Trial {
  const [first] = trials(size, grey);
  return first!;
}

function trial(clean: Planes, noisy: Planes, grey: boolean): Trial {
  const data = noisy.data.map((x) => Math.min(1, Math.max(0, x)));
  const clipped = grey ? greyOf({ ...noisy, data }) : { ...noisy, data };
  return { clean, noisy: clipped, sigma: 10 ** (-psnr(clipped, clean) / 20) };
}

function picture({ width, height }: Size, grey: boolean, seed: number): Planes {
  const leaves = deadLeaves(width, height, seed);
  return grey ? greyOf(leaves) : leaves;
}

/** The first channel in all three. */
function greyOf({ width, height, data }: Planes): Planes {
  const area = width * height;
  const result = emptyPlanes(width, height, 3);
  for (let c = 0; c < 3; c++) result.data.set(data.subarray(0, area), c * area);
  return result;
}

/** What the model makes of a picture whose noise has the given σ. Rejects as `forward` does. */
export async function tryOut(
  forward: Forward,
  adapter: Adapter,
  { width, height, data }: Planes,
  sigma: number,
): Promise<Planes> {
  const map = new Float32Array(width * height).fill(sigma);
  const size = { width, height };
  const result = await denoiseWindow(data, map, size, adapter, forward);
  return { width, height, channels: 3, data: result };
}

/** A part that begins at (x, y), mirrored where the picture ends. */
export function part(
  picture: Planes,
  x: number,
  y: number,
  size: Size,
): Planes {
  const window = { x, y, ...size };
  return { ...size, channels: 3, data: cut(picture.data, picture, window, 3) };
}
