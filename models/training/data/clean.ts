/** Training on clean photographs, to which noise is added. */
import { smoothField } from "../../image/smooth-field.ts";
import { mixOf } from "../../noise/mixes.ts";
import type { DataMode } from "./mode.ts";
import { supervised } from "./supervised.ts";

/**
 * A share of the patches is without any detail. Photographs have few places where an error of
 * brightness is all that there is to learn from, yet it is in skies that people see one.
 */
const SMOOTH = 0.04;

export const clean: DataMode = {
  ...supervised,
  shrinks: true,
  sample({ image: cut }, recipe, random) {
    const image = random.chance(SMOOTH) ? smoothField(cut.width, random) : cut;
    const { noisy, map } = mixOf(recipe)(image, random);
    return { image: noisy.data, sigma: map, clean: image.data };
  },
};
