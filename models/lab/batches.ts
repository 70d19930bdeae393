/** The batch of a step of an autoencoder's training, determined by the recipe's seed and the step alone. */
import type { PictureShape } from "../networks/autoencoders/autoencoder.ts";
import { Random } from "../random.ts";
import { corrupt } from "./corrupt.ts";
import { type NeighbourGraph, walk } from "./neighbours.ts";
import type { LabRecipe } from "./recipe.ts";

/** Pictures of one size, one after the other: N×C×H×W in 0..1. */
export interface Pictures {
  readonly shape: PictureShape;
  readonly data: Float32Array;
}

/** Length of a contractive step's shift, per sample. */
const SHIFT = 0.05;

/** What a step is given, by step. */
type StepBatches = (step: number) => Readonly<Record<string, Float32Array>>;

/**
 * `pictures` and `targets`, and, where the loss asks for them, `noise` and `shift` (`buildLabStep`).
 * A recipe that walks needs the graph of the pictures' neighbours. In every pass each picture goes
 * in once, in another order.
 */
export function labBatches(
  { shape, data }: Pictures,
  recipe: LabRecipe,
  variational: boolean,
  graph: NeighbourGraph = [],
): StepBatches {
  const { batch, seed, corruption, loss, choice } = recipe;
  const [channels, height, width] = shape;
  const size = channels * height * width;
  const numbersAt = passes(data.length / size, recipe);
  return (step) => {
    const random = new Random(Random.seed(seed, step));
    const pictures = new Float32Array(batch * size);
    const targets = new Float32Array(batch * size);
    numbersAt(step).forEach((number, i) => {
      const offset = () => random.integer(-recipe.shift, recipe.shift + 1);
      const offsets = [offset(), offset()] as const;
      const put = (into: Float32Array, n: number) => {
        const picture = data.subarray(n * size, (n + 1) * size);
        const place = into.subarray(i * size, (i + 1) * size);
        moveInto(place, picture, shape, ...offsets);
      };
      put(pictures, number);
      put(targets, walk(graph, number, recipe.walk, random));
    });
    if (corruption)
      for (let i = 0; i < batch; i++) {
        const one = pictures.subarray(i * size, (i + 1) * size);
        corrupt(one, shape, corruption, random);
      }
    return {
      pictures,
      targets,
      ...(variational && { noise: normal(batch * choice.latent, random) }),
      ...(loss.contractive > 0 && {
        shift: normal(batch * size, random).map((value) => SHIFT * value),
      }),
    };
  };
}

/**
 * Which of `count` pictures each step uses: of each pass, a part of one shuffled order, which is
 * kept from one step to the next.
 */
export function passes(
  count: number,
  { batch, seed }: Pick<LabRecipe, "batch" | "seed">,
): (step: number) => readonly number[] {
  let [kept, order] = [-1, [] as number[]];
  return (step) =>
    Array.from({ length: batch }, (_, i) => {
      const place = step * batch + i;
      const pass = Math.floor(place / count);
      if (pass !== kept) {
        const random = new Random(Random.seed(seed, pass, 1));
        order = random.shuffle(Array.from({ length: count }, (_, n) => n));
        kept = pass;
      }
      return order[place % count]!;
    });
}

/** Copies a picture, moved by whole pixels; what comes in at the border is black. */
function moveInto(
  target: Float32Array,
  picture: Float32Array,
  [channels, height, width]: PictureShape,
  dx: number,
  dy: number,
): void {
  for (let c = 0; c < channels; c++)
    for (let y = 0; y < height; y++) {
      const from = y - dy;
      if (from < 0 || from >= height) continue;
      const first = Math.max(0, dx);
      const last = Math.min(width, width + dx);
      const row = (c * height + from) * width;
      target.set(
        picture.subarray(row + first - dx, row + last - dx),
        (c * height + y) * width + first,
      );
    }
}

function normal(length: number, random: Random): Float32Array {
  const values = new Float32Array(length);
  random.fillNormal(values);
  return values;
}
