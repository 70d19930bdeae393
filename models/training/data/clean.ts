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
const DRAWN = 0.04;
/** Most of these stay as they are. */
const UNTOUCHED = 0.6;
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
    if (random.chance(SMOOTH))
      return noisySample(smoothField(cut.width, random));
    // White noise is not that of files, and what it is trained for are photographs.
    if (recipe.noise === "awgn") return noisySample(cut);
    if (random.chance(DRAWN)) {
      const picture = quantise8(drawing(cut.width, random));
      return random.chance(UNTOUCHED)
        ? supervisedSample(picture, picture, constantMap(picture, 0))
        : noisySample(picture);
    }
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
