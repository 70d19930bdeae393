/** The noise meter: a small network that reads a noisy picture and writes how strong its noise is at each place. */
import { type Node, input, scalar } from "../graph/graph.ts";
import { add } from "../graph/ops/add.ts";
import { clip } from "../graph/ops/clip.ts";
import { conv2d } from "../graph/ops/conv2d.ts";
import { depthToSpace } from "../graph/ops/depth-to-space.ts";
import { exp } from "../graph/ops/exp.ts";
import { mul } from "../graph/ops/mul.ts";
import { relu } from "../graph/ops/relu.ts";
import { spaceToDepth } from "../graph/ops/space-to-depth.ts";
import { sub } from "../graph/ops/sub.ts";
import { upsampleBilinear } from "../graph/ops/upsample-bilinear.ts";
import { CELL } from "../noise/level-map.ts";
import {
  fixedWeights,
  type Network,
  type Parameters,
  type ParameterSpec,
  type Weight,
} from "./network.ts";

/** Before the names of its weights, where they share a vector with a denoiser's. */
const PREFIX = "meter.";
/** Channels at 1/4, 1/8 and 1/16 of the picture's resolution. */
const [FINE, MIDDLE, COARSE] = [24, 48, 64];
/**
 * Added to levels before their logarithm is taken, in levels of 255: differences of fainter noise
 * than this do not count, and a level of 0 has a logarithm.
 */
export const FAINTEST_LEVEL = 0.5;

/** ln(148 levels): no noise is stronger, and no answer is to become infinite. */
const HIGHEST = 5;

/** Extents of pictures must be multiples of it. */
const METER_ALIGNMENT = 16;

/**
 * N×3×H×W in 0..1 → N×1×H/8×W/8, ln(σ + ½) with σ in 0..255 units: the standard deviation, over
 * the channels, of what separates the picture from its clean form, at each cell of 8×8 pixels.
 * 4.8 kFLOP per pixel, 0.19 million weights.
 *
 * It sees the pixels of a cell as channels, because noise is told from detail by what differs from
 * pixel to pixel, and its surroundings at 1/16, because a level is sure only over a region. Unlike
 * the denoisers it has biases: clipping, rounding and compression make a level depend on more than
 * the picture's contrast.
 */
export function measureLevel(image: Node, weight: Weight): Node {
  const at = (name: string, shape: readonly number[], gain?: number) =>
    weight(`${PREFIX}${name}`, shape, gain);
  const convolved = (x: Node, name: string, width: number, gain = 1) => {
    const [, channels = 0] = x.shape;
    const kernel = at(`${name}.weight`, [width, channels, 3, 3], gain);
    return biased(conv2d(x, kernel, { padding: 1 }), name);
  };
  const halved = (x: Node, name: string, width: number) => {
    const [, channels = 0] = x.shape;
    const kernel = at(`${name}.weight`, [width, channels, 2, 2]);
    return biased(conv2d(x, kernel, { stride: 2 }), name);
  };
  const biased = (x: Node, name: string) => {
    const [, width = 0] = x.shape;
    return add(x, at(`${name}.bias`, [1, width, 1, 1], 0));
  };
  const residual = (x: Node, name: string, width: number) => {
    const inner = relu(convolved(x, `${name}.a`, width));
    return add(x, convolved(inner, `${name}.b`, width, 0.2));
  };
  const stem = relu(convolved(spaceToDepth(image, 4), "stem", FINE));
  const fine = relu(convolved(stem, "fine", FINE));
  const middle = residual(
    relu(halved(fine, "down.1", MIDDLE)),
    "middle",
    MIDDLE,
  );
  const coarse = residual(
    relu(halved(middle, "down.2", COARSE)),
    "coarse",
    COARSE,
  );
  const up = conv2d(coarse, at("up.weight", [4 * MIDDLE, COARSE, 1, 1]));
  const joined = add(middle, depthToSpace(up, 2));
  const out = relu(convolved(relu(joined), "join", MIDDLE));
  return convolved(out, "level", 1, 0.1);
}

/** From `measureLevel`'s result to the map that a denoiser is given: N×1×H/2×W/2, σ in 0..1. */
export function noiseMapOfLevel(level: Node): Node {
  const bounded = clip(level, -HIGHEST, HIGHEST);
  const sigma = relu(sub(exp(bounded), scalar(FAINTEST_LEVEL)));
  return upsampleBilinear(mul(sigma, scalar(1 / 255)), CELL / 2);
}

/**
 * The denoiser with a noise meter beside it, for training: with one that stays as it is where its
 * weights are given, else with one whose weights follow the denoiser's.
 */
export function withMeter(network: Network, given?: Parameters): Network {
  return {
    ...network,
    measure: (image, weight) =>
      measureLevel(image, given ? fixedWeights(given) : weight),
  };
}

/** The meter's weights, in their order. */
export function meterSpecs(): ParameterSpec[] {
  const specs: ParameterSpec[] = [];
  const image = input("image", [
    1,
    3,
    4 * METER_ALIGNMENT,
    4 * METER_ALIGNMENT,
  ]);
  measureLevel(image, (name, shape, gain = 1) => {
    specs.push({ name, shape, gain });
    return input(name, shape);
  });
  return specs;
}
