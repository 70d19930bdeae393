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
      const [base = 0] = widths;
      const noisy = concat([spaceToDepth(image, 2), sigma], 1);
      let x = conv2d(noisy, weight("head", [base, 13, 3, 3]), { padding: 1 });
      const skips: Node[] = [];
      widths.forEach((width, level) => {
        if (level > 0) {
          skips.push(x);
          const above = widths[level - 1] ?? 0;
          const down = weight(`down.${String(level)}`, [width, above, 2, 2]);
          x = conv2d(x, down, { stride: 2 });
        }
        x = residualBlocks(
          x,
          `encoder.${String(level)}`,
          width,
          blocks,
          weight,
        );
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
      const tail = weight("tail", [12, base, 3, 3], 0.1);
      return sub(image, depthToSpace(conv2d(x, tail, { padding: 1 }), 2));
    },
  };
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
