/** What a photograph's metadata can say of how it was denoised. Apart, because interfaces read it too. */
import * as v from "valibot";
import { AMOUNT_LIMIT } from "../../../models/inference/noise-setting.ts";

/** Of a network's name, in characters. */
export const NAME_LIMIT = 80;

/** A percentage, or a noise level σ in 0..255 units. */
export const level = v.pipe(v.number(), v.minValue(0), v.maxValue(100));

/** Times the noise level that was measured. */
export const amount = v.pipe(
  v.number(),
  v.minValue(0),
  v.maxValue(AMOUNT_LIMIT),
);

/** The noise that is assumed, and the sliders. */
export const look = {
  noise: v.union([
    v.literal("auto"),
    level,
    v.object({ luma: level, chroma: level }),
    v.object({
      amount: v.union([amount, v.object({ luma: amount, chroma: amount })]),
    }),
  ]),
  strength: level,
  luma: level,
  chroma: level,
  detail: level,
};

/** What decides how a photograph is denoised; as DenoiseSettings, with the network that was used. */
export const processing = v.object({
  model: v.pipe(v.string(), v.minLength(1), v.maxLength(NAME_LIMIT)),
  ...look,
});

export type Processing = v.InferOutput<typeof processing>;
