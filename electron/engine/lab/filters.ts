/** The weights of an encoder's first layer, as pictures. */
import { invariant } from "../../../models/errors.ts";
import { aroundGrey } from "../../../models/lab/activations.ts";
import { spread } from "../../../models/lab/pictures.ts";
import {
  autoencoderSpecs,
  type PictureShape,
} from "../../../models/networks/autoencoders/autoencoder.ts";
import { buildAutoencoder } from "../../../models/networks/autoencoders/table.ts";
import type { LabFiltersResult } from "../../services/api-lab-views.ts";
import { type LabRun, readLabWeights } from "./run-folder.ts";

/** At most `limit`, spread evenly over the units. Throws as `readLabWeights`. */
export async function filtersOf(
  { path, recipe: { choice } }: Pick<LabRun, "path" | "recipe">,
  limit: number,
): Promise<LabFiltersResult> {
  const [first] = autoencoderSpecs(buildAutoencoder(choice)).encoder;
  invariant(first, "an encoder has weights");
  const [count = 0, ...kernel] = first.shape;
  // Fully connected: a weight for each sample of the picture.
  const shape =
    kernel.length === 1 ? choice.picture : (kernel as never as PictureShape);
  const weights = (await readLabWeights(path, [first])).get(first.name)!.data;
  const size = weights.length / count;
  const units = spread(count, limit);
  const filters = new Uint8Array(units.length * size);
  units.forEach((unit, i) => {
    const filter = weights.subarray(unit * size, (unit + 1) * size);
    filters.set(aroundGrey(filter), i * size);
  });
  return { shape, units, filters };
}
