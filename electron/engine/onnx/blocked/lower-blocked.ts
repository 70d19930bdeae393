/** Lowers what the plan computes in blocks: convolutions, their gradients, and the ops between them. */
import type { Node } from "../../../../models/graph/graph.ts";
import type { AttributesOf } from "../../../../models/graph/ops/table.ts";
import { sameShape } from "../../../../models/graph/tensor.ts";
import type { OnnxBuilder } from "../builder.ts";
import { backwardFilter, forwardFilter, phasesFilter } from "./filters.ts";
import { blockedNode, type Values } from "./layout.ts";
import { is, type Plan, slides } from "./plan.ts";
import {
  blocksFromPixels,
  phasesFromPixels,
  pixelsFromPhases,
} from "./rearrange.ts";
import { sumsInBlocks, weightGradient } from "./weight-gradient.ts";

/** What a convolution does to its result in the same pass. */
interface Epilogue {
  readonly relu?: boolean;
  /** A tensor of the result's shape that is added. */
  readonly sum?: string;
}

type Convolution = Node<AttributesOf<"conv2d" | "conv2dInputGradient">>;

export class BlockedLowering {
  readonly #b: OnnxBuilder;
  readonly #values: Values;
  readonly #plan: Plan;

  constructor(b: OnnxBuilder, values: Values, plan: Plan) {
    this.#b = b;
    this.#values = values;
    this.#plan = plan;
  }

  /**
   * Lowers `node` into the values; false where it is not to be computed in blocks. `same` adds the
   * ordinary op, given the names of its inputs.
   */
  lower(node: Node, same: (inputs: readonly string[]) => string): boolean {
    if (is(node, "conv2dWeightGradient")) {
      if (!sumsInBlocks(node, this.#values.block)) return false;
      const gradient = weightGradient(this.#b, this.#values, node);
      this.#values.setPlain(node, gradient);
      return true;
    }
    const phases = this.#plan.phases.get(node);
    if (phases === undefined) return false;
    if (!this.#plan.fused.has(node))
      this.#values.setBlocked(node, this.#compute(node, same), phases);
    return true;
  }

  #compute(node: Node, same: (inputs: readonly string[]) => string): string {
    if (is(node, "conv2d") || is(node, "conv2dInputGradient"))
      return this.#convolve(node);
    const [x] = node.inputs as [Node];
    const b = this.#b;
    const { block } = this.#values;
    if (is(node, "depthToSpace")) {
      const phases = this.#values.blocked(x).name;
      const edge = node.attributes.block;
      return pixelsFromPhases(b, phases, node.shape, edge, block);
    }
    if (is(node, "spaceToDepth")) {
      const edge = node.attributes.block;
      if (this.#plan.phases.get(node) === 1) {
        const [, channels = 0] = x.shape;
        return blocksFromPixels(
          b,
          this.#values.plain(x),
          channels,
          edge,
          block,
        );
      }
      const pixels = this.#values.blocked(x).name;
      return phasesFromPixels(b, pixels, x.shape, edge, block);
    }
    if (is(node, "where") && isZero(node.inputs[2])) {
      const [condition = "", chosen = ""] = this.#operands(node);
      return chosenOrZero(b, condition, chosen);
    }
    const convolution = node.inputs.find((input) =>
      this.#plan.fused.has(input),
    ) as Convolution | undefined;
    if (!convolution) return same(this.#operands(node));
    const other = node.inputs.find((input) => input !== convolution);
    return this.#convolve(
      convolution,
      other ? { sum: this.#values.blocked(other).name } : { relu: true },
    );
  }

  /** The inputs of an elementwise op. */
  #operands(node: Node): string[] {
    return node.inputs.map((input) =>
      sameShape(input.shape, node.shape)
        ? this.#values.blocked(input).name
        : this.#values.plain(input),
    );
  }

  #convolve(node: Convolution, epilogue: Epilogue = {}): string {
    const [x, w] = node.inputs as [Node, Node];
    const { name, phases } = this.#values.blocked(x);
    const [o = 0, c = 0, k = 0] = w.shape;
    const { block } = this.#values;
    const weights = this.#values.plain(w);
    const { stride, padding } = node.attributes;
    if (!is(node, "conv2dInputGradient")) {
      const oPhases = this.#plan.phases.get(node) ?? 1;
      const f = { o, c, k, block, oPhases, cPhases: phases };
      const filter = forwardFilter(this.#b, weights, f);
      return this.#conv([name, filter], k, stride, padding, epilogue);
    }
    const f = { o, c, k, block, oPhases: phases, cPhases: 1 };
    if (slides(node)) {
      const filter = backwardFilter(this.#b, weights, f);
      return this.#conv([name, filter], k, 1, k - 1 - padding, epilogue);
    }
    const filter = phasesFilter(this.#b, weights, f);
    const deep = this.#conv([name, filter], 1, 1, 0, {});
    return pixelsFromPhases(this.#b, deep, node.shape, k, block);
  }

  #conv(
    input: readonly [x: string, filter: string],
    kernel: number,
    stride: number,
    padding: number,
    { relu = false, sum }: Epilogue,
  ): string {
    // The empty third input is a bias.
    const inputs = sum === undefined ? input : [...input, "", sum];
    return blockedNode(this.#b, "Conv", inputs, {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      pads: [padding, padding, padding, padding],
      ...(relu && { activation: "Relu" }),
    });
  }
}

function isZero(node: Node | undefined): boolean {
  return (
    node !== undefined &&
    is(node, "constant") &&
    node.attributes.data.length === 1 &&
    node.attributes.data[0] === 0
  );
}

/**
 * `chosen` where `condition` > 0, else 0, as a product with a step: `HardSigmoid` is
 * min(max(slope · condition, 0), 1), which this slope takes to 0 or 1 for every float but the
 * denormal. Two passes over memory instead of the four of `Greater` and `Where`.
 */
function chosenOrZero(
  b: OnnxBuilder,
  condition: string,
  chosen: string,
): string {
  const step = b.node("HardSigmoid", [condition], {
    alpha: { float: 1e38 },
    beta: { float: 0 },
  });
  return b.node("Mul", [chosen, step]);
}
