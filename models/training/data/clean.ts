/** Training on clean photographs, to which noise is added. */
import { mixOf } from "../../noise/mixes.ts";
import type { DataMode } from "./mode.ts";
import { supervised } from "./supervised.ts";

export const clean: DataMode = {
  ...supervised,
  shrinks: true,
  sample({ image }, recipe, random) {
    const { noisy, map } = mixOf(recipe)(image, random);
    return { image: noisy.data, sigma: map, clean: image.data };
  },
};
