/**
 * The layout of ONNX Runtime's blocked convolutions, and the values of a graph in it and in the ordinary one.
 *
 * Channels are cut into blocks of `block`, one vector register: a tensor N×C×H×W lies in memory as
 * N × ⌈C/block⌉ × H × W × block, its missing channels zero. ONNX does not know this layout; shapes
 * go on to say N×C×H×W.
 */
import type { Node } from "../../../../models/graph/graph.ts";
import type { OnnxBuilder } from "../builder.ts";

/** The domain of ONNX Runtime's ops on blocked tensors. */
const NCHWC = "com.microsoft.nchwc";

/**
 * A blocked tensor's name and the order of its channels. With P `phases`, channel c·P + p stands at
 * p·(C/P) + c. `depthToSpace` makes pixels of the phases, so that in this order whole blocks move.
 */
export interface Blocked {
  readonly name: string;
  readonly phases: number;
}

/** `channels`, filled up to whole blocks. */
export function roundUp(channels: number, block: number): number {
  return Math.ceil(channels / block) * block;
}

export function blockedNode(
  b: OnnxBuilder,
  opType: string,
  input: readonly string[],
  attributes: Parameters<OnnxBuilder["node"]>[2],
): string {
  return b.node(opType, input, attributes, NCHWC);
}

/** Exchanges the two middle axes of a tensor seen as `extents`; the result has the shape `shape`. */
export function exchange(
  b: OnnxBuilder,
  x: string,
  extents: readonly [number, number, number, number],
  shape: readonly number[],
): string {
  return b.reshape(b.transpose(b.reshape(x, extents), [0, 2, 1, 3]), shape);
}

/** The names of lowered values. A value is brought into the other layout where that is first asked for. */
export class Values {
  readonly block: number;
  readonly #b: OnnxBuilder;
  readonly #plain = new Map<Node, string>();
  readonly #blocked = new Map<Node, Blocked>();

  constructor(b: OnnxBuilder) {
    this.#b = b;
    this.block = b.target.channelBlock ?? 1;
  }

  setPlain(node: Node, name: string): void {
    this.#plain.set(node, name);
  }

  setBlocked(node: Node, name: string, phases = 1): void {
    this.#blocked.set(node, { name, phases });
  }

  plain(node: Node): string {
    let name = this.#plain.get(node);
    const blocked = this.#blocked.get(node);
    if (name === undefined && blocked) {
      const [n = 0, channels = 0, height = 0, width = 0] = node.shape;
      const { phases } = blocked;
      name = blockedNode(this.#b, "ReorderOutput", [blocked.name], {
        channels,
      });
      if (phases > 1) {
        const extents = [n, phases, channels / phases, height * width] as const;
        name = exchange(this.#b, name, extents, node.shape);
      }
      this.setPlain(node, name);
    }
    return name ?? "";
  }

  blocked(node: Node): Blocked {
    let blocked = this.#blocked.get(node);
    if (!blocked) {
      const [, channels = 0] = node.shape;
      const missing = roundUp(channels, this.block) - channels;
      const b = this.#b;
      // The op itself fills up multiples of four only.
      const full =
        missing > 0 && channels % 4 > 0
          ? b.node("Pad", [
              this.plain(node),
              b.integers([0, 0, 0, 0, 0, missing, 0, 0]),
            ])
          : this.plain(node);
      const name = blockedNode(b, "ReorderInput", [full], {});
      blocked = { name, phases: 1 };
      this.#blocked.set(node, blocked);
    }
    return blocked;
  }
}
