/** y = max(a, b), broadcast. The derivative goes to the larger; to b where they are equal. */
import { type Node, apply, scalar } from "../graph.ts";
import { binary } from "./elementwise.ts";
import { sub } from "./sub.ts";
import { where } from "./where.ts";

export const maximumOp = binary("maximum", Math.max, (a, b, upstream) => {
  const larger = sub(a, b);
  return [
    where(larger, upstream, scalar(0)),
    where(larger, scalar(0), upstream),
  ];
});

export function maximum(a: Node, b: Node): Node {
  return apply(maximumOp, [a, b], {});
}
