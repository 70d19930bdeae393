/** What a trained autoencoder is worth on pictures that it has not seen. */
import type { Pictures } from "../../../models/lab/batches.ts";
import { couldCopy, shuffledPictures } from "../../../models/lab/capacity.ts";
import { type Corruption, corrupt } from "../../../models/lab/corrupt.ts";
import { projectionErrors } from "../../../models/lab/linear.ts";
import {
  countOf,
  meanOf,
  pictureAt,
  squaredErrors,
} from "../../../models/lab/pictures.ts";
import { Random } from "../../../models/random.ts";
import type { LabFigures } from "../../services/api-lab.ts";
import { aside } from "./aside.ts";
import type { Coder } from "./coder.ts";

export interface Measured {
  readonly training: Pictures;
  readonly heldOut: Pictures;
  readonly latent: number;
  readonly corruption: Corruption | null;
  readonly seed: number;
}

export async function labFigures(
  coder: Coder,
  { training, heldOut, latent, corruption, seed }: Measured,
  signal: AbortSignal,
): Promise<LabFigures> {
  const errorOf = async (input: Pictures, target: Pictures): Promise<number> =>
    meanOf(squaredErrors(await coder.rebuild(input), target));
  const error = await errorOf(heldOut, heldOut);
  const shuffled = shuffledPictures(heldOut, seed);
  const shuffledError = await errorOf(shuffled, shuffled);
  const principal = await aside(
    "principalComponents",
    [training, latent],
    signal,
  );
  const errors = projectionErrors(heldOut, principal);
  const variance = errors[0] ?? NaN;
  const wanted = powersOfTwo(latent).filter((k) => k < errors.length);
  const noisy = corruption && corrupted(heldOut, corruption, seed);
  return {
    ...{ error, variance, shuffledError },
    pca: wanted.map((components) => ({
      components,
      error: errors[components] ?? NaN,
    })),
    couldCopy: couldCopy({ error, shuffledError, variance }),
    ...(noisy && {
      corrupted: {
        before: meanOf(squaredErrors(noisy, heldOut)),
        after: await errorOf(noisy, heldOut),
      },
    }),
  };
}

/** All of them as in training, each anew. */
export function corrupted(
  { shape, data }: Pictures,
  corruption: Corruption,
  seed: number,
): Pictures {
  const copy = { shape, data: data.slice() };
  for (let n = 0; n < countOf(copy); n++) {
    const random = new Random(Random.seed(seed, n, 4));
    corrupt(pictureAt(copy, n), shape, corruption, random);
  }
  return copy;
}

/** 1, 2, 4 … below `last`, and itself. */
function powersOfTwo(last: number): readonly number[] {
  const powers = [];
  for (let power = 1; power < last; power *= 2) powers.push(power);
  return [...powers, last];
}
