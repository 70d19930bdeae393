/** Training on clean photographs, to which noise is added. */
import { drawing } from "../../image/drawing.ts";
import { greyOf } from "../../image/colour.ts";
import { gaussianBlur } from "../../image/filter.ts";
import { plane, type Planes, planesLike } from "../../image/image.ts";
import { quantise8 } from "../../image/quantise.ts";
import { smoothField } from "../../image/smooth-field.ts";
import { toldMap } from "../../noise/local-level.ts";
import { mixOf } from "../../noise/mixes.ts";
import { constantMap } from "../../noise/sigma-map.ts";
import type { DataMode } from "./mode.ts";
import { supervised, supervisedSample } from "./supervised.ts";

/**
 * A share of the patches is without any detail. Photographs have few places where an error of
 * brightness is all that there is to learn from, yet it is in skies that people see one.
 */
const SMOOTH = 0.04;
/** A share is drawn, so that neither writing nor patterns are taken for noise. */
const DRAWN = 0.05;
/** Shares of either that stay as they are. */
const DRAWN_UNTOUCHED = 0.6;
const SMOOTH_UNTOUCHED = 0.25;
/** A share is black and white, and so is its noise. */
const GREY = 0.05;
/**
 * At their full size photographs are soft: a lens, a demosaicing and a camera's denoiser have left
 * each pixel little to tell of its own. The patches that noise is added to are mostly shrunk and
 * sharp to the pixel, and who learns from these alone leaves noise of real photographs, for detail.
 */
const SOFT = 0.6;
const SOFTEST = 1.6;

export const clean: DataMode = {
  ...supervised,
  shrinks: true,
  sample({ image: cut }, recipe, random) {
    const mix = mixOf(recipe);
    const noisySample = (picture: Planes) => {
      const { noisy, map } = mix(picture, random);
      return supervisedSample(noisy, picture, map);
    };
    const made = (picture: Planes, untouched: number) => {
      if (!random.chance(untouched)) return noisySample(picture);
      const file = quantise8(picture);
      return supervisedSample(file, file, constantMap(file, 0));
    };
    // White noise is not that of files, and what it is trained for are photographs.
    const white = recipe.noise === "awgn";
    if (random.chance(SMOOTH))
      return made(smoothField(cut.width, random), white ? 0 : SMOOTH_UNTOUCHED);
    if (white) return noisySample(cut);
    if (random.chance(DRAWN))
      return made(drawing(cut.width, random), DRAWN_UNTOUCHED);
    const picture = random.chance(SOFT)
      ? softened(cut, random.uniform(0.3, SOFTEST))
      : cut;
    if (!random.chance(GREY)) return noisySample(picture);
    const grey = greyOf(picture);
    const noisy = greyOf(mix(grey, random).noisy);
    return supervisedSample(noisy, grey, toldMap(grey, noisy, random));
  },
};

/** Every channel blurred by a Gaussian of standard deviation `blur` pixels. */
function softened(picture: Planes, blur: number): Planes {
  const soft = planesLike(picture);
  for (let c = 0; c < 3; c++)
    plane(soft, c).set(gaussianBlur(plane(picture, c), picture.width, blur));
  return soft;
}
