/** What an encoder's layers answer to pictures. */
import { invariant } from "../../../models/errors.ts";
import {
  type Activations,
  largest,
  strengths,
} from "../../../models/lab/activations.ts";
import type { Pictures } from "../../../models/lab/batches.ts";
import { sizeOfPicture } from "../../../models/lab/pictures.ts";
import {
  type Autoencoder,
  autoencoderSpecs,
} from "../../../models/networks/autoencoders/autoencoder.ts";
import { fixedWeights } from "../../../models/networks/network.ts";
import type { DeviceId } from "../../services/api.ts";
import type { Compute } from "../compute.ts";
import { isHeld } from "../tensors.ts";
import { exportActivations, layerOutput } from "./export.ts";
import { readLabWeights } from "./run-folder.ts";

/** Pictures at a time: maps are many numbers. */
const BATCH = 50;

/** The layers' answers to some pictures, from the first layer to the code. */
export type Answering = (pictures: Pictures) => Promise<readonly Activations[]>;

/** Opens a run's encoder with all its layers, and closes it. Throws as `readLabWeights` and `Compute.open`. */
export async function withActivations<Result>(
  run: string,
  autoencoder: Autoencoder,
  { compute, device }: { readonly compute: Compute; readonly device: DeviceId },
  use: (answering: Answering) => Promise<Result>,
): Promise<Result> {
  const { encoder } = autoencoderSpecs(autoencoder);
  const weights = fixedWeights(await readLabWeights(run, encoder));
  const model = exportActivations(autoencoder, weights);
  const session = await compute.open(model, { device });
  const answering: Answering = async ({ shape, data: lent }) => {
    const dims = [lent.length / sizeOfPicture(shape), ...shape];
    // What the compute thread is given is gone.
    const data = lent.slice();
    const results = await compute.run(session, { pictures: { dims, data } });
    return autoencoder.pairs.map((_, layer) => {
      const answers = results[layerOutput(layer)];
      invariant(answers && !isHeld(answers), "the lab's results are values");
      return answers;
    });
  };
  return use(answering).finally(() => compute.close(session));
}

export interface Strongest {
  /** Numbers of pictures, the strongest first, and how strongly. */
  readonly pictures: readonly number[];
  readonly values: readonly number[];
}

/** For each layer and each of its units that are asked for, the pictures that it answers most strongly to. */
export async function strongestOf(
  answering: Answering,
  { shape, data }: Pictures,
  {
    units,
    most,
  }: {
    readonly units: (count: number) => readonly number[];
    readonly most: number;
  },
  signal: AbortSignal,
): Promise<readonly (readonly Strongest[])[]> {
  const size = sizeOfPicture(shape);
  const layers: number[][][] = [];
  for (let at = 0; at < data.length; at += BATCH * size) {
    signal.throwIfAborted();
    const part = { shape, data: data.subarray(at, at + BATCH * size) };
    (await answering(part)).forEach((answers, layer) => {
      const [pictures = 0, count = 0] = answers.dims;
      const rows = strengths(answers);
      const values = (layers[layer] ??= units(count).map(() => []));
      units(count).forEach((unit, i) => {
        for (let n = 0; n < pictures; n++)
          values[i]!.push(rows[n * count + unit]!);
      });
    });
  }
  return layers.map((perUnit) =>
    perUnit.map((values) => {
      const pictures = largest(values, most);
      return { pictures, values: pictures.map((n) => values[n]!) };
    }),
  );
}
