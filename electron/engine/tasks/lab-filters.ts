/** The use case `labFilters`: the weights of the encoder's first layer, as pictures. */
import { spread } from "../../../models/lab/pictures.ts";
import {
  autoencoderSpecs,
  type PictureShape,
} from "../../../models/networks/autoencoders/autoencoder.ts";
import { buildAutoencoder } from "../../../models/networks/autoencoders/table.ts";
import { invariant } from "../../../models/errors.ts";
import { openLabRun, readLabWeights } from "../lab/run-folder.ts";
import type { Task } from "./task.ts";

export const labFilters: Task<"labFilters"> = async ({ run, limit }) => {
  const { choice } = (await openLabRun(run)).recipe;
  const [first] = autoencoderSpecs(buildAutoencoder(choice)).encoder;
  invariant(first, "an encoder has weights");
  const [count = 0, ...kernel] = first.shape;
  // Fully connected: a weight for each sample of the picture.
  const shape =
    kernel.length === 1 ? choice.picture : (kernel as never as PictureShape);
  const read = await readLabWeights(run, [first]);
  const weights = read.get(first.name)!.data;
  const size = weights.length / count;
  const units = spread(count, limit);
  const filters = new Uint8Array(units.length * size);
  units.forEach((unit, i) => {
    const filter = weights.subarray(unit * size, (unit + 1) * size);
    const largest = filter.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
    filters.set(
      filter.map((w) => Math.round(127.5 + (127.5 * w) / (largest || 1))),
      i * size,
    );
  });
  return { shape, units, filters };
};
