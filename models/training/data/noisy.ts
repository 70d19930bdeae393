/**
 * Training on noisy photographs alone (Huang, Li, Jia, Lu and Liu, "Neighbor2Neighbor", 2021): of two
 * neighbouring pixels one is seen and the other is to be met. Where the noise differs from pixel to
 * pixel, only what they share can be learnt, and that is the picture.
 *
 * Neighbours that share their noise would teach to keep it. Then pixels are taken that lie `stride`
 * apart, beyond the noise's correlation. Their noise is white; to learn from what the network will
 * meet, it is blurred as the photograph's own noise is, and strengthened before, so that it is as
 * strong in the end. What the network then learns is how to tell such noise from pictures that are
 * smaller by 2·stride: photographs look alike at such different sizes, noise does not.
 */
import { type Node, scalar } from "../../graph/graph.ts";
import { add } from "../../graph/ops/add.ts";
import { matmul } from "../../graph/ops/matmul.ts";
import { mul } from "../../graph/ops/mul.ts";
import { reduceSum } from "../../graph/ops/reduce-sum.ts";
import { reshape } from "../../graph/ops/reshape.ts";
import { spaceToDepth } from "../../graph/ops/space-to-depth.ts";
import { sub } from "../../graph/ops/sub.ts";
import { transpose } from "../../graph/ops/transpose.ts";
import { noiseMap } from "../../noise/noise-map.ts";
import { logErrorOf, meanLogarithm, squaredPerPatch } from "../losses.ts";
import { blurMatrix, blurred, strengthened } from "./apart.ts";
import type { DataMode } from "./mode.ts";
import { measured } from "./measured.ts";
import { neighbours } from "./neighbours.ts";

/** Weight of the regulariser at the end of training; it grows from 0, as in the authors' code. */
const REGULARISER = 2;
/** Edges of patches are multiples of it. */
const GRAIN = 16;

/** `stride` is 1 for white noise, else the correlation length in pixels. */
export function noisy(stride: number): DataMode {
  /** Of the small pictures: as many pixels are read for any stride, but for the rounding. */
  const small = (patch: number) => GRAIN * Math.ceil(patch / stride / GRAIN);
  const cell = 2 * stride;
  return {
    edge: (patch) => cell * small(patch),
    shrinks: false,
    inputs(patch) {
      const [edge, whole] = [small(patch), cell * small(patch)];
      return {
        image: [3, edge, edge],
        sigma: [1, edge / 2, edge / 2],
        neighbour: [3, edge, edge],
        whole: [3, whole, whole],
        wholeSigma: [1, whole / 2, whole / 2],
        pick: [cell * cell, edge, edge],
        ...(stride > 1 && { blur: [1, edge, edge] }),
      };
    },

    sample({ image: whole, photograph }, _recipe, random) {
      const { estimate, blur } = measured(photograph.image);
      const { image, neighbour, pick } = neighbours(whole, stride, random);
      // The noise of a pixel stays what it is when others are left out.
      const error = random.uniform(0.8, 1.25);
      const told = (map: Float32Array) => map.map((sigma) => sigma * error);
      const map = noiseMap(image, estimate);
      const common = {
        sigma: told(map),
        whole: whole.data,
        wholeSigma: told(noiseMap(whole, estimate)),
        pick,
      };
      if (stride === 1)
        return { ...common, image: image.data, neighbour: neighbour.data };
      const strong = strengthened(image, map, blur, random);
      return {
        ...common,
        image: blurred(strong, blur).data,
        neighbour: blurred(neighbour, blur).data,
        blur: blurMatrix(image.width, blur),
      };
    },

    /**
     * ‖e‖² + γ‖e − d‖² with e = f(g₁(y)) − g₂(y) and d = g₁(f(y)) − g₂(f(y)), blurred like these.
     * Neighbours differ in the picture too: d is by how much, as far as the network knows, which is
     * not to be unlearnt.
     */
    loss({ inputs, denoise, frozen, mix }) {
      const { image, sigma, neighbour, whole, wholeSigma, pick, blur } = inputs;
      const error = sub(denoise(image!, sigma!), neighbour!);
      const answer = frozen(whole!, wholeSigma!);
      const picked = pickedDifference(answer, pick!, cell);
      const regulariser = mul(
        squaredPerPatch(sub(error, blur ? blurredBy(picked, blur) : picked)),
        mul(mix, scalar(REGULARISER)),
      );
      return meanLogarithm(add(squaredPerPatch(error), regulariser));
    },

    logError: logErrorOf,

    mixAt: (_recipe, progress) => progress,
  };
}

/** The picked pixels' difference, N×3×P×P, of pictures N×3×W×W made of cells. */
function pickedDifference(whole: Node, pick: Node, cell: number): Node {
  const [n = 0, , height = 0, width = 0] = pick.shape;
  const size = height * width;
  // Channel by channel the pixels of a cell, in the order that `pick` numbers them.
  const cells = reshape(spaceToDepth(whole, cell), [n, 3, cell * cell, size]);
  const picked = mul(cells, reshape(pick, [n, 1, cell * cell, size]));
  return reshape(reduceSum(picked, [2]), [n, 3, height, width]);
}

/** Columns, then rows, of N×3×P×P by matrices N×1×P×P. */
function blurredBy(picture: Node, matrix: Node): Node {
  const columns = matmul(matrix, picture);
  return matmul(columns, transpose(matrix, [0, 1, 3, 2]));
}
