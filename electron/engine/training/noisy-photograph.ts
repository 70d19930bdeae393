/** A photograph of a run as the network is to meet it: noisy, with what is known of its clean form. */
import {
  type Image,
  type Planes,
  type Point,
  type Rect,
  toPlanes,
} from "../../../models/image/image.ts";
import { interleave } from "../../../models/image/interleave.ts";
import type { NoiseEstimate } from "../../../models/noise/estimate.ts";
import { sigmaOfWindows } from "../../../models/inference/sigma.ts";
import { mixOf } from "../../../models/noise/mixes.ts";
import { residual, rootMeanSquare } from "../../../models/noise/residual.ts";
import { Random } from "../../../models/random.ts";
import type { Recipe } from "../../../models/training/recipe.ts";
import { decodeImage } from "../../codecs/decode.ts";
import type { NoiseMeter } from "../networks/meter.ts";
import type { PhotographFile } from "./batch-messages.ts";

/** Noise below this, σ in 0..255 units, shows nothing. */
const VISIBLE = 6;
const DRAWS = 8;

export interface OpenPhotograph {
  /** As it is in the file. */
  readonly image: Image;
  readonly clean?: { readonly image: Image; readonly shift: Point };
}

export async function openPhotograph({
  file,
  clean,
}: PhotographFile): Promise<OpenPhotograph> {
  const { image } = await decodeImage(file);
  if (!clean) return { image };
  const other = await decodeImage(clean.file);
  return { image, clean: { image: other.image, shift: clean.shift } };
}

/** Where both sides of a pair have pixels; all of any other photograph. */
export function visibleArea({ image, clean }: OpenPhotograph): Rect {
  const { x, y } = clean?.shift ?? { x: 0, y: 0 };
  return {
    x: Math.max(0, -x),
    y: Math.max(0, -y),
    width: image.width - Math.abs(x),
    height: image.height - Math.abs(y),
  };
}

export interface NoisyWindow {
  readonly noisy: Planes;
  /** The same without noise, where that is known. */
  readonly reference?: Planes;
}

/**
 * A window of a photograph, which may reach outside of it. Where the recipe adds noise to clean
 * photographs it does so here, always the same for its seed, the name and the place; what hardly
 * shows is drawn again when it is `toBeSeen`.
 */
export function noisyWindow(
  { image, clean }: OpenPhotograph,
  window: Rect,
  recipe: Recipe,
  { name, toBeSeen }: { readonly name: string; readonly toBeSeen: boolean },
): NoisyWindow {
  const pixels = toPlanes(image, window);
  if (recipe.data === "clean") {
    const letters = Array.from(name, (letter) => letter.codePointAt(0)!);
    for (let draw = 1; ; draw++) {
      const random = new Random(
        Random.seed(recipe.seed, window.x, window.y, draw, ...letters),
      );
      const { noisy } = mixOf(recipe)(pixels, random);
      if (!toBeSeen || draw === DRAWS || isVisible(noisy, pixels))
        return { noisy, reference: pixels };
    }
  }
  if (!clean) return { noisy: pixels };
  const { x, y } = clean.shift;
  const there = { ...window, x: window.x + x, y: window.y + y };
  return { noisy: pixels, reference: toPlanes(clean.image, there) };
}

/**
 * What the network is told about the noise of a window, σ in 0..1 at half resolution: what is
 * estimated from noisy pixels, which are all that there is to go by later.
 */
export async function noiseOfWindow(
  { image }: OpenPhotograph,
  window: Rect,
  noisy: Planes,
  { data }: Pick<Recipe, "data">,
  meter: NoiseMeter,
): Promise<Float32Array> {
  if (data === "clean") {
    const picture = interleave(noisy);
    const estimate = await meter.measure(picture);
    return sigmaOfWindows(picture, estimate, {})({ ...noisy, x: 0, y: 0 });
  }
  return sigmaOfWindows(image, await estimateOf(image, meter), {})(window);
}

function isVisible(noisy: Planes, clean: Planes): boolean {
  return 255 * rootMeanSquare(residual(noisy, clean)) >= VISIBLE;
}

const estimates = new WeakMap<Image, Promise<NoiseEstimate>>();

/** Of the whole photograph, measured once. */
function estimateOf(image: Image, meter: NoiseMeter): Promise<NoiseEstimate> {
  const known = estimates.get(image);
  if (known) return known;
  const estimate = meter.measure(image);
  estimates.set(image, estimate);
  return estimate;
}
