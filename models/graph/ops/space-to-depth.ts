/** y[n, (c·r+a)·r+b, i, j] = x[n,c, i·r+a, j·r+b]: pixels become channels ("pixel unshuffle"). ∂x is depthToSpace(dy). */
import { type Node, type Op, apply, refuse } from "../graph.ts";
import { stridesOf, tabulate } from "../tensor.ts";
import { type BlockAttributes, depthToSpace } from "./depth-to-space.ts";

export const spaceToDepthOp: Op<BlockAttributes> = {
  name: "spaceToDepth",
  shape([x = []], { block }) {
    const [n = 0, c = 0, h = 0, w = 0] = x;
    if (x.length !== 4 || h % block || w % block)
      refuse(
        "spaceToDepth",
        `N×C×H×W with H and W multiples of ${String(block)}`,
        x,
      );
    return [n, c * block * block, h / block, w / block];
  },
  gradient: (node, upstream) => [depthToSpace(upstream, node.attributes.block)],
  evaluate([x], { block }, shape) {
    const [sn = 0, sc = 0, sh = 0] = stridesOf(x?.shape ?? []);
    return tabulate(shape, ([n = 0, channel = 0, i = 0, j = 0]) => {
      const c = Math.floor(channel / (block * block));
      const a = Math.floor(channel / block) % block;
      const b = channel % block;
      return (
        x?.data[n * sn + c * sc + (i * block + a) * sh + j * block + b] ?? NaN
      );
    });
  },
  reach: ({ first, last }, { block }) => ({
    first: first * block,
    last: last * block + block - 1,
  }),
};

/** x: N×C×H×W → N×(C·block²)×(H/block)×(W/block). */
export function spaceToDepth(x: Node, block: number): Node {
  return apply(spaceToDepthOp, [x], { block });
}
