/** The weights of an encoder's first layer, as pictures. */
import { invariant } from "../../../models/errors.ts";
import { evaluate } from "../../../models/graph/evaluate.ts";
import { graph, input } from "../../../models/graph/graph.ts";
import { depthToSpace } from "../../../models/graph/ops/depth-to-space.ts";
import { slice } from "../../../models/graph/ops/slice.ts";
import { aroundGrey } from "../../../models/lab/activations.ts";
import { spread } from "../../../models/lab/pictures.ts";
import {
  autoencoderSpecs,
  type PictureShape,
} from "../../../models/networks/autoencoders/autoencoder.ts";
import {
  type AutoencoderChoice,
  buildAutoencoder,
} from "../../../models/networks/autoencoders/table.ts";
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
  const learnt = (await readLabWeights(path, [first])).get(first.name)!.data;
  const { shape, weights } = asPictures(choice, kernel, learnt);
  const size = weights.length / count;
  const units = spread(count, limit);
  const filters = new Uint8Array(units.length * size);
  units.forEach((unit, i) => {
    const filter = weights.subarray(unit * size, (unit + 1) * size);
    filters.set(aroundGrey(filter), i * size);
  });
  return { shape, units, filters };
}

function asPictures(
  { kind, picture }: AutoencoderChoice,
  kernel: readonly number[],
  weights: Float32Array,
): { readonly shape: PictureShape; readonly weights: Float32Array } {
  // Fully connected: a weight for each sample of the picture.
  if (kernel.length === 1) return { shape: picture, weights };
  const shape = kernel as never as PictureShape;
  return kind === "unet"
    ? unfolded(picture[0], shape, weights)
    : { shape, weights };
}

/** Channels that are pixels of 2×2 blocks, back in their places; that of the noise map is left out. */
function unfolded(
  colours: number,
  [channels, height, width]: PictureShape,
  weights: Float32Array,
) {
  const count = weights.length / (channels * height * width);
  const filters = input("filters", [count, channels, height, width]);
  const pixels = slice(
    filters,
    [0, 0, 0, 0],
    [count, 4 * colours, height, width],
  );
  const { shape, data } = evaluate(graph({ y: depthToSpace(pixels, 2) }), {
    filters: { shape: filters.shape, data: weights },
  })["y"]!;
  return {
    shape: shape.slice(1) as never as PictureShape,
    weights: Float32Array.from(data),
  };
}
