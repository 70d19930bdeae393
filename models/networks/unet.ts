/** The residual, bias-free U-Net without normalisation layers that every shipped denoiser is (decision D5). */
import type { Node } from "../graph/graph.ts";
import { add } from "../graph/ops/add.ts";
import { concat } from "../graph/ops/concat.ts";
import { conv2d } from "../graph/ops/conv2d.ts";
import { depthToSpace } from "../graph/ops/depth-to-space.ts";
import { relu } from "../graph/ops/relu.ts";
import { spaceToDepth } from "../graph/ops/space-to-depth.ts";
import { sub } from "../graph/ops/sub.ts";
import type { Network, Weight } from "./network.ts";

export interface UNetShape {
  readonly name: string;
  /** Channels of each level; level i works at 1/2^(i+1) of the image's resolution. */
  readonly widths: readonly number[];
  /** Residual blocks per level and side. */
  readonly blocks: number;
}

/**
 * Encoder and decoder with additive skips. The noise is predicted and subtracted, so the identity
 * is the easiest function to learn; without biases and normalisation the output scales with the
 * input, and tiles equal the whole image (Mohan et al. 2020, "Robust and interpretable blind image
 * denoising via bias-free convolutional neural networks").
 */
export function unet({ name, widths, blocks }: UNetShape): Network {
  return {
    name,
    forward({ image, sigma }, weight) {
      let x = concat([spaceToDepth(image, 2), sigma], 1);
      const skips: Node[] = [];
      widths.forEach((_, level) => {
        if (level > 0) skips.push(x);
        x = encoderLevel(x, level, { widths, blocks }, weight);
      });
      for (let level = widths.length - 2; level >= 0; level--) {
        const [width = 0, below = 0] = widths.slice(level, level + 2);
        const up = weight(`up.${String(level)}`, [4 * width, below, 1, 1]);
        x = add(depthToSpace(conv2d(x, up), 2), skips.pop() ?? x);
        x = residualBlocks(
          x,
          `decoder.${String(level)}`,
          width,
          blocks,
          weight,
        );
      }
      const tail = weight("tail", [12, widths[0] ?? 0, 3, 3], 0.1);
      return sub(image, depthToSpace(conv2d(x, tail, { padding: 1 }), 2));
    },
  };
}

/**
 * One level of the way down. Of the first, `x` is the image at half resolution, its pixels as channels,
 * with the noise map as the last channel; every other halves the level above: N×C×H×W → N×width×H/2×W/2.
 */
export function encoderLevel(
  x: Node,
  level: number,
  { widths, blocks }: Omit<UNetShape, "name">,
  weight: Weight,
): Node {
  const [, channels = 0] = x.shape;
  const [width = 0] = widths.slice(level);
  const entered =
    level === 0
      ? conv2d(x, weight("head", [width, channels, 3, 3]), { padding: 1 })
      : conv2d(x, weight(`down.${String(level)}`, [width, channels, 2, 2]), {
          stride: 2,
        });
  const name = `encoder.${String(level)}`;
  return residualBlocks(entered, name, width, blocks, weight);
}

/** x + conv(relu(conv(x))), repeated. The second convolution starts small: each block starts near the identity. */
function residualBlocks(
  x: Node,
  name: string,
  width: number,
  count: number,
  weight: Weight,
): Node {
  const shape = [width, width, 3, 3];
  for (let i = 0; i < count; i++) {
    const first = weight(`${name}.${String(i)}.a`, shape);
    const second = weight(`${name}.${String(i)}.b`, shape, 0.2);
    const inner = relu(conv2d(x, first, { padding: 1 }));
    x = add(x, conv2d(inner, second, { padding: 1 }));
  }
  return x;
}
