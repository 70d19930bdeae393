/** What must hold of what a run says of itself before anything is built by it: its folder may be a stranger's. */
import * as v from "valibot";
import { ENLARGEMENTS } from "../../../models/networks/autoencoders/convolutional.ts";
import { AUTOENCODER_KINDS } from "../../../models/networks/autoencoders/table.ts";

/** Samples of a picture, units of a layer, and layers: far more than anybody trains here. */
const MOST_SAMPLES = 2 ** 24;
const MOST_UNITS = 2 ** 16;
const MOST_LAYERS = 16;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const units = v.pipe(count, v.minValue(1), v.maxValue(MOST_UNITS));

const picture = v.pipe(
  v.tuple([units, units, units]),
  v.check(
    (extents) => extents.reduce((a, b) => a * b) <= MOST_SAMPLES,
    "a picture with too many samples",
  ),
);

export const recipeSchema = v.looseObject({
  choice: v.looseObject({
    kind: v.picklist(AUTOENCODER_KINDS),
    picture,
    latent: units,
    widths: v.nullable(v.pipe(v.array(units), v.maxLength(MOST_LAYERS))),
    enlargement: v.picklist(ENLARGEMENTS),
  }),
  loss: v.looseObject({}),
  seed: count,
  batch: units,
  steps: count,
});

export const factsSchema = v.looseObject({
  version: v.literal(1),
  network: v.picklist(AUTOENCODER_KINDS),
  latent: units,
  shape: picture,
  source: v.string(),
  without: v.array(v.string()),
  figures: v.looseObject({}),
});
