/** y[n,c, i·r+a, j·r+b] = x[n, (c·r+a)·r+b, i, j]: channels become pixels ("pixel shuffle"). ∂x is spaceToDepth(dy). */
import { type Node, type Op, apply, refuse } from "../graph.ts";
import { stridesOf, tabulate } from "../tensor.ts";
import { spaceToDepth } from "./space-to-depth.ts";

export interface BlockAttributes {
  readonly block: number;
}

export const depthToSpaceOp: Op<BlockAttributes> = {
  name: "depthToSpace",
  shape([x = []], { block }) {
    const [n = 0, c = 0, h = 0, w = 0] = x;
    if (x.length !== 4 || c % (block * block))
      refuse(
        "depthToSpace",
        `N×C×H×W with C a multiple of ${String(block * block)}`,
        x,
      );
    return [n, c / (block * block), h * block, w * block];
  },
  gradient: (node, upstream) => [spaceToDepth(upstream, node.attributes.block)],
  evaluate([x], { block }, shape) {
    const [sn = 0, sc = 0, sh = 0] = stridesOf(x?.shape ?? []);
    return tabulate(shape, ([n = 0, c = 0, i = 0, j = 0]) => {
      const channel = (c * block + (i % block)) * block + (j % block);
      const offset =
        n * sn +
        channel * sc +
        Math.floor(i / block) * sh +
        Math.floor(j / block);
      return x?.data[offset] ?? NaN;
    });
  },
  reach: ({ first, last }, { block }) => ({
    first: Math.floor(first / block),
    last: Math.floor(last / block),
  }),
};

/** x: N×(C·block²)×H×W → N×C×(H·block)×(W·block). */
export function depthToSpace(x: Node, block: number): Node {
  return apply(depthToSpaceOp, [x], { block });
}
