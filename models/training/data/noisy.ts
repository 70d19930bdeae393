/**
 * Training on noisy photographs alone (Huang, Li, Jia, Lu and Liu, "Neighbor2Neighbor", 2021): of two
 * neighbouring pixels one is seen and the other is to be met. Where the noise differs from pixel to
 * pixel, only what they share can be learnt, and that is the picture.
 */
import { type Node, scalar } from "../../graph/graph.ts";
import { add } from "../../graph/ops/add.ts";
import { mul } from "../../graph/ops/mul.ts";
import { reduceSum } from "../../graph/ops/reduce-sum.ts";
import { reshape } from "../../graph/ops/reshape.ts";
import { spaceToDepth } from "../../graph/ops/space-to-depth.ts";
import { sub } from "../../graph/ops/sub.ts";
import { emptyPlanes, type Image, type Planes } from "../../image/image.ts";
import { estimateNoise, type NoiseEstimate } from "../../noise/estimate.ts";
import { noiseMap } from "../../noise/noise-map.ts";
import type { Random } from "../../random.ts";
import { meanLogarithm, squaredPerPatch } from "../losses.ts";
import type { DataMode } from "./mode.ts";

/** Weight of the regulariser at the end of training; it grows from 0, as in the authors' code. */
const REGULARISER = 2;

/** Neighbours in a cell of 2×2 pixels, numbered row by row: the one that is seen, and the one to meet. */
const NEIGHBOURS = [
  [0, 1],
  [0, 2],
  [1, 0],
  [1, 3],
  [2, 0],
  [2, 3],
  [3, 1],
  [3, 2],
] as const;

export const noisy: DataMode = {
  edge: (patch) => 2 * patch,
  shrinks: false,
  inputs: (patch) => ({
    image: [3, patch, patch],
    sigma: [1, patch / 2, patch / 2],
    neighbour: [3, patch, patch],
    whole: [3, 2 * patch, 2 * patch],
    wholeSigma: [1, patch, patch],
    pick: [4, patch, patch],
  }),

  sample({ image: whole, photograph }, _recipe, random) {
    const { image, neighbour, pick } = neighbours(whole, random);
    const estimate = estimateOf(photograph.image);
    // The noise of a pixel stays what it is when others are left out.
    const error = random.uniform(0.8, 1.25);
    const map = (planes: Planes) =>
      noiseMap(planes, estimate).map((sigma) => sigma * error);
    return {
      image: image.data,
      sigma: map(image),
      neighbour: neighbour.data,
      whole: whole.data,
      wholeSigma: map(whole),
      pick,
    };
  },

  /**
   * ‖e‖² + γ‖e − d‖² with e = f(g₁(y)) − g₂(y) and d = g₁(f(y)) − g₂(f(y)). Neighbours differ in the
   * picture too: d is by how much, as far as the network knows, which is not to be unlearnt.
   */
  loss({ inputs, denoise, frozen, mix }) {
    const { image, sigma, neighbour, whole, wholeSigma, pick } = inputs;
    const error = sub(denoise(image!, sigma!), neighbour!);
    const picked = pickedDifference(frozen(whole!, wholeSigma!), pick!);
    const regulariser = mul(
      squaredPerPatch(sub(error, picked)),
      mul(mix, scalar(REGULARISER)),
    );
    return meanLogarithm(add(squaredPerPatch(error), regulariser));
  },

  mixAt: (_recipe, progress) => progress,
};

/** Two pictures of half the size, of the two pixels picked in each cell; `pick` is 1 for the first and −1 for the second. */
function neighbours(whole: Planes, random: Random) {
  const [width, height] = [whole.width / 2, whole.height / 2];
  const size = width * height;
  const image = emptyPlanes(width, height, 3);
  const neighbour = emptyPlanes(width, height, 3);
  const pick = new Float32Array(4 * size);
  for (let i = 0; i < size; i++) {
    const [first, second] = NEIGHBOURS[random.integer(0, NEIGHBOURS.length)]!;
    pick[first * size + i] = 1;
    pick[second * size + i] = -1;
    const corner = 2 * Math.floor(i / width) * whole.width + 2 * (i % width);
    const at = (k: number) => corner + (k >> 1) * whole.width + (k & 1);
    for (let c = 0; c < 3; c++) {
      image.data[c * size + i] = whole.data[4 * c * size + at(first)]!;
      neighbour.data[c * size + i] = whole.data[4 * c * size + at(second)]!;
    }
  }
  return { image, neighbour, pick };
}

/** The picked pixels' difference, N×3×P×P, of pictures N×3×2P×2P. */
function pickedDifference(whole: Node, pick: Node): Node {
  const [n = 0, , height = 0, width = 0] = pick.shape;
  const size = height * width;
  // Channel by channel the four pixels of a cell, in the order that `pick` numbers them.
  const cells = reshape(spaceToDepth(whole, 2), [n, 3, 4, size]);
  const picked = mul(cells, reshape(pick, [n, 1, 4, size]));
  return reshape(reduceSum(picked, [2]), [n, 3, height, width]);
}

const estimates = new WeakMap<Image, NoiseEstimate>();

/** Measured once for each part of a photograph that patches are cut from. */
function estimateOf(image: Image): NoiseEstimate {
  const known = estimates.get(image);
  if (known) return known;
  const estimate = estimateNoise(image);
  estimates.set(image, estimate);
  return estimate;
}
